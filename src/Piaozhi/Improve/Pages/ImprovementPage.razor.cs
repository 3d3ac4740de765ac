using System.Globalization;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using Piaozhi.Access;
using Piaozhi.Core.Improve;
using Piaozhi.Core.Loop;
using Piaozhi.Measure;

namespace Piaozhi.Improve.Pages;

public partial class ImprovementPage
{
    private enum Panel
    {
        None,
        Close,
        Return,
        Reopen,
        Edit,
    }

    private OneImprovement? _one;
    private IReadOnlyList<Refusal> _refusals = [];
    private List<Person> _people = [];
    private bool _may, _mayClose;
    private Panel _panel;
    private MethodStep? _back;
    private string _reason = "", _title = "", _owner = "", _indicatorName = "";
    private DateOnly? _due;
    private string? _loaded;

    [Parameter] public string Id { get; set; } = "";

    /// <summary>Opens the panel that closes, for whoever comes from the board.</summary>
    [SupplyParameterFromQuery(Name = "close")] public string? CloseNow { get; set; }

    private static CultureInfo Culture => CultureInfo.CurrentUICulture;

    protected override async Task OnParametersSetAsync()
    {
        if (_loaded == Id)
            return;
        _loaded = Id;
        await LoadAsync();
        if (CloseNow is not null && _mayClose && _one is { Row.Closed: false })
            _panel = Panel.Close;
    }

    private async Task LoadAsync()
    {
        await using var session = Who.Open();
        (_may, _mayClose) = (session.Actor.May(Right.WorkOnImprovements), session.Actor.May(Right.CloseImprovements));
        var found = await ShowImprovement.RunAsync(Id, session);
        _one = found.Ok ? found.Value : null;
        if (!found.Ok)
        {
            _refusals = found.Refusals;
            return;
        }

        _people = await ListPeople.RunAsync(session);
        _due = _one!.Row.Due;
        _indicatorName = (await Indicators.AllAsync(session)).Find(_one.Row.Indicator) is { } i ? $"{i.Code} {i.Name.In(Culture)}" : _one.Row.Indicator;
    }

    private async Task ReloadAsync()
    {
        (_panel, _refusals) = (Panel.None, []);
        await LoadAsync();
        StateHasChanged();
    }

    /// <summary>Where it stands and what it waits for, in one sentence.</summary>
    private string Headline(OneImprovement one)
    {
        var row = one.Row;
        if (row.Closed)
            return T["Head.Closed", row.Title, T["Closing." + row.Closing], row.ClosedOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? ""];
        if (row is { State: ImprovementState.Reopened, Reason: MoveImprovement.Lost } && !one.Listed.Actions.Any(a => a.Facts.Counts))
            return T["Head.Lost", row.Title];
        if (one.Listed.Overdue.Count > 0)
            return T["Head.Late", row.Title, one.Listed.Overdue.Count];
        if (one.Here.Missing is [{ Code: "improve.gate.needs-verdict" }] && one.Listed.Actions.Where(a => a.Facts.Counts && a.Proof == Proof.Inconclusive).Min(a => a.DecidableOn) is { } day)
            return T["Head.Waits", row.Title, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)];
        var step = one.Here.Step.Name.In(Culture);
        if (one.Here.Missing.Count > 0)
            return T["Head.Missing", row.Title, step, one.Here.Missing.Count];
        return Next(one) is { } next ? T["Head.Ready", row.Title, step, next.Name.In(Culture)] : one.ToClose.Count == 0 ? T["Head.MayClose", row.Title] : T["Head.Here", row.Title, step];
    }

    private static MethodStep? Next(OneImprovement one) => one.Row.Method.Steps().SkipWhile(s => s.Code != one.Row.Step).Skip(1).FirstOrDefault();

    private static IEnumerable<MethodStep> Earlier(OneImprovement one) => one.Row.Method.Steps().TakeWhile(s => s.Code != one.Row.Step);

    /// <summary>What the present step is about; of a closed one what it taught.</summary>
    private static IEnumerable<Section> First(OneImprovement one) =>
        one.Row.Closed ? [Section.Problem, Section.Lesson] : Sections.For(one.Here.Step.ToLeave | one.Here.Step.Also);

    /// <summary>The other texts of the method in the order of its steps, and whatever else somebody wrote.</summary>
    private static IEnumerable<Section> Rest(OneImprovement one)
    {
        var asked = one.Row.Method.Steps().SelectMany(s => Sections.For(s.ToLeave | s.Also)).Distinct().ToList();
        return asked.Concat(Enum.GetValues<Section>().Where(s => !asked.Contains(s) && one.Row.Text(s).Length > 0)).Except(First(one));
    }

    private async Task AdvanceAsync()
    {
        await using var session = Who.Open();
        var moved = await MoveImprovement.AdvanceAsync(Id, session);
        await ReloadAsync();
        _refusals = moved.Refusals;
    }

    private async Task MoveBackAsync()
    {
        await using var session = Who.Open();
        var moved = _panel == Panel.Return ? await MoveImprovement.ReturnAsync(Id, _back!.Code, _reason, session) : await MoveImprovement.ReopenAsync(Id, _reason, session);
        _refusals = moved.Refusals;
        if (moved.Ok)
            await ReloadAsync();
    }

    private async Task SaveHeadAsync()
    {
        await using var session = Who.Open();
        var row = _one!.Row;
        var saved = await WriteImprovement.RunAsync(
            Id, new(Title: _title, Owner: _owner, OwnerId: _people.IdOf(_owner), Due: _due, Was: new(Title: row.Title, Owner: row.Owner)), session);
        _refusals = saved.Refusals;
        if (saved.Ok)
            await ReloadAsync();
    }

    private async Task RemoveAsync()
    {
        var title = _one!.Row.Title;
        if (!await Ask.SureAsync(T["Delete"], T["DeleteSure", title], T["Delete"]))
            return;
        await using var session = Who.Open();
        var removed = await RemoveWork.ImprovementAsync(Id, false, session);
        _refusals = removed.Refusals;
        if (!removed.Ok)
            return;
        var id = Id;
        Snackbar.Undoable(T["Deleted", title], T["Undo"], async () =>
        {
            await using var again = Who.Open();
            await RemoveWork.ImprovementAsync(id, true, again);
            Nav.NavigateTo("/improve/" + id);
        }, InvokeAsync);
        Nav.NavigateTo("/improve");
    }
}
