using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Piaozhi.Access;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Core.Measure.Satisfaction;
using Piaozhi.Core.Measure.Satisfaction.Scores;
using Piaozhi.Core.Measure.Satisfaction.Trees;
using Piaozhi.Core.Measure.Satisfaction.Weighting;
using Piaozhi.Host;
using Piaozhi.Shell;
using Piaozhi.Shell.Kit;

namespace Piaozhi.Measure;

/// <summary>How satisfied customers are by one questionnaire: the index and its parts, what matters, and what the figures rest on.</summary>
public partial class SatisfactionPage
{
    private SatisfactionReading? _read;
    private IReadOnlyList<Refusal>? _refusals;
    private (View, string?, string?)? _view;
    private object? _option;
    private ChartData? _data;
    private List<SatisfactionLines.Line> _tree = [], _areas = [], _gaps = [];
    private string _title = "", _grid = "", _branches = "", _outlets = "", _gap = "";
    private string? _sub;

    [CascadingParameter] public View View { get; set; } = View.Everything;

    [SupplyParameterFromQuery(Name = "survey")] public string? Survey { get; set; }

    [SupplyParameterFromQuery(Name = "weights")] public string? Weights { get; set; }

    [Inject] private Who Who { get; set; } = null!;

    [Inject] private NavigationManager Nav { get; set; } = null!;

    [Inject] private IStringLocalizer<Text> T { get; set; } = null!;

    [Inject] private IStringLocalizerFactory Words { get; set; } = null!;

    private static CultureInfo Culture => CultureInfo.CurrentUICulture;

    protected override async Task OnParametersSetAsync()
    {
        if (_view == (View, Survey, Weights))
            return;
        _view = (View, Survey, Weights);
        await using var session = Who.Open();
        var found = await ReadSatisfaction.RunAsync(new(View.Period, View.Scope, Survey, Enum.TryParse<WeightSource>(Weights, true, out var source) ? source : null), session);
        (_refusals, _read, _title) = (found.Ok ? null : found.Refusals, found.Ok ? found.Value : null, T["Satisfaction"]);
        (_option, _tree, _areas, _gaps) = (null, [], [], []);
        if (_read is null)
            return;
        _sub = T["Span", Moments.Day(_read.Period.From, Culture), Moments.Day(_read.Period.To.AddDays(-1), Culture)];
        if (_read.Read is { } read)
            Show(read);
    }

    private void Show(SurveyReading read)
    {
        var change = read.Before is { IsBlank: false } b ? Difference.Of(Figure(read.Tree), Figure(b)) : null;
        _title = read.Tree.IsBlank ? T["IndexBlank"] : change is null || !double.IsFinite(change.Low) ? T["IndexIs", Points(read.Tree.Score)]
            : T[!change.IsClear ? "IndexSame" : change.Value > 0 ? "IndexUp" : "IndexDown", Points(read.Tree.Score), Points(Math.Abs(change.Value))];
        var before = read.Before?.All().ToDictionary(n => n.Code, StringComparer.Ordinal) ?? [];
        _tree = [.. Lines(read.Tree, 0, before)];
        var weakest = read.Tree.All().Where(n => n.Children.Count == 0 && !n.IsBlank).MinBy(n => n.Score);
        _branches = weakest is null || read.Tree.Children.Count < 2 ? T["IndexParts"] : T["WeakestPart", Name(weakest.Code), Points(weakest.Score)];
        if (read.Grid.Ok)
            ShowGrid(read.Grid.Value);
        if (_read!.Gaps is { Ok: true } gaps)
            ShowGaps(gaps.Value);
        if (read.Outlets.Ok && View.Outlet is null)
            ShowOutlets(read.Outlets.Value);
    }

    private IEnumerable<SatisfactionLines.Line> Lines(ScoredNode node, int depth, Dictionary<string, ScoredNode> before)
    {
        var old = before.GetValueOrDefault(node.Code)?.Score ?? double.NaN;
        var name = depth == 0 ? T["IndexName"].Value : Name(node.Code);
        IReadOnlyList<string> cells = node.IsBlank
            ? [T["Blank"], node.N == 0 ? "" : T["TooFew", Count(node.N)], .. Old(), Percent(node.Weight), Count(node.N)]
            : [Points(node.Score), Range(node.Low, node.High), .. Old(), Percent(node.Effective), Count(node.N)];
        string[] Old() => before.Count == 0 ? [] : [Points(old)];
        yield return new(name, depth, node.Score, node.Low, node.High, cells, old, node.IsBlank, Href: null);
        foreach (var line in node.Children.SelectMany(c => Lines(c, depth + 1, before)))
            yield return line;
    }

