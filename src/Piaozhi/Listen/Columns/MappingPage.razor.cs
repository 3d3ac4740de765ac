using System.Globalization;
using Microsoft.AspNetCore.Components;
using Piaozhi.Access;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Listen.Mapping;
using Piaozhi.Core.Listen.Screening;
using Piaozhi.Core.Listen.Vocabulary;
using Piaozhi.Core.Loop;
using Piaozhi.Listen.Import;
using Piaozhi.Shell.Kit;

namespace Piaozhi.Listen.Columns;

/// <summary>A column mapping in a person's hands: proposed for a file that waits, or one that was kept; with a preview of the first rows.</summary>
public sealed partial class MappingPage
{
    private const int PreviewRows = 6;
    private MappingDraft? _draft;
    private Proposal? _proposal;
    private InspectFile.UnknownTable? _table;
    private IReadOnlyList<PreviewMapping.Row> _preview = [];
    private IReadOnlyList<Refusal>? _refusals;
    private bool _own = true;

    [Parameter] public string? Name { get; set; }

    [Parameter] public string? Import { get; set; }

    [Parameter] public int File { get; set; }

    private bool May => Who.Actor.May(Right.ImportFacts);

    private string Headline => _draft is null ? T["Mapping"] : Import is null ? T["MappingHead", _draft.Name] : T["MappingFor", _table?.Part ?? ""];

    protected override async Task OnParametersSetAsync()
    {
        await using var session = Who.Open();
        if (Import is null)
        {
            var found = await ListMappings.FindAsync(Name!, session);
            _refusals = found.Refusals;
            _own = Mappings.BuiltIn.All(m => m.Name != Name);
            _draft = found.Ok ? MappingDraft.Of(found.Value, found.Value.Headers ?? [.. found.Value.Used]) : null;
            return;
        }

        var import = await ListImports.FindAsync(Import, session);
        var file = import.Ok ? import.Value.Files.ElementAtOrDefault(File) : null;
        if (file is not { State: FileState.NeedsMapping, Path: { } path } || !System.IO.File.Exists(path))
        {
            _refusals = import.Ok ? [new Refusal("listen.import.files-gone", Import)] : import.Refusals;
            return;
        }

        // A workbook may have several unknown sheets: they are described one after the other.
        _table = InspectFile.Unknown(path, file.Name, new ReadingPlan(Saved: await ListMappings.SavedAsync(session))).FirstOrDefault();
        if (_table is not null)
            Propose(null);
    }

    private void Propose(FactKind? kind)
    {
        _proposal = ProposeMapping.Run(_table!.Headers, _table.Rows, FactFile.StemOf(_table.Part), kind, Options.UtcOffset.TotalHours);
        _draft = _proposal.Draft;
        Preview();
    }

    private void KindAsync(ChangeEventArgs e) => Propose(Enum.Parse<FactKind>((string)e.Value!));

    private void Changed(Action change)
    {
        change();
        Preview();
    }

    private void Changed(Func<bool> change) => Changed(() => { change(); });

    private void Preview()
    {
        _refusals = null;
        if (_table is not null && _draft is not null)
            _preview = PreviewMapping.Run(_draft.ToMapping(), _table.Headers, _table.Rows.Take(PreviewRows), Key, Options.UtcOffset);
    }

    private void AddMoment() => Changed(() => _draft!.Moments.Add(new DraftMoment { TimeColumn = _draft.Columns.FirstOrDefault(c => c.Form == "time")?.Header ?? _draft.Columns[0].Header, Activity = Activities.All[0].Code }));

    private static void Target(DraftColumn column, string to)
    {
        column.To = to;
        var forms = FormsOf(to);
        if (!forms.Contains(column.Form))
            column.Form = forms[0];
    }

    private async Task SaveAsync()
    {
        await using var session = Who.Open();
        var saved = await SaveMapping.RunAsync(new SaveMapping.Input(_draft!.ToMapping()), session);
        _refusals = saved.Refusals;
        if (!saved.Ok)
            return;
        if (Import is null)
        {
            Snackbar.Add(T["MappingSaved", saved.Value]);
            return;
        }

        var on = await ContinueImport.RunAsync(Import, session, Imports);
        _refusals = on.Refusals;
        if (on.Ok)
            Nav.NavigateTo("/listen/import/" + Import);
    }

    private async Task ExportAsync() =>
        await Download.FileAsync(Workbook.FileName(_draft!.Name, "mapping.json"), new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Mappings.Write(_draft.ToMapping()))));

    private async Task RemoveAsync()
    {
        if (!await Ask.SureAsync(T["RemoveMapping"], T["RemoveMappingSure", Name!], T["RemoveMapping"]))
            return;
        await using var session = Who.Open();
        var removed = await RemoveMapping.RunAsync(Name!, session);
        _refusals = removed.Refusals;
        if (removed.Ok)
            Nav.NavigateTo("/listen/mapping");
    }

    private IReadOnlyList<string> SamplesOf(int column) => _proposal is { } p && column < p.Columns.Count ? p.Columns[column].Samples : [];

    private IEnumerable<string> Targets(DraftColumn column)
    {
        var fields = Fields.Of(_draft!.Kind).Where(f => f is not ("objects" or "answers" or "scope" or "questions"));
        if (_draft.Kind == FactKind.Responses)
            fields = fields.Append("q:" + column.Header);
        if (_draft.Kind == FactKind.Events)
            fields = fields.Append("attributes.payment_method");
        return column.To.Length > 0 && !fields.Contains(column.To) ? fields.Append(column.To) : fields;
    }

    /// <summary>Ways in which a field can be read; the first is the usual one.</summary>
    private static string[] FormsOf(string to) => to switch
    {
        _ when to.EndsWith("_at", StringComparison.Ordinal) => ["time"],
        "amount" => ["number", "fen"],
        "duration_ms" => ["seconds", "number", "minutes", "clock"],
        "value" or "rating" or "weight" => ["number", "percent"],
        "objects" => ["ticket"],
        _ => ["text"],
    };

    /// <summary>The words of the contract for a field, in the reader's language.</summary>
    private IReadOnlyList<(string Code, string Text)> Meanings(string field) => field switch
    {
        "activity" => [.. Activities.All.Select(a => (a.Code, $"{a.Name.In(CultureInfo.CurrentUICulture)} · {a.Code}"))],
        "outcome" => [.. new[] { "ok", "failed", "abandoned" }.Select(o => (o, T["Outcome." + o].Value))],
        "channel" => [.. new[] { "app", "mini_program", "web", "counter", "kiosk", "hotline", "agency", "ota", "gate" }.Select(c => (c, SliceText.Value("channel", c, CultureInfo.CurrentUICulture)))],
        "source" when _draft?.Kind == FactKind.Feedback => [.. Voices.Sources.All.Select(s => (s, T["Source." + s].Value))],
        "mode" => [.. new[] { "online", "phone", "counter", "interview", "kiosk" }.Select(m => (m, T["Mode." + m].Value))],
        _ => [],
    };

    private string FieldText(string field) => FieldNames.Of(field, T);
}
