using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Measure.Satisfaction.Structure;

/// <summary>How the items of a concept are weighted.</summary>
public enum BlockMode
{
    /// <summary>By their correlations with the concept: items are alike, a composite of correlated indicators.</summary>
    A,

    /// <summary>By regression: each item adds its own part.</summary>
    B,

    /// <summary>As A, and corrected for unreliability: items reflect a common factor (PLSc).</summary>
    Reflective,
}

/// <summary>How neighbors in the drawing are weighted while the scores are found; it moves the third digit.</summary>
public enum InnerScheme
{
    Path,
    Factorial,
    Centroid,
}

/// <summary>A concept and the items that are asked for it.</summary>
public sealed record PathConstruct(string Code, IReadOnlyList<string> Items, BlockMode Mode = BlockMode.A);

/// <summary>A model as it is drawn: concepts, and what is thought to act on what.</summary>
public sealed record PathModel(IReadOnlyList<PathConstruct> Constructs, IReadOnlyList<(string From, string To)> Paths)
{
    /// <summary>
    /// The European customer satisfaction model [Tenenhaus et al. 2005, fig. 1; GB/T 19038]: image, expectation, quality, value, satisfaction,
    /// complaints, loyalty and their twelve paths. Items by concept; concepts without items are left out with their paths.
    /// </summary>
    public static PathModel Ecsi(Func<string, IReadOnlyList<string>> items)
    {
        var constructs = EcsiConcepts.Select(c => new PathConstruct(c, items(c))).Where(c => c.Items.Count > 0).ToList();
        var there = constructs.Select(c => c.Code).ToHashSet(StringComparer.Ordinal);
        return new PathModel(constructs, [.. EcsiPaths.Where(p => there.Contains(p.From) && there.Contains(p.To))]);
    }

    public static IReadOnlyList<string> EcsiConcepts { get; } = ["image", "expectation", "quality", "value", "satisfaction", "complaints", "loyalty"];

    public static IReadOnlyList<(string From, string To)> EcsiPaths { get; } =
    [
        ("image", "expectation"), ("image", "satisfaction"), ("image", "loyalty"), ("expectation", "quality"), ("expectation", "value"), ("expectation", "satisfaction"),
        ("quality", "value"), ("quality", "satisfaction"), ("value", "satisfaction"), ("satisfaction", "complaints"), ("satisfaction", "loyalty"), ("complaints", "loyalty"),
    ];

    public int Index(string code)
    {
        for (var i = 0; i < Constructs.Count; i++)
            if (Constructs[i].Code == code)
                return i;
        return -1;
    }

    public IReadOnlyList<string> Items => [.. Constructs.SelectMany(c => c.Items)];

    /// <summary>Every reason why the drawing is no model; none when it is one.</summary>
    public IReadOnlyList<Refusal> Flaws()
    {
        var flaws = new List<Refusal>();
        flaws.AddRange(Constructs.GroupBy(c => c.Code, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => new Refusal("measure.pls.concept-twice", g.Key)));
        flaws.AddRange(Constructs.Where(c => c.Items.Count == 0).Select(c => new Refusal("measure.pls.no-items", c.Code)));
        flaws.AddRange(Items.GroupBy(i => i, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => new Refusal("measure.pls.item-twice", g.Key)));
        flaws.AddRange(Paths.SelectMany(p => (string[])[p.From, p.To]).Distinct(StringComparer.Ordinal).Where(c => Index(c) < 0).Select(c => new Refusal("measure.pls.unknown-concept", c)));
        flaws.AddRange(Paths.GroupBy(p => p).Where(g => g.Count() > 1).Select(g => new Refusal("measure.pls.path-twice", $"{g.Key.From} → {g.Key.To}")));
        if (Paths.Count == 0)
            flaws.Add(new Refusal("measure.pls.no-paths"));
        flaws.AddRange(Constructs.Where(c => Paths.Count > 0 && Paths.All(p => p.From != c.Code && p.To != c.Code)).Select(c => new Refusal("measure.pls.alone", c.Code)));
        if (flaws.Count == 0 && Order() is null)
            flaws.Add(new Refusal("measure.pls.cycle"));
        return flaws;
    }

    /// <summary>Concepts so that all that acts on one comes before it; null when they act in a circle.</summary>
    public IReadOnlyList<int>? Order()
    {
        var order = new List<int>();
        var left = Enumerable.Range(0, Constructs.Count).ToList();
        while (left.Count > 0)
        {
            var free = left.FindIndex(i => Paths.All(p => p.To != Constructs[i].Code || order.Contains(Index(p.From))));
            if (free < 0)
                return null;
            order.Add(left[free]);
            left.RemoveAt(free);
        }

        return order;
    }
}
