using System.Globalization;
using Microsoft.AspNetCore.Components;
using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Core.Verify;
using Piaozhi.Shell.Kit;
using Piaozhi.Storage.Records;

namespace Piaozhi.Verify.Pages;

public partial class EffectPage
{
    private ListedEffect? _effect;
    private IReadOnlyList<Refusal> _refusals = [];
    private object? _path, _difference, _watch;
    private ChartData? _data;
    private bool _may, _busy;
    private int _days;

    [Parameter] public string ActionId { get; set; } = "";

    private static CultureInfo Culture => CultureInfo.CurrentUICulture;

    protected override async Task OnParametersSetAsync()
    {
        await using var session = Who.Open();
        _may = session.Actor.May(Right.WorkOnImprovements);
        var one = await ListEffects.OneAsync(ActionId, session);
        (_effect, _refusals) = (one.Ok ? one.Value : null, one.Refusals);
        await DrawAsync(session);
    }

    private async Task DrawAsync(Host.Session session)
    {
        (_path, _difference, _watch, _data) = (null, null, null, null);
        if (_effect is not { Row: { } row } e)
            return;
        var words = new EffectChartWords(T["Observed"], T["Expected"], T["ActionPin"], T["LeftOut"], T["Difference"], T["MeanEffect"]);
        var start = e.Action.StartedOn!.Value;
        if (row.Days.Count > 0)
        {
            _path = EffectChart.Path(row, e.Indicator, start, words, Culture);
            _difference = EffectChart.Difference(row, e.Indicator, start, words, Culture);
            _data = EffectChart.Data(row, e, [T["Day"], T["Observed"], T["Expected"], T["Low"], T["High"], T["After"], T["LeftOut"]]);
        }

        if (row.Watch == WatchState.None)
            return;
        _days = (await session.Records.SettingAsync(VerifySettings.Key, new VerifySettings())).WatchDays;
        var until = (await VerifyEffects.AsOfAsync(session)).Date;
        var days = await WatchGain.DaysAsync(row, VerifyEffects.Of(e.Action, e.Improvement, e.Indicator), until, session);
        _watch = EffectChart.Watch(days, e.Indicator, row.AsOf, row.LostSince, words with { Action = T["VerdictPin"], Mean = T["VerifiedLevel"] }, Culture);
    }

    private async Task AgainAsync()
    {
        _busy = true;
        StateHasChanged();
        await using var session = Who.Open();
        var again = await EstimateAgain.RunAsync(ActionId, session);
        (_busy, _refusals) = (false, again.Refusals);
        if (!again.Ok)
            return;
        _effect = again.Value;
        await DrawAsync(session);
    }

    /// <summary>The finding: which indicator moved by how much, and what that is called.</summary>
    private string Headline(ListedEffect e)
    {
        var name = e.Indicator.Name.In(Culture);
        if (e.Row?.LostSince is { } lost)
            return T["TitleLost", e.Action.Title, Day(lost)];
        if (e.Row is not { Estimate: { } x } row)
            return e.Row?.DecidableOn is { } when ? T["TitleWaits", e.Action.Title, Day(when)] : T["TitleNone", e.Action.Title];
        if (row.Verdict == Verdict.Inconclusive)
            return row.DecidableOn is { } day ? T["TitleOpenUntil", name, Shown.Change(x, e.Indicator.Unit, Culture), Day(day)] : T["TitleOpen", name, Shown.Change(x, e.Indicator.Unit, Culture)];
        return T["Title." + row.Verdict, name, Shown.Change(x, e.Indicator.Unit, Culture), e.Action.Title];
    }

    private static string Promised(ListedEffect e) =>
        Shown.Change(e.Action.Expected == Direction.Down ? -e.Action.ExpectedChange : e.Action.ExpectedChange, e.Indicator.Unit, Culture);

    private string WatchWords(EffectRow row) => row.Watch switch
    {
        WatchState.Lost => T["WatchLost", Day(row.LostSince!.Value)],
        WatchState.Kept => T["WatchKeptUntil", Day(row.WatchUntil!.Value)],
        _ => T["WatchOn", Day(row.WatchUntil!.Value), _days],
    };

    private string How(ListedEffect e, EffectRow row) => T["How." + row.Method] + "\n" + T["HowFormula", e.Indicator.Code, e.Indicator.Formula.In(Culture), e.Indicator.Version, row.Days.Count, Day(row.AsOf)];

    /// <summary>What the method takes for granted, each with what the data say about it.</summary>
    private IEnumerable<(bool Holds, string Text)> Checks(EffectRow row)
    {
        var caveats = row.CaveatList;
        bool Has(CaveatId id) => caveats.Any(c => c.Id == id);
        string Arg(CaveatId id, int i) => caveats.First(c => c.Id == id).Args.ElementAtOrDefault(i) ?? "";
        if (row.Method == EffectMethod.None)
        {
            yield return (false, T["Check.Short"]);
            yield break;
        }

        if (row.Method is EffectMethod.Did or EffectMethod.SyntheticControl)
        {
            yield return Has(CaveatId.TrendsDiffer) || row.PreTrend?.Sloped == true ? (false, T["Check.TrendsDiffer"]) : (true, T["Check.TrendsAlike"]);
            yield return Has(CaveatId.FewControls) ? (false, T["Check.FewControls", Arg(CaveatId.FewControls, 0)]) : (true, T["Check.Controls"]);
        }

        yield return Has(CaveatId.Autocorrelation) ? (false, T["Check.Autocorrelation", Arg(CaveatId.Autocorrelation, 0)]) : (true, T["Check.Independent"]);
        yield return Has(CaveatId.Overlapping) ? (false, T["Check.Overlapping", Arg(CaveatId.Overlapping, 0)]) : (true, T["Check.Alone"]);
        yield return Has(CaveatId.RegressionToMean) ? (true, T["Check.SpikeOut", Arg(CaveatId.RegressionToMean, 0), Arg(CaveatId.RegressionToMean, 1)]) : (true, T["Check.NoSpike"]);
        foreach (var other in caveats.Where(c => c.Id is CaveatId.ZeroVariance or CaveatId.MixShift or CaveatId.DefinitionChanged or CaveatId.SourceSilent or CaveatId.SmallSample or CaveatId.Incomplete))
            yield return (false, T["Check." + other.Id]);
    }

    /// <summary>The comparison before the start, in figures: slope of the difference, and what a start that never was would have shown.</summary>
    private IEnumerable<(bool Holds, string Name, string Value, string Note)> BeforeFigures(ListedEffect e, KeptPreTrend p)
    {
        string Change(double x) => Shown.Change(x, e.Indicator.Unit, Culture);
        string Interval(double low, double high) => EffectText.Interval(low, high, e.Indicator.Unit, Culture).Trim('（', '）', '(', ')');
        yield return (!p.Sloped, T[p.Controls > 0 ? "SlopeDifference" : "SlopeOwn"], T["PerMonth", Change(p.Slope)], Interval(p.Low, p.High) + " · " + T["BeforeStart", p.Days]);
        if (p is { Placebo: { } placebo, PlaceboLow: { } low, PlaceboHigh: { } high })
            yield return (!p.PlaceboFound, T["Placebo"], Change(placebo), Interval(low, high) + " · " + T["PlaceboNote", p.PlaceboDays]);
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
