using System.Globalization;
using Microsoft.AspNetCore.Components;
using Piaozhi.Access;
using Piaozhi.Core.Diagnose;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Detect;
using Piaozhi.Detect.Charts;
using Piaozhi.Diagnose.Problems;
using Piaozhi.Measure;
using Piaozhi.Shell.Kit;

namespace Piaozhi.Diagnose;

public partial class ProblemPage
{
    private ProblemFile? _file;
    private DrawnChart? _chart;
    private List<ProblemButton> _buttons = [];
    private IReadOnlyList<Refusal>? _refusals;
    private string _indicatorName = "";

    [Parameter] public string Id { get; set; } = "";

    private static CultureInfo Culture => CultureInfo.CurrentUICulture;

    private bool MayWork => Who.Actor.May(Right.WorkOnProblems);

    /// <summary>The one thing to do next: what the latest stage offers as such.</summary>
    private int Main => _buttons.FindLastIndex(b => b.Primary);

    protected override Task OnParametersSetAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        await using var session = Who.Open();
        var found = await ShowProblem.RunAsync(Id, session, Parts);
        if (!found.Ok)
        {
            (_file, _refusals) = (null, found.Refusals);
            return;
        }

        var buttons = new List<ProblemButton>();
        foreach (var part in Parts.OrderBy(x => x.Stage))
            if (await part.ButtonAsync(found.Value.Row, session) is { } button)
                buttons.Add(button);
        if (_chart is null || _file?.Row.Id != Id)
        {
            _chart = await DrawAsync(found.Value, session);
            _indicatorName = (await Indicators.AllAsync(session)).Named(found.Value.Row.Indicator)?.Name.In(Culture) ?? found.Value.Row.Indicator;
        }

        (_file, _buttons, _refusals) = (found.Value, buttons, null);
    }

    /// <summary>The chart of what leads at the problem's place; where nothing is counted there, that of the strongest signal that can be drawn.</summary>
    private async Task<DrawnChart?> DrawAsync(ProblemFile file, Host.Session session)
    {
        var wanted = file.Signals.OrderBy(s => s.QValue).Select(s => (s.Indicator, s.Slice)).Prepend((file.Row.Indicator, file.Line.Slice)).Distinct().Take(4);
        foreach (var (indicator, slice) in wanted)
            if (await DrawChart.RunAsync(new(indicator, slice), session, Marks) is { Ok: true, Value: { Days.Count: > 0 } drawn })
                return drawn;
        return null;
    }

    private string SinceWords(ProblemRow p)
    {
        var start = p.StartedAt.TimeOfDay == TimeSpan.Zero ? Moments.Day(p.StartedAt, Culture) : Moments.Of(p.StartedAt, Culture);
        return p.EndedAt is { } end ? T["SinceUntil", start, Moments.Day(end, Culture), Moments.Length(end - p.StartedAt, Culture)] : T["SinceGoing", start];
    }

    private static string Count(double value) => Shown.Count(value, Bilingual.IsChinese(Culture));

    /// <summary>Each sentence with the place where it can be looked at.</summary>
    private IEnumerable<(Evidence Evidence, string? Href)> Evidence(ProblemFile file)
    {
        var charts = new Queue<string>(file.Signals.DistinctBy(s => s.Indicator).Select(s => "/detect/" + s.Id));
        return file.Row.EvidenceList.Select(e => (e, e.Kind switch
        {
            EvidenceKind.Chart => charts.TryDequeue(out var chart) ? chart : null,
            EvidenceKind.Theme when file.Row.Mentions > 0 => Here("feedback"),
            _ => null,
        }));
    }

    private string Here(string part) => $"/diagnose/{Id}#{part}";
}
