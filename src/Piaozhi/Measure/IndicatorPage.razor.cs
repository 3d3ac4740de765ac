using System.Globalization;
using Microsoft.AspNetCore.Components;
using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Host;
using Piaozhi.Shell.Kit;

namespace Piaozhi.Measure;

/// <content>What is read, and how it is said. Everything that is chosen on the page stands in its address.</content>
public partial class IndicatorPage
{
    private const int SectionDays = 28;

    private IndicatorReading? _reading;
    private IReadOnlyList<Refusal>? _refused;
    private object? _chart;
    private ChartData? _data;
    private Slice _slice = Slice.Whole;
    private Slice _scope = Slice.Whole;
    private Period _period;
    private bool _mayDefine;
    private bool _own;
    private (string, View, string)? _read;

    [CascadingParameter] public View View { get; set; } = View.Everything;

    [Parameter] public string Code { get; set; } = "";

    [SupplyParameterFromQuery(Name = "tab")] public string? Tab { get; set; }

    [SupplyParameterFromQuery(Name = "by")] public string? By { get; set; }

    /// <summary>Further filter, written as <see cref="Slice.ToString"/> does.</summary>
    [SupplyParameterFromQuery(Name = "slice")] public string? SliceWord { get; set; }

    [SupplyParameterFromQuery(Name = "find")] public string? Find { get; set; }

    /// <summary>Day of the point whose rows are shown.</summary>
    [SupplyParameterFromQuery(Name = "at")] public string? At { get; set; }

    /// <summary>Hour of the week whose rows are shown: weekday (0 = Monday) times 24 plus hour.</summary>
    [SupplyParameterFromQuery(Name = "cell")] public int? Cell { get; set; }

    /// <summary>Value of <see cref="By"/> whose rows are shown.</summary>
    [SupplyParameterFromQuery(Name = "of")] public string? Of { get; set; }

    [SupplyParameterFromQuery(Name = "part")] public string? Part { get; set; }

    [SupplyParameterFromQuery(Name = "page")] public int? Page { get; set; }

    /// <summary>The period to compare with, <c>2026-01-01..2026-01-31</c>.</summary>
    [SupplyParameterFromQuery(Name = "vs")] public string? Vs { get; set; }

    private static CultureInfo Culture => CultureInfo.CurrentUICulture;

    private string Shown0 => Tab is { Length: > 0 } tab && _reading is { } r && Tabs(r.Indicator).Contains(tab) ? tab : "parts";

    protected override async Task OnParametersSetAsync()
    {
        var now = (Code, View, SliceWord ?? "");
        if (_read == now)
            return;
        _read = now;
        _slice = Slice.Parse(SliceWord);
        _scope = _slice.Aggregate(View.Scope, (all, pair) => all.With(pair.Key, [.. pair.Value]));
        await using var session = Who.Open();
        var found = await ReadIndicator.RunAsync(new(Code, View.Period, _scope), session, Marks);
        _refused = found.Refusals;
        if (!found.Ok)
            return;
        var r = _reading = found.Value;
        _mayDefine = session.Actor.May(Right.DefineIndicators);
        _own = IndicatorCatalog.BuiltIn.Find(r.Indicator.Code) is null;
        var last = r.Days.Count > 0 ? r.Days[^1].At.Date.AddDays(1) : session.LocalNow.Date;
        _period = View.Period ?? new Period(last.AddDays(-SectionDays), last);
        _chart = IndicatorChart.Of(r, Words(T, r.Indicator), Culture);
        _data = new ChartData(r.Indicator.Code, [T["Day"], T["Value"], T["Low"], T["High"], T["N"], T["Target"], T["Center"], T["Lower"], T["Upper"], T["Complete"]],
            [.. r.Days.Select(d => (IReadOnlyList<object?>)[d.At, d.Now.Value, d.Now.Low, d.Now.High, d.Now.N, d.Target, d.Mark?.Center, d.Mark?.Lower, d.Mark?.Upper, T[d.Complete ? "Yes" : "No"].Value])]);
    }

    internal static ChartWords Words(Microsoft.Extensions.Localization.IStringLocalizer<Text> t, Indicator i) =>
        new(i.Name.In(Culture), t["Interval"], t["Target"], t["Center"], t["Limits"], t["NoDataShort"], t["Holiday"], t["Version"], t["Whole"]);

