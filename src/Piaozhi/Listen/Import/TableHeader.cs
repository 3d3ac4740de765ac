using Piaozhi.Core.Listen;
using Piaozhi.Core.Listen.Habits;
using Piaozhi.Core.Listen.Mapping;
using Piaozhi.Core.Listen.Screening;

namespace Piaozhi.Listen.Import;

/// <summary>What the first rows of a table say: its columns, and by which mapping or as which kind of the contract it is to be read.</summary>
/// <param name="Rows">Rows from the top that hold no data.</param>
public sealed record TableHeader(int Rows, IReadOnlyList<string> Names, Mapping? Mapping, FactKind? Kind)
{
    public bool IsKnown => Mapping is not null || Kind is not null;

    /// <summary>Position of the column that names a row of the reject store; −1 when the table is no mended download.</summary>
    public int RetriedAt { get; } = Names.ToList().IndexOf(RejectColumns.Row);

    public static TableHeader Find(FactPart part, ReadingPlan plan)
    {
        var rows = FirstRows(part);
        if (rows.Count == 0)
            return new TableHeader(0, [], null, null);
        if (Judge(1, rows[0], part, plan) is { IsKnown: true } known)
            return known;
        if (plan.Mapping is null && plan.Kind is null && Log(part, rows[0]) is { } log)
            return new TableHeader(0, log.Headers!, log, null);
        var found = HeaderLines.Find(rows);
        return Judge(found.Skip + found.Lines, found.Names, part, plan);
    }

    /// <summary>The first rows that are not blank, as texts.</summary>
    public static List<IReadOnlyList<string>> FirstRows(FactPart part, int most = 50)
    {
        var cells = new DelimitedReader(new StringReader(part.Head), part.Separator, rows: part.IsRows);
        var rows = new List<IReadOnlyList<string>>();
        while (rows.Count < most && cells.Read())
            rows.Add(Texts(cells));
        return rows;
    }

    public static string[] Texts(DelimitedReader cells)
    {
        var texts = new string[cells.Count];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = cells[i].Trim('\uFEFF').ToString();
        return texts;
    }

    private static TableHeader Judge(int rows, IReadOnlyList<string> names, FactPart part, ReadingPlan plan)
    {
        if (plan.Mapping is { } asked)
            return asked.Headers is { } own && !own.SequenceEqual(names.Take(own.Count)) ? new TableHeader(0, own, asked, null)
                : new TableHeader(rows, names, asked.Headers is not null || asked.Used.Any(u => names.Any(n => HeaderLines.Normal(n) == HeaderLines.Normal(u))) ? asked : null, null);
        if (Mappings.Recognize([.. names], plan.Saved) is { } mapping)
            return new TableHeader(rows, names, mapping, null);
        var kind = plan.Kind ?? FactBatches.KindOf(part.Stem) ?? FactBatches.KindOf([.. names]);
        return new TableHeader(rows, names, null, kind is { } k && ColumnPlan.Compile(k, names).Knows ? k : null);
    }

    /// <summary>The mapping of a log that has no header but a form of its own: Asterisk's queue log.</summary>
    private static Mapping? Log(FactPart part, IReadOnlyList<string> row) =>
        part.Separator == '|' && row.Count is >= 5 and <= 9 && long.TryParse(row[0], System.Globalization.CultureInfo.InvariantCulture, out _) && row[4].Length > 0 && row[4].All(char.IsAsciiLetterUpper)
            ? Mappings.BuiltIn.FirstOrDefault(m => m.Headers is not null)
            : null;
}
