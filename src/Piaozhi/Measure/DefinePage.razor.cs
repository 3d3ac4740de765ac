using System.Globalization;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Host;
using Piaozhi.Shell.Kit;

namespace Piaozhi.Measure;

/// <content>The form keeps a draft; after every change it is counted over the last weeks, so that people see what they define.</content>
public partial class DefinePage
{
    private Draft _draft = new();
    private IndicatorVersions? _versions;
    private ILookup<FactTable, string>? _seen;
    private IReadOnlyList<Refusal>? _refusals;
    private IReadOnlyList<Refusal>? _missing;
    private Standing? _preview;
    private object? _chart;
    private string _title = "";
    private string? _sub;
    private string _note = "";
    private DateOnly? _from;
    private bool _mayDefine;
    private bool _builtIn;
    private bool _retired;
    private bool _ready;
    private bool _busy;

    [Parameter] public string? Code { get; set; }

    private static CultureInfo Culture => CultureInfo.CurrentUICulture;

    protected override async Task OnInitializedAsync()
    {
        await using var session = Who.Open();
        _mayDefine = session.Refuses(Right.DefineIndicators) is not { } no;
        if (session.Refuses(Right.DefineIndicators) is { } refused)
            _refusals = [refused];
        _title = T["NewIndicator"];
        _from = DateOnly.FromDateTime(session.LocalNow);
        if (Code is not null)
        {
            _versions = await Indicators.VersionsAsync(Code, session);
            if (_versions is null)
            {
                _refusals = [new Refusal("measure.indicator.unknown", Code)];
                return;
            }

            var last = _versions.All[^1];
            (_builtIn, _retired, _draft) = (IndicatorCatalog.BuiltIn.Find(Code) is not null, last.Retired, Draft.From(last.Indicator));
            _title = T[_builtIn ? "EditTargetOf" : "EditOf", last.Indicator.Name.In(Culture)];
            _sub = _retired ? T["RetiredSince", last.From is { } day ? Moments.Day(day, Culture) : ""].Value : _builtIn ? T["BuiltInHint"].Value : null;
        }

        _seen = await SeenAsync(session);
        _ready = _mayDefine;
        await PreviewAsync(session);
    }

    /// <summary>The codes that the facts hold, so that a form offers what is there.</summary>
    private static async Task<ILookup<FactTable, string>> SeenAsync(Session session)
    {
        // Points know which codes were counted; the facts themselves need not be scanned for it.
        var rows = await session.Facts.QueryAsync("SELECT DISTINCT value FROM measure_point WHERE service_id = $1 AND indicator = '(seen)'", [session.Options.ServiceId], r => r.GetString(0).Split('|', 3));
        return rows.Where(r => r.Length == 3).Select(r => (Table: r[0] switch { "listen_event" => FactTable.Event, "listen_feedback" => FactTable.Feedback, "listen_response" => FactTable.Response, "listen_answer" => FactTable.Answer, _ => FactTable.Reading }, Code: r[2]))
            .Distinct().OrderBy(r => r.Code, StringComparer.Ordinal).ToLookup(r => r.Table, r => r.Code);
    }

    private void Choose(DraftKind kind)
    {
        _draft.Kind = kind;
        if (kind == DraftKind.Question)
            (_draft.Field, _draft.First.Table) = ("value", FactTable.Answer);
        else if (_draft.First.Table == FactTable.Answer)
            _draft.First.Table = FactTable.Event;
        _draft.Settle();
    }

    private async Task ChangedAsync(Action? change = null)
    {
        change?.Invoke();
        _draft.Settle();
        await using var session = Who.Open();
        await PreviewAsync(session);
    }

    private async Task PreviewAsync(Session session)
    {
        if (!_mayDefine)
            return;
        var indicator = _draft.ToIndicator();
        // Names are not needed to see what would be counted.
        var named = indicator with
        {
            Code = indicator.Code.Length > 0 ? indicator.Code : "X1",
            Name = new(indicator.Name.Zh.Length > 0 ? indicator.Name.Zh : "—", indicator.Name.En.Length > 0 ? indicator.Name.En : "—"),
            Formula = new(indicator.Formula.Zh.Length > 0 ? indicator.Formula.Zh : "—", indicator.Formula.En.Length > 0 ? indicator.Formula.En : "—"),
        };
        var found = await PreviewIndicator.RunAsync(named, session);
        (_preview, _missing) = (found.Ok ? found.Value : null, found.Ok ? null : found.Refusals);
        if (_preview is not { Points.Count: > 0 } p)
            return;
        var days = p.Points.Select(x => new IndicatorDay(x.At, Estimates.Of(p.Indicator, x.Statistic), x.Complete, p.Indicator.Target?.Value, DayKind.Ordinary, null)).ToList();
        _chart = IndicatorChart.Of(new IndicatorReading(p, Slice.Whole, days, new IndicatorVersions([new IndicatorVersion(p.Indicator, null)]), [], [], null), IndicatorPage.Words(T, p.Indicator), Culture);
    }

    private async Task SaveAsync()
    {
        (_busy, _refusals) = (true, null);
        await using var session = Who.Open();
        var indicator = _draft.ToIndicator();
        Outcome<Indicator> saved;
        if (_versions is { } known && _builtIn)
            saved = await SetTarget.RunAsync(new(known.Code, indicator.Target?.AtLeast, indicator.Target?.AtMost, indicator.Target?.Source ?? "", _from, _note), session);
        else
            saved = await DefineIndicator.RunAsync(new(_versions is null ? indicator : _versions.All[^1].Indicator with
            {
                Name = indicator.Name, Formula = indicator.Formula, Direction = indicator.Direction, Journey = indicator.Journey, Quality = indicator.Quality, Chart = indicator.Chart, Target = indicator.Target,
                Definition = indicator.Definition, Breakdowns = indicator.Breakdowns, Unit = indicator.Unit,
            }, _from, _note), session);
        _busy = false;
        _refusals = saved.Ok ? null : saved.Refusals;
        if (!saved.Ok)
            return;
        Loop.Request();
        Notices.Add(T["Saved", saved.Value.Code]);
        Nav.NavigateTo("/measure/" + saved.Value.Code);
    }

    private async Task RetireAsync()
    {
        if (!_retired && !await Ask.SureAsync(T["RetireTitle", Code!], T["RetireText"], T["Retire"]))
            return;
        await using var session = Who.Open();
        var done = await RetireIndicator.RunAsync(Code!, !_retired, session);
        _refusals = done.Ok ? null : done.Refusals;
        if (!done.Ok)
            return;
        Loop.Request();
        Nav.NavigateTo(_retired ? "/measure/" + Code : "/measure");
    }

    private async Task DeleteAsync()
    {
        if (!await Ask.SureAsync(T["DeleteTitle", Code!], T["DeleteText"], T["Delete"]))
            return;
        await using var session = Who.Open();
        var done = await DeleteIndicator.RunAsync(Code!, session);
        _refusals = done.Ok ? null : done.Refusals;
        if (done.Ok)
            Nav.NavigateTo("/measure");
    }

    private static string Text(ChangeEventArgs e) => e.Value as string ?? "";

    private static double? Number(ChangeEventArgs e) => double.TryParse(Text(e), NumberStyles.Float, CultureInfo.InvariantCulture, out var x) ? x : null;
}
