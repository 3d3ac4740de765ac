using System.Text.Json;
using Piaozhi.Access;
using Piaozhi.Core.Listen.Mapping;
using Piaozhi.Core.Listen.Screening;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Listen.Columns;

/// <summary>Keeps a column mapping under its name; tables with its headers are read with it from now on.</summary>
public static class SaveMapping
{
    public sealed record Input(Mapping Mapping);

    public static async Task<Outcome<string>> RunAsync(Input input, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.ImportFacts) is { } no)
            return no;
        var mapping = input.Mapping with { Name = input.Mapping.Name.Trim() };
        var refusals = Check(mapping).ToList();
        if (refusals.Count > 0)
            return refusals;
        var row = await session.Records.Set<MappingRow>().FindAsync([mapping.Name], ct);
        if (row is null)
            session.Records.Add(row = new MappingRow { Name = mapping.Name, Json = "", ChangedBy = "" });
        (row.Json, row.ChangedAt, row.ChangedBy) = (Core.Listen.Mapping.Mappings.Write(mapping), session.Now.UtcDateTime, session.Actor.Name);
        await session.Records.SaveChangesAsync(ct);
        return mapping.Name;
    }

    /// <summary>The same for a mapping as text, from a file or from another installation.</summary>
    public static Task<Outcome<string>> RunAsync(string json, Session session, CancellationToken ct = default, string? name = null)
    {
        try
        {
            if (Core.Listen.Mapping.Mappings.Read(json) is { Name: not null, Rows: not null, Shared: not null, Signature: not null } mapping)
                return RunAsync(new Input(name is null ? mapping : mapping with { Name = name }), session, ct);
        }
        catch (JsonException)
        {
            // Said below: whatever is wrong with it, it is no mapping.
        }

        return Task.FromResult<Outcome<string>>(new Refusal("listen.mapping.unreadable"));
    }

    private static IEnumerable<Refusal> Check(Mapping mapping)
    {
        if (mapping.Name.Length is 0 or > 80)
            yield return new Refusal("listen.mapping.needs-name");
        if (Core.Listen.Mapping.Mappings.BuiltIn.Any(m => m.Name == mapping.Name))
            yield return new Refusal("listen.mapping.in-the-box", mapping.Name) { Kind = RefusalKind.Conflict };
        if (mapping.Signature.Count == 0 && mapping.Headers is null)
            yield return new Refusal("listen.mapping.needs-signature", mapping.Name);
        if (mapping.Rows.Count == 0)
            yield return new Refusal("listen.mapping.makes-nothing", mapping.Name);
        foreach (var form in mapping.Shared.Concat(mapping.Rows.SelectMany(r => r.Columns)).Select(c => c.Form).Where(f => !ColumnMap.Forms.Contains(f)).Distinct())
            yield return new Refusal("listen.mapping.unknown-form", form);
        foreach (var field in Fields.Of(mapping.Kind).Where(f => Screener.Requires(mapping.Kind, f)))
            if (mapping.Rows.Any(r => !r.Columns.Concat(mapping.Shared).Any(c => c.To == field || (field == "answers" && c.To.StartsWith("q:", StringComparison.Ordinal)))))
                yield return new Refusal("listen.mapping.needs-field", field);
    }
}

/// <summary>Takes a column mapping away; what was loaded with it stays.</summary>
public static class RemoveMapping
{
    public static async Task<Outcome<Done>> RunAsync(string name, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.ImportFacts) is { } no)
            return no;
        if (await session.Records.Set<MappingRow>().FindAsync([name], ct) is not { } row)
            return new Refusal("listen.mapping.unknown", name) { Kind = RefusalKind.NotFound };
        session.Records.Remove(row);
        await session.Records.SaveChangesAsync(ct);
        return default(Done);
    }
}