    private void ShowGrid(PriorityGrid grid)
    {
        var first = grid.Points.Where(p => p.Priority == Priority.Concentrate).OrderByDescending(p => p.Importance * (grid.PerformanceLine - p.Performance)).FirstOrDefault();
        var open = grid.Points.Count(p => p.Priority == Priority.Undecided);
        _grid = first is not null ? T["GridFirst", Name(first.Code)] : open > 0 ? T["GridOpen", open, grid.Points.Count] : T["GridCalm"];
        _option = SatisfactionChart.Grid(grid, Name, T);
        _data = new ChartData("satisfaction", [T["DimensionWord"], T["Score"], T["Low"], T["High"], T["Importance"], T["Low"] + " ", T["High"] + " ", T["GridVerdict"]],
            [.. grid.Points.Select(p => (IReadOnlyList<object?>)[Name(p.Code), p.Performance, p.PerformanceInterval.Low, p.PerformanceInterval.High, p.Importance, p.ImportanceInterval.Low, p.ImportanceInterval.High, T["Priority." + p.Priority].Value])]);
    }

    private void ShowGaps(ServiceGaps gaps)
    {
        var known = gaps.Dimensions.Where(g => g.N > 0).OrderBy(g => g.Gap).ToList();
        _gap = known[0].Interval.High < 0 ? T["GapWorst", Name(known[0].Code), Two(Math.Abs(known[0].Gap))] : T["GapNone"];
        _gaps = [.. known.Select(g => new SatisfactionLines.Line(Name(g.Code), 0, g.Gap, g.Interval.Low, g.Interval.High,
            [Two(g.Gap), $"{Two(g.Interval.Low)} – {Two(g.Interval.High)}", Two(g.Expected), Two(g.Perceived), g.P < .001 ? "< .001" : g.P.ToString(".000", CultureInfo.InvariantCulture), Count(g.N)]))];
    }

    private static string Two(double x) => double.IsFinite(x) ? x.ToString("0.00", CultureInfo.InvariantCulture).Replace('-', '−') : "—";

    private void ShowOutlets(SmallAreas areas)
    {
        var different = areas.Areas.Where(a => a.Differs).OrderByDescending(a => Math.Abs(a.Shrunk - areas.Common)).ToList();
        _outlets = different.Count == 0 ? T["OutletsAlike"] : T[different[0].Shrunk < areas.Common ? "OutletLow" : "OutletHigh", different[0].Name, Points(Math.Abs(different[0].Shrunk - areas.Common)), different.Count];
        _areas = [.. areas.Areas.OrderBy(a => a.Shrunk).Select(a => new SatisfactionLines.Line(a.Name, 0, a.Shrunk, a.Interval.Low, a.Interval.High,
            [Points(a.Shrunk), Range(a.Interval.Low, a.Interval.High), Points(a.Direct), a.Q < .001 ? "< .001" : a.Q.ToString(".000", CultureInfo.InvariantCulture), Count(a.N)],
            a.Direct, Strong: a.Differs, Href: View.With(new Uri(Nav.Uri).PathAndQuery, ("outlet", a.Name))))];
    }

    private List<string> Notes(SurveyReading read)
    {
        var notes = new List<string>();
        if (read.Uncleaned is { IsBlank: false } dirty && !read.Tree.IsBlank)
            notes.Add(T["IndexUncleaned", Points(dirty.Score), Signed(read.Tree.Score - dirty.Score)]);
        if (read.Change is { } change && Math.Abs(change.Mix) + Math.Abs(change.Weight) + Math.Abs(change.Score) > .05)
        {
            var parts = change.Leaves.OrderByDescending(l => Math.Abs(l.Total)).Take(3).Where(l => Math.Abs(l.Total) >= .05).Select(l => $"{Name(l.Leaf)} {Signed(l.Total)}");
            notes.Add(T["ChangeOf", Signed(change.After - change.Before), Signed(change.Score), Signed(change.Mix)] + (Math.Abs(change.Weight) >= .05 ? T["ChangeWeight", Signed(change.Weight)] : "") + T["ChangeParts", string.Join(Bilingual.IsChinese(Culture) ? "，" : ", ", parts)]);
        }

        notes.AddRange(read.Caveats.Concat(read.Tree.Caveats).Where(c => c.Id != CaveatId.WeightsDisagree)
            .Select(c => T["Caveat.Satisfaction." + c.Id, c.Args.Length > 0 ? c.Args[0] is double share && c.Id == CaveatId.LowCoverage ? Percent(share) : c.Args[0] : ""].Value));
        return notes;
    }

    private string Here(params (string Key, string? Value)[] changes) => View.With(new Uri(Nav.Uri).PathAndQuery, changes);

    private static Estimate Figure(ScoredNode n) => new(n.Score, n.Low, n.High, n.N, .95, []);

    private string Name(string code) => SatisfactionNames.Of(code, T);

    private string Reason(string code) => T["Careless." + code] is { ResourceNotFound: false } word ? word : code;

    private static string Points(double x) => double.IsFinite(x) ? x.ToString("0.0", CultureInfo.InvariantCulture).Replace('-', '−') : "—";

    private static string Signed(double x) => Math.Abs(x) < .05 ? "0.0" : (x > 0 ? "+" : "") + Points(x);

    private static string Range(double low, double high) => double.IsFinite(low) ? $"{Points(low)} – {Points(high)}" : "";

    private static string Percent(double share) => Shown.Value(share, Unit.Percent, Culture);

    private static string Count(long n) => n.ToString("N0", CultureInfo.InvariantCulture);
}
