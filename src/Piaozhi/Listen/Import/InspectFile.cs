using Piaozhi.Core.Listen.Mapping;

namespace Piaozhi.Listen.Import;

/// <summary>Looks into a file before it is loaded: which of its tables nobody has described yet.</summary>
public static class InspectFile
{
    /// <summary>A table that needs a mapping: its header and first rows, and what Piaozhi thinks of it.</summary>
    /// <param name="Part">Name of the file, with the sheet where there are several.</param>
    public sealed record UnknownTable(string Part, IReadOnlyList<string> Headers, IReadOnlyList<IReadOnlyList<string>> Rows);

    public static bool NeedsMapping(string path, string name, ReadingPlan plan) => Unknown(path, name, plan).Count > 0;

    /// <summary>The tables that neither the contract nor a mapping knows; what cannot be read at all is left to the import.</summary>
    public static IReadOnlyList<UnknownTable> Unknown(string path, string name, ReadingPlan plan)
    {
        var unknown = new List<UnknownTable>();
        try
        {
            using var file = FactFile.Open(path, name);
            foreach (var part in file.Parts())
            {
                var rows = part.IsJson ? [] : TableHeader.FirstRows(part);
                // A sheet of one column or of no rows is a note, no table.
                if (rows.Count < 2 || rows.Max(r => r.Count) < 2 || TableHeader.Find(part, plan).IsKnown)
                    continue;
                var found = HeaderLines.Find(rows);
                if (rows.Count > found.Skip + found.Lines)
                    unknown.Add(new UnknownTable(part.Name, found.Names, [.. rows.Skip(found.Skip + found.Lines).Where(r => !Mapper.IsTotals(r))]));
            }
        }
        catch (InvalidDataException)
        {
            return [];
        }

        return unknown;
    }
}
