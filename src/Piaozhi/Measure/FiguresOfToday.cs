using System.Globalization;
using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Host;
using Piaozhi.Shell;
using Piaozhi.Shell.Kit;

namespace Piaozhi.Measure;

/// <summary>The few figures at the top of Today: one of each part of the journey, those first that most operators are asked for.</summary>
public sealed class FiguresOfToday : IKeyFigures
{
    /// <summary>In this order, as many as have data.</summary>
    private static readonly string[] Wanted = ["K01", "K22", "K44", "K37", "K74", "K85", "K84", "K62", "K27", "K53", "K71", "K16", "K03", "K36"];

    /// <summary>Whoever handles complaints is asked for these first.</summary>
    private static readonly string[] OfComplaints = ["K73", "K74", "K75", "K71", "K76", "K77"];

    private const int Most = 6;

    /// <summary>Below this a figure says more about chance than about the service, and another one takes its place.</summary>
    private const long Least = 20;

    private const int Week = 7;

    /// <summary>Complaints are few, so that a week of them says little.</summary>
    private const int FourWeeks = 28;

    private static readonly CultureInfo Zh = CultureInfo.GetCultureInfo("zh-CN"), En = CultureInfo.GetCultureInfo("en");

    public async Task<IReadOnlyList<KeyFigure>> FiguresAsync(View view, Session session, CancellationToken ct)
    {
        var complaints = session.Actor.Roles.Contains(Roles.Complaints);
        string[] wanted = complaints ? [.. OfComplaints, .. Wanted] : Wanted;
        var input = view.Outlet is { } outlet
            ? new SeriesInput(wanted, null, ["outlet"]) { Values = [outlet] }
            : new SeriesInput(wanted, null, [""]);
        var series = (await PointSeries.RunAsync(input, session, ct))
            .Where(s => view.Outlet is null ? s.Slice.IsWhole : s.Slice["outlet"].Contains(view.Outlet)).ToDictionary(s => s.Indicator.Code);
        return [.. wanted.Where(series.ContainsKey).Select(code => Figure(series[code], view, complaints)).OfType<KeyFigure>().Take(Most)];
    }

    /// <summary>The period of the view, else the last complete days, against as many days before.</summary>
    private static KeyFigure? Figure(SliceSeries series, View view, bool complaints)
    {
        var days = series.Points.Where(p => p.Complete && double.IsFinite(p.Statistic.Value(series.Indicator.Statistic))).ToList();
        if (days.Count < 2)
            return null;
        var end = view.Period?.To ?? days[^1].At.AddDays(1);
        var length = view.Period?.Length ?? TimeSpan.FromDays(OfComplaints.Contains(series.Indicator.Code) && complaints ? FourWeeks : Week);
        if (Estimate(series, days, new Period(end - length, end)) is not { HasValue: true, N: >= Least } now)
            return null;
        var before = Estimate(series, days, new Period(end - length - length, end - length));
        var unit = series.Indicator.Unit;
        var difference = now.Value - (before?.Value ?? double.NaN);
        Bilingual Say(Func<CultureInfo, string> say) => new(say(Zh), say(En));
        return new KeyFigure(
            series.Indicator.Code, series.Indicator.Name, "/measure/" + series.Indicator.Code, Say(c => Shown.Value(now.Value, unit, c)),
            double.IsFinite(difference) ? Say(c => Shown.Change(difference, unit, c)) : null, Say(c => Shown.Interval(now, unit, c)), now.N,
            [.. days.Where(d => d.At < end).TakeLast(60).Select(d => d.Statistic.Value(series.Indicator.Statistic))], Days: (int)length.TotalDays);
    }

    /// <summary>Counts add up over days; quantiles and levels do not, so their last day speaks.</summary>
    private static Estimate? Estimate(SliceSeries series, List<Point> days, Period period)
    {
        var points = days.Where(d => period.Contains(d.At)).Select(d => d.Statistic).ToList();
        if (points.Count == 0)
            return null;
        return Estimates.Of(series.Indicator, series.Indicator.Statistic is StatisticKind.Quantile or StatisticKind.Level ? points[^1] : points.Aggregate((a, b) => a + b));
    }
}