    private static IEnumerable<string> Tabs(Indicator indicator) => ReadRhythm.Has(indicator) ? ["parts", "hours", "compare", "rows", "how"] : ["parts", "compare", "rows", "how"];

    private string Dimension(Indicator indicator) => By is { Length: > 0 } by && MeasurePoints.BreakdownsOf(indicator).Contains(by) ? by : "channel";

    private string To(params (string, string?)[] changes) => View.With(new Uri(Nav.Uri).PathAndQuery, changes);

    private string Finding(IndicatorReading r)
    {
        var name = r.Indicator.Name.In(Culture) + (r.Slice.IsWhole ? "" : T["Place", SliceText.Of(r.Slice, Culture)]);
        if (r.Standing.Marks.FirstOrDefault(m => m.Slice.Equals(r.Slice)) is { } mark)
            return mark.Text.In(Culture);
        var value = Shown.Value(r.Standing.Now.Value, r.Indicator.Unit, Culture);
        return T["Finding." + r.Standing.AgainstTarget, name, value, IndicatorsPage.TargetText(r.Indicator)];
    }

    private string Sub(IndicatorReading r)
    {
        if (!r.Standing.Now.HasValue)
            return r.Indicator.Formula.In(Culture);
        var when = View.Period is { } p ? T["Span", Moments.Day(p.From, Culture), Moments.Day(p.To.AddDays(-1), Culture)]
            : r.Standing.Days > 1 ? T["LastDaysTo", r.Standing.Days, Moments.Day(r.Standing.At!.Value, Culture)] : Moments.Day(r.Standing.At!.Value, Culture);
        var interval = Shown.Interval(r.Standing.Now, r.Indicator.Unit, Culture);
        var small = r.Standing.Now.Caveats.Any(c => c.Id == CaveatId.SmallSample) ? " · " + T["Caveat.SmallSample"] : r.Standing.Now.Caveats.Any(c => c.Id == CaveatId.Incomplete) ? " · " + T["Caveat.Incomplete"] : "";
        return $"{when} · {(interval.Length > 0 ? $"{T["Interval"]} {interval} · " : "")}n = {r.Standing.Now.N.ToString("N0", CultureInfo.InvariantCulture)}{small}";
    }

    /// <summary>The last four weeks against the four before, where days add up.</summary>
    private string Trend(IndicatorReading r)
    {
        var kind = r.Indicator.Statistic;
        var points = r.Standing.Points.Where(p => p.Complete && p.Statistic.N > 0 && (View.Period is not { } chosen || chosen.Contains(p.At))).ToList();
        if (kind is StatisticKind.Quantile or StatisticKind.Level or StatisticKind.Ratio || points.Count < 2 * SectionDays * 2 / 3)
            return T["TrendPlain", r.Indicator.Name.In(Culture)];
        var last = points[^1].At;
        Estimate Of(int from, int to) => Estimates.Of(r.Indicator, points.Where(p => p.At > last.AddDays(-from) && p.At <= last.AddDays(-to)).Select(p => p.Statistic).Aggregate(default(Sufficient), (a, b) => a + b));
        var change = Difference.Of(Of(SectionDays, 0), Of(2 * SectionDays, SectionDays));
        if (!double.IsFinite(change.Value))
            return T["TrendPlain", r.Indicator.Name.In(Culture)];
        var size = Shown.Change(Math.Abs(change.Value), r.Indicator.Unit, Culture).TrimStart('+');
        return T[!change.IsClear ? "TrendSame" : change.Value > 0 ? "TrendUp" : "TrendDown", SectionDays, size];
    }

    private void OpenAsync(ChartPoint point)
    {
        if (_reading is not { } r)
            return;
        if (point.Series == IndicatorChart.Pins)
        {
            if (r.Pins.ElementAtOrDefault(point.Index)?.Href is { } href)
                Nav.NavigateTo(href);
        }
        else if (r.Days.ElementAtOrDefault(point.Index) is { } day)
        {
            Nav.NavigateTo(To(("tab", "rows"), ("at", IndicatorChart.Name(day.At)), ("cell", null), ("of", null), ("page", null)));
        }
    }
}
