namespace Piaozhi.Core.Listen.Mapping;

/// <summary>How a value of a foreign column becomes a value of the contract.</summary>
/// <param name="From">Column of the table; null for a fixed <paramref name="Value"/>.</param>
/// <param name="To">Field of the contract, or <c>attributes.name</c>.</param>
/// <param name="Form"><c>text</c>, <c>time</c>, <c>number</c>, <c>fen</c> (分 to 元), <c>percent</c> (to a fraction), <c>seconds</c>, <c>minutes</c> or <c>clock</c> (mm:ss; to milliseconds), or <c>ticket</c> (an object of the event).</param>
/// <param name="Format">How times are written where the habits do not tell, such as <c>dd/MM/yyyy HH:mm</c>.</param>
/// <param name="Plus">Column with seconds that are added to a time.</param>
/// <param name="Join">Columns that, joined by "/", make a key where the table has none.</param>
/// <param name="Words">What each word of the source means; a word that is not listed stays as it is.</param>
public sealed record ColumnMap(string? From, string To, string Form = "text", string? Value = null, IReadOnlyDictionary<string, string>? Words = null, string? Plus = null, IReadOnlyList<string>? Join = null, string? Format = null)
{
    public static IReadOnlyList<string> Forms { get; } = ["text", "time", "number", "fen", "percent", "seconds", "minutes", "clock", "ticket"];
}

/// <summary>One row of the contract made from a foreign row.</summary>
/// <param name="Needs">Columns that must hold something for the row to be made; a wait that ended without an answer makes no answer.</param>
/// <param name="Lacks">Columns that must be empty.</param>
/// <param name="When">Columns whose text must be one of those given.</param>
/// <param name="Otherwise">Made only where no other row was: what nobody foresaw is kept and counted.</param>
/// <param name="Columns">What is particular to this row; it comes before what all rows share.</param>
public sealed record Emission(
    IReadOnlyList<ColumnMap> Columns,
    IReadOnlyList<string>? Needs = null,
    IReadOnlyList<string>? Lacks = null,
    IReadOnlyDictionary<string, IReadOnlyList<string>>? When = null,
    bool Otherwise = false);

/// <summary>How the rows of a foreign table become rows of the contract; one row may become several (a window queue row has four moments).</summary>
/// <param name="Signature">Headers by which the table is recognised: all must be there.</param>
/// <param name="Headers">Column names of a table that has no header row; null when the first row is the header.</param>
/// <param name="UtcOffsetHours">Offset of times that carry none.</param>
public sealed record Mapping(
    string Name,
    FactKind Kind,
    IReadOnlyList<string> Signature,
    IReadOnlyList<ColumnMap> Shared,
    IReadOnlyList<Emission> Rows,
    IReadOnlyList<string>? Headers = null,
    double UtcOffsetHours = 8)
{
    /// <summary>What the table is, in words; null for mappings that people made, whose name says it.</summary>
    public Loop.Bilingual? Title { get; init; }

    /// <summary>Columns that some rule uses; the others are kept as attributes.</summary>
    public IEnumerable<string> Used => Shared.Concat(Rows.SelectMany(r => r.Columns)).SelectMany(c => (c.Join ?? []).Append(c.From).Append(c.Plus)).OfType<string>().Distinct(StringComparer.Ordinal);

    /// <summary>True when all headers of the signature are there, however their signs are spaced or widened.</summary>
    public bool Recognizes(IReadOnlyCollection<string> headers)
    {
        if (Signature.Count == 0)
            return false;
        var there = headers.Select(HeaderLines.Normal).ToHashSet(StringComparer.Ordinal);
        return Signature.All(s => there.Contains(HeaderLines.Normal(s)));
    }
}
