using System.Globalization;
using Piaozhi.Core.Detect;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Detect.Watch;
using Piaozhi.Shell.Kit;

namespace Piaozhi.Detect;

/// <summary>A signal as people read it: names, places and figures in words, with their units.</summary>
public sealed record SignalLine(Signal Signal, Indicator? Indicator, Mute? Mute)
{
    public string Name(CultureInfo culture) => Indicator?.Name.In(culture) ?? Signal.Indicator;

    public string Place(CultureInfo culture) => SliceText.Of(Signal.Slice, culture);

    public string Value(double value, CultureInfo culture) => Indicator is { } i ? Shown.Value(value, i.Unit, culture) : value.ToString("G4", CultureInfo.InvariantCulture);

    public string Observed(CultureInfo culture) => Value(Signal.Observed, culture);

    public string Expected(CultureInfo culture) => Value(Signal.Expected, culture);

    public string Change(CultureInfo culture) => Indicator is { } i ? Shown.Change(Signal.Observed - Signal.Expected, i.Unit, culture) : "";

    /// <summary>Daily figures know no hour; where the hour is known it is told.</summary>
    public string Start(CultureInfo culture) => Signal.Start.TimeOfDay == TimeSpan.Zero ? Moments.Day(Signal.Start, culture) : Moments.Of(Signal.Start, culture);

    /// <summary>A signal alarms while it goes on, when it is bad, nothing else explains it, and nobody muted its place.</summary>
    public string Group => Mute is not null ? "muted" : Signal.Label is not null ? "named" : !Signal.Bad ? "other" : Signal.End is null ? "bad" : "over";

    /// <summary>「支付成功率（渠道：App）下降 3.1 个百分点」</summary>
    public string Sentence(CultureInfo culture)
    {
        var size = Indicator is { } i ? Shown.Change(Math.Abs(Signal.Observed - Signal.Expected), i.Unit, culture).TrimStart('+', '−') : "";
        return Bilingual.IsChinese(culture)
            ? $"{Name(culture)}{(Signal.Slice.IsWhole ? "" : $"（{Place(culture)}）")}{(Signal.Sign > 0 ? "上升" : "下降")} {size}"
            : $"{Name(culture)}{(Signal.Slice.IsWhole ? "" : $" ({Place(culture)})")} {(Signal.Sign > 0 ? "rose" : "fell")} by {size}";
    }

    public static string Q(double q) => q < 1e-4 ? "< 0.0001" : q.ToString("0.0000", CultureInfo.InvariantCulture);
}
