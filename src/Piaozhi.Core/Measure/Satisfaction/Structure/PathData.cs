using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Measure.Satisfaction.Structure;

/// <summary>Columns of a model's items in its order, with what had to be left out; or every reason why the data do not support the model.</summary>
public sealed record PathData(IReadOnlyList<double[]> Columns, IReadOnlyList<Caveat> Caveats)
{
    /// <summary>Rows for each arrow into the busiest concept, the least that is asked for [Hair et al. 2022, ch. 1]; and never fewer than 30.</summary>
    private const int RowsAnArrow = 10;

    public static Outcome<PathData> Of(PathModel model, IReadOnlyDictionary<string, IReadOnlyList<double>> data, bool fill = false)
    {
        var refusals = new List<Refusal>(model.Flaws());
        refusals.AddRange(model.Items.Distinct(StringComparer.Ordinal).Where(i => !data.ContainsKey(i)).Select(i => new Refusal("measure.pls.item-missing", i)));
        if (refusals.Count > 0)
            return refusals;
        var columns = model.Items.Select(i => data[i].Select(v => double.IsFinite(v) ? v : double.NaN).ToArray()).ToList();
        var rows = columns[0].Length;
        if (columns.Any(c => c.Length != rows))
            return new Refusal("measure.pls.lengths");
        var full = Enumerable.Range(0, rows).Where(r => columns.TrueForAll(c => !double.IsNaN(c[r]))).ToArray();
        var caveats = new List<Caveat>();
        if (full.Length < rows)
            caveats.Add(new Caveat(CaveatId.MissingRows, fill ? "filled" : "", rows - full.Length, rows));
        columns = fill
            ? [.. columns.Select(c => c.Where(v => !double.IsNaN(v)).DefaultIfEmpty(double.NaN).Average() is var mean ? c.Select(v => double.IsNaN(v) ? mean : v).ToArray() : c)]
            : [.. columns.Select(c => full.Select(r => c[r]).ToArray())];
        var n = columns[0].Length;
        var arrows = model.Constructs.Max(c => Math.Max(model.Paths.Count(p => p.To == c.Code), c.Mode == BlockMode.B ? c.Items.Count : 1));
        if (n < Math.Max(30, RowsAnArrow * arrows))
            refusals.Add(new Refusal("measure.pls.few", "", n, Math.Max(30, RowsAnArrow * arrows)));
        else
            refusals.AddRange(model.Items.Where((_, j) => !(columns[j].Max() > columns[j].Min())).Select(i => new Refusal("measure.pls.item-equal", i)));
        return refusals.Count > 0 ? refusals : new PathData(columns, caveats);
    }
}
