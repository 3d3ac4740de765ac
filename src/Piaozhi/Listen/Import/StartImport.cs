using Piaozhi.Access;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Listen.Screening;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Listen.Columns;

namespace Piaozhi.Listen.Import;

/// <summary>Begins an import: page, command and HTTP upload all come here. The work itself goes on in the background and can be left.</summary>
public static class StartImport
{
    /// <param name="Files">Files as they lie on disk.</param>
    /// <param name="Mapping">Name of the mapping to read the tables with; null = recognised by the header.</param>
    /// <param name="ReplaceSample">The person knows that the invented sample goes when the first own row comes.</param>
    /// <param name="Via"><c>page</c>, <c>command</c> or <c>http</c>.</param>
    /// <param name="Id">Id under which its files were put aside; null = a new one.</param>
    public sealed record Input(IReadOnlyList<ImportFile> Files, string? Kind, string? Mapping, bool ReplaceSample, string Via, string? Id = null);

    /// <summary>The id of the import.</summary>
    public static async Task<Outcome<string>> RunAsync(Input input, Session session, Imports imports, CancellationToken ct = default)
    {
        var refusals = await RefusalsAsync(input.Kind, input.Mapping, input.ReplaceSample, session, imports, ct);
        if (input.Files.Count == 0)
            refusals.Add(new Refusal("listen.import.nothing-to-load"));
        if (refusals.Count > 0)
            return refusals;
        var row = new ImportRow
        {
            Id = input.Id ?? NewId(session),
            ActorId = session.Actor.Id,
            ActorName = session.Actor.Name,
            Via = input.Via,
            Owner = imports.Owner,
            StartedAt = session.Now.UtcDateTime,
            Kind = input.Kind,
            Mapping = input.Mapping,
            Files = input.Files,
        };
        session.Records.Add(row);
        session.Trail(new Artefact(ArtefactKind.Import, row.Id), "listen.import.started", null, string.Join(", ", input.Files.Select(f => f.Name)));
        await session.Records.SaveChangesAsync(ct);
        imports.Begin(row.Id);
        return row.Id;
    }

    public static string NewId(Session session) => Guid.CreateVersion7(session.Now).ToString("N");

    /// <summary>What stands against an import, asked before the files are taken over.</summary>
    public static async Task<List<Refusal>> RefusalsAsync(string? kind, string? mapping, bool replaceSample, Session session, Imports imports, CancellationToken ct = default)
    {
        if (session.Refuses(Right.ImportFacts) is { } no)
            return [no];
        var refusals = new List<Refusal>();
        if (kind is { Length: > 0 } word && Fields.Kind(word) is null)
            refusals.Add(new Refusal("listen.import.unknown-kind", word, string.Join(", ", Enum.GetValues<FactKind>().Select(k => k.Word()))));
        if (mapping is { Length: > 0 } && await ListMappings.FindAsync(mapping, session, ct) is { Ok: false } unknown)
            refusals.AddRange(unknown.Refusals);
        if (imports.Installation.IsSample && !replaceSample)
            refusals.Add(new Refusal("listen.import.sample-shown") { Kind = RefusalKind.Conflict });
        return refusals;
    }
}

/// <summary>Takes up an import again: after an interruption, or once its tables have a mapping.</summary>
public static class ContinueImport
{
    public static async Task<Outcome<string>> RunAsync(string id, Session session, Imports imports, CancellationToken ct = default)
    {
        if (session.Refuses(Right.ImportFacts) is { } no)
            return no;
        if (await session.Records.Set<ImportRow>().FindAsync([id], ct) is not { } row)
            return new Refusal("listen.import.unknown", id) { Kind = RefusalKind.NotFound };
        if (!row.CanContinue || row.Files.All(f => f.Path is null || !File.Exists(f.Path)))
            return new Refusal("listen.import.files-gone", id) { Kind = RefusalKind.Conflict };
        (row.State, row.EndedAt, row.Seen, row.Owner) = (ImportState.Waiting, null, false, imports.Owner);
        await session.Records.SaveChangesAsync(ct);
        imports.Begin(id);
        return id;
    }
}

/// <summary>Stops an import. What it has loaded stays, whole batches each; the rest can be loaded later.</summary>
public static class CancelImport
{
    public static async Task<Outcome<Done>> RunAsync(string id, Session session, Imports imports, CancellationToken ct = default)
    {
        if (session.Refuses(Right.ImportFacts) is { } no)
            return no;
        if (await session.Records.Set<ImportRow>().FindAsync([id], ct) is not { } row)
            return new Refusal("listen.import.unknown", id) { Kind = RefusalKind.NotFound };
        if (!row.IsRunning)
            return new Refusal("listen.import.not-running", id) { Kind = RefusalKind.Conflict };
        await imports.CancelAsync(id);
        return new Done();
    }
}
