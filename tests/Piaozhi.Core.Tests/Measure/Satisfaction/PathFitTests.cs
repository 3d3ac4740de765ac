using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CsCheck;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure.Satisfaction.Structure;

namespace Piaozhi.Core.Tests.Measure.Satisfaction;

/// <summary>
/// References: the R package seminr 2.5 on the public mobile phone data of Tenenhaus et al. 2005 (mobi), with its own resampling indices;
/// indices 0–100 by an independent calculation from its weights.
/// </summary>
public class PathFitTests
{
    private const double Tolerance = 1e-5;

    private static readonly PathModel Ecsi = PathModel.Ecsi(c => c switch
    {
        "image" => Items("IMAG", 5),
        "expectation" => Items("CUEX", 3),
        "quality" => Items("PERQ", 7),
        "value" => Items("PERV", 2),
        "satisfaction" => Items("CUSA", 3),
        "complaints" => ["CUSCO"],
        _ => Items("CUSL", 3),
    });

    [Fact]
    public void The_twelve_paths_of_the_satisfaction_model_agree_with_seminr()
    {
        var fit = PathFit.Of(Ecsi, Mobi(), scale: (1, 10)).Value;
        var expected = Fixture("M2_full_ecsi");
        Same(expected, "pathCoef", (from, to) => fit.Path(from, to));
        Same(expected, "totalEffects", (from, to) => fit.Total(from, to));
        Same(expected, "outerWeights", (item, concept) => Item(fit, concept, item)?.Weight ?? 0);
        Same(expected, "outerLoadings", (item, concept) => Item(fit, concept, item)?.Loading ?? 0);
        Same(expected, "rSquared", (row, concept) => row == "Rsq" ? Concept(fit, concept).RSquared : Concept(fit, concept).RSquaredAdjusted);
        // seminr counts its rounds from 0.
        Assert.Equal(expected.GetProperty("iterations").GetInt32(), fit.Iterations - 1);
    }

    [Fact]
    public void Reliability_validity_and_effects_agree_with_seminr()
    {
        foreach (var (name, model) in ((string, PathModel)[])[("M7_evaluation_m2", Ecsi), ("M7_evaluation_m1", Small(BlockMode.A, BlockMode.B)), ("M7_evaluation_m3", Small(BlockMode.Reflective, BlockMode.Reflective))])
        {
            var fit = PathFit.Of(model, Mobi()).Value;
            var expected = Fixture(name);
            Same(expected, "reliability", (concept, figure) => Figure(Concept(fit, concept), figure));
            Same(expected, "htmt", (a, b) => fit.Htmt[fit.Model.Index(a), fit.Model.Index(b)]);
            Same(expected, "fSquare", (from, to) => fit.Paths.SingleOrDefault(p => p.From == from && p.To == to)?.Effect ?? 0);
            foreach (var block in expected.GetProperty("itemVifs").EnumerateObject())
                foreach (var item in block.Value.EnumerateObject())
                    Assert.Equal(item.Value.GetDouble(), Item(fit, Code(block.Name), item.Name)!.Inflation, Tolerance);
            foreach (var to in expected.GetProperty("antecedentVifs").EnumerateObject())
                foreach (var from in to.Value.EnumerateObject().Where(f => f.Value.ValueKind == JsonValueKind.Number))
                    Assert.Equal(from.Value.GetDouble(), fit.Paths.Single(p => p.From == Code(from.Name) && p.To == Code(to.Name)).Inflation, Tolerance);
        }
    }

    [Fact]
    public void Composites_by_regression_and_corrected_factors_agree_with_seminr()
    {
        foreach (var (name, model) in ((string, PathModel)[])[("M1_basic_composite", Small(BlockMode.A, BlockMode.B)), ("M3_reflective_plsc", Small(BlockMode.Reflective, BlockMode.Reflective))])
        {
            var fit = PathFit.Of(model, Mobi()).Value;
            var expected = Fixture(name);
            Same(expected, "pathCoef", (from, to) => fit.Path(from, to));
            Same(expected, "outerWeights", (item, concept) => Item(fit, concept, item)?.Weight ?? 0);
            Same(expected, "outerLoadings", (item, concept) => Item(fit, concept, item)?.Loading ?? 0);
            Same(expected, "rSquared", (row, concept) => row == "Rsq" ? Concept(fit, concept).RSquared : Concept(fit, concept).RSquaredAdjusted);
        }
    }

    /// <summary>R package semPLS, the same data and drawing [Monecke and Leisch 2012].</summary>
    [Fact]
    public void The_centroid_scheme_agrees_with_semPLS()
    {
        var fit = PathFit.Of(Ecsi, Mobi(), InnerScheme.Centroid).Value;
        double[] expected = [.504706, .178833, .195360, .557248, .050788, .064425, .557217, .512545, .191816, .526097, .483475, .071232];
        PairwiseComparisonTests.Close(expected, [.. PathModel.EcsiPaths.Select(p => fit.Path(p.From, p.To))], 1e-5);
        var factorial = PathFit.Of(Ecsi, Mobi(), InnerScheme.Factorial).Value;
        Assert.InRange(factorial.Path("quality", "satisfaction"), .50, .52);
    }

    [Fact]
    public void Indices_and_importance_agree_with_the_reference()
    {
        var fit = PathFit.Of(Ecsi, Mobi(), scale: (1, 10)).Value;
        PairwiseComparisonTests.Close([73.52798180537191, 72.47381754926941, 74.97656690054893, 62.346757260038586, 72.45411793064984, 67.42222222222222, 70.91385356504074], [.. fit.Concepts.Select(c => c.Index)], 1e-4);
        var map = fit.PriorityMap("satisfaction").ToDictionary(m => m.Code);
        Assert.Equal(4, map.Count);
        Assert.Equal((.620762, 74.98), (Math.Round(map["quality"].Importance, 6), Math.Round(map["quality"].Performance, 2)));
        Assert.Equal(.417868, map["expectation"].Importance, 1e-6);
    }

    [Fact]
    public void A_model_whose_concepts_are_measured_as_one_says_so()
    {
        var fit = PathFit.Of(Ecsi, Mobi()).Value;
        Assert.Contains(fit.Caveats, c => c is { Id: CaveatId.NotDiscriminant, Subject: "quality" } && c.Args[0] is "satisfaction");
        Assert.Contains(fit.Caveats, c => c is { Id: CaveatId.SmallSample, Subject: "expectation → value" });
        Assert.Contains(("image", "quality"), fit.FornellLarckerFailures());
    }

    [Fact]
    public void Bootstrap_with_the_same_resamples_agrees_with_seminr()
    {
        var data = Mobi();
        var fit = PathFit.Of(Ecsi, data).Value;
        var rows = Fixture("boot_indices_m2").GetProperty("indices").EnumerateArray().Select(r => (IReadOnlyList<int>)[.. r.EnumerateArray().Select(i => i.GetInt32() - 1)]).ToList();
        var found = PathBootstrap.Of(fit, data, rows).Value;
        var summary = Fixture("M6b_bootstrap_ecsi").GetProperty("bootSummary");
        foreach (var (table, pick) in ((string, Func<string, string, Resampled>)[])
            [("paths", (a, b) => found.Paths[(Code(a), Code(b))]), ("totalPaths", (a, b) => found.Totals[(Code(a), Code(b))]), ("weights", (a, _) => found.Weights[a]), ("loadings", (a, _) => found.Loadings[a])])
        {
            var part = summary.GetProperty(table);
            foreach (var (row, values) in part.GetProperty("rows").EnumerateArray().Zip(part.GetProperty("values").EnumerateArray()))
            {
                var names = row.GetString()!.Split("  ->  ");
                var (resampled, v) = (pick(names[0], names[1]), values.EnumerateArray().Select(x => x.ValueKind == JsonValueKind.Number ? x.GetDouble() : double.NaN).ToArray());
                PairwiseComparisonTests.Close([v[0], v[1], v[2], v[4], v[5]], [resampled.Estimate, resampled.Mean, resampled.Error, resampled.Interval.Low, resampled.Interval.High], Tolerance);
            }
        }

        Assert.Equal(0, found.Failed);
    }

    [Fact]
    public void Groups_compared_with_the_same_resamples_agree_with_seminr()
    {
        var expected = Fixture("M9_mga_ecsi");
        var first = expected.GetProperty("settings").GetProperty("condition").EnumerateArray().SelectMany(Numbers).Select(x => x == 1).ToList();
        var data = Mobi();
        IReadOnlyDictionary<string, IReadOnlyList<double>> Part(bool one) => data.ToDictionary(d => d.Key, d => (IReadOnlyList<double>)[.. d.Value.Where((_, i) => first[i] == one)]);
        var drawn = Fixture("mga_indices");
        IReadOnlyList<IReadOnlyList<int>> Rows(string name) => [.. drawn.GetProperty(name).EnumerateArray().Select(r => (IReadOnlyList<int>)[.. r.EnumerateArray().Select(i => i.GetInt32() - 1)])];
        var found = GroupPaths.Compare(Ecsi, Part(true), Part(false), Rows("group1"), Rows("group2")).Value;
        string[] Names(string of) => [.. expected.GetProperty(of).EnumerateArray().SelectMany(e => e.ValueKind == JsonValueKind.Array ? e.EnumerateArray() : (IEnumerable<JsonElement>)[e]).Select(e => Code(e.GetString()!))];
        double[] Values(string of) => [.. expected.GetProperty(of).EnumerateArray().SelectMany(Numbers)];
        var (source, target) = (Names("source"), Names("target"));
        for (var i = 0; i < source.Length; i++)
        {
            var path = found.Single(f => f.From == source[i] && f.To == target[i]);
            PairwiseComparisonTests.Close([Values("group1Beta")[i], Values("group2Beta")[i], Values("diff")[i], Values("plsMgaP")[i]], [path.First, path.Second, path.Difference, path.P], Tolerance);
        }
    }

    [Fact]
    public void Five_thousand_resamples_are_drawn_while_one_waits_and_the_same_every_time()
    {
        var data = Mobi();
        var fit = PathFit.Of(Ecsi, data, scale: (1, 10)).Value;
        PathBootstrap.Of(fit, data, 10);
        var watch = Stopwatch.StartNew();
        var found = PathBootstrap.Of(fit, data, scale: (1, 10)).Value;
        TestContext.Current.SendDiagnosticMessage($"5,000 resamples of 250 rows: {watch.Elapsed.TotalMilliseconds:0} ms");
        Assert.Equal(5000, found.Rounds);
        var again = PathBootstrap.Of(fit, data, scale: (1, 10)).Value;
        Assert.Equal(found.Paths[("quality", "satisfaction")], again.Paths[("quality", "satisfaction")]);
        Assert.InRange(found.Paths[("image", "expectation")].Error, .04, .06);
        Assert.True(found.Indices["satisfaction"].Interval is { Low: > 69, High: < 76 } i && i.Contains(72.45));
        Assert.True(found.Paths[("quality", "satisfaction")].IsClear);
        Assert.False(found.Paths[("expectation", "value")].IsClear);
    }

    [Fact]
    public void A_chain_of_known_strength_is_found_again() => Gen.Int[1, 1 << 20].Sample(seed =>
    {
        var (model, data) = Chain((ulong)seed, 2000);
        var fit = PathFit.Of(model, data).Value;
        // Corrected for unreliability the paths are those that made the data: .7 and .6, and .42 over both.
        Assert.InRange(fit.Path("a", "b"), .62, .78);
        Assert.InRange(fit.Path("b", "c"), .52, .68);
        Assert.Equal(fit.Path("a", "b") * fit.Path("b", "c"), fit.Total("a", "c"), 1e-12);
        Assert.All(fit.Concepts, c => Assert.InRange(c.RhoA, .5, 1));
    }, iter: 8);

    [Fact]
    public void Units_and_shifts_of_items_change_nothing()
    {
        var (model, data) = Chain(5, 200);
        var moved = data.ToDictionary(d => d.Key, d => d.Key == "a2" ? (IReadOnlyList<double>)[.. d.Value.Select(v => 1e6 + 37 * v)] : d.Value);
        var (fit, same) = (PathFit.Of(model, data).Value, PathFit.Of(model, moved).Value);
        Assert.Equal(fit.Path("a", "b"), same.Path("a", "b"), 1e-7);
        var mirrored = data.ToDictionary(d => d.Key, d => d.Key == "a2" ? (IReadOnlyList<double>)[.. d.Value.Select(v => -v)] : d.Value);
        Assert.Contains(PathFit.Of(model, mirrored).Value.Caveats, c => c is { Id: CaveatId.ReversedItem, Subject: "a2" });
    }

    [Fact]
    public void What_the_data_do_not_support_says_why()
    {
        var (model, data) = Chain(5, 200);
        string[] Why(PathModel m, Dictionary<string, IReadOnlyList<double>>? d = null) => [.. PathFit.Of(m, d ?? data).Refusals.Select(r => r.Code)];
        Assert.Equal(["measure.pls.cycle"], Why(model with { Paths = [("a", "b"), ("b", "a"), ("b", "c")] }));
        Assert.Equal(["measure.pls.unknown-concept", "measure.pls.alone"], Why(model with { Paths = [("a", "x"), ("a", "b")] }));
        Assert.Equal(["measure.pls.no-paths"], Why(model with { Paths = [] }));
        Assert.Equal(["measure.pls.item-twice"], Why(model with { Constructs = [.. model.Constructs.Take(2), new("c", ["c1", "a1"])] }));
        Assert.Equal(["measure.pls.item-missing"], Why(model with { Constructs = [.. model.Constructs.Take(2), new("c", ["zz"])] }));
        Assert.Equal(["measure.pls.no-items"], Why(model with { Constructs = [.. model.Constructs.Take(2), new("c", [])] }));
        Assert.Equal(["measure.pls.few"], Why(model, data.ToDictionary(x => x.Key, x => (IReadOnlyList<double>)[.. x.Value.Take(12)])));
        Assert.Equal(["measure.pls.few"], Why(model, data.ToDictionary(x => x.Key, _ => (IReadOnlyList<double>)[])));
        Assert.Equal(["measure.pls.item-equal"], Why(model, new Dictionary<string, IReadOnlyList<double>>(data) { ["b2"] = [.. Enumerable.Repeat(3.0, 200)] }));
        Assert.Equal(["measure.pls.items-repeat"], Why(model with { Constructs = [.. model.Constructs.Select(c => c with { Mode = BlockMode.B })] }, new Dictionary<string, IReadOnlyList<double>>(data) { ["b2"] = data["b1"] }));
        Assert.Equal(["measure.pls.no-factor"], Why(model, Repelling(data)));
        Assert.Equal(["measure.pls.singular"], Why(new([new("a", ["a1"]), new("a'", ["a2"]), new("c", ["c1"])], [("a", "c"), ("a'", "c")]), new Dictionary<string, IReadOnlyList<double>>(data) { ["a2"] = data["a1"] }));
    }

    [Fact]
    public void Gaps_are_left_out_or_filled_and_named_either_way()
    {
        var (model, data) = Chain(5, 200);
        var gaps = new Dictionary<string, IReadOnlyList<double>>(data) { ["a1"] = [.. data["a1"].Select((v, i) => i < 20 ? double.NaN : v)] };
        var (left, filled) = (PathFit.Of(model, gaps).Value, PathFit.Of(model, gaps, fill: true).Value);
        Assert.Equal((180, 200), (left.N, filled.N));
        Assert.All([left, filled], f => Assert.Contains(f.Caveats, c => c.Id == CaveatId.MissingRows));
        Assert.Equal(PathFit.Of(model, data.ToDictionary(d => d.Key, d => (IReadOnlyList<double>)[.. d.Value.Skip(20)])).Value.Path("a", "b"), left.Path("a", "b"), 1e-9);
    }

    private static (PathModel Model, Dictionary<string, IReadOnlyList<double>> Data) Chain(ulong seed, int n)
    {
        var random = new Rng(seed);
        var data = ((string[])["a1", "a2", "a3", "b1", "b2", "b3", "c1", "c2", "c3"]).ToDictionary(k => k, _ => new double[n]);
        for (var i = 0; i < n; i++)
        {
            var a = random.Normal();
            var b = .7 * a + Math.Sqrt(1 - .49) * random.Normal();
            var c = .6 * b + .8 * random.Normal();
            foreach (var (name, value) in ((string, double)[])[("a", a), ("b", b), ("c", c)])
                for (var k = 1; k <= 3; k++)
                    data[$"{name}{k}"][i] = .8 * value + .6 * random.Normal();
        }

        return (new PathModel([.. ((string[])["a", "b", "c"]).Select(c => new PathConstruct(c, [c + 1, c + 2, c + 3], BlockMode.Reflective))], [("a", "b"), ("b", "c")]), data.ToDictionary(d => d.Key, d => (IReadOnlyList<double>)d.Value));
    }

    /// <summary>Items of b that repel one another while both make c: nothing that they could reflect.</summary>
    private static Dictionary<string, IReadOnlyList<double>> Repelling(Dictionary<string, IReadOnlyList<double>> data)
    {
        var random = new Rng(1);
        var made = data.ToDictionary(d => d.Key, d => d.Value.ToArray());
        for (var i = 0; i < 200; i++)
        {
            var (x, y) = (random.Normal(), random.Normal());
            (made["b1"][i], made["b2"][i], made["b3"][i]) = (x, -.4 * x + y, random.Normal());
            for (var k = 1; k <= 3; k++)
                (made[$"c{k}"][i], made[$"a{k}"][i]) = (x + y + random.Normal(0, .5), x + y + random.Normal(0, .5));
        }

        return made.ToDictionary(d => d.Key, d => (IReadOnlyList<double>)d.Value);
    }

    private static PathModel Small(BlockMode mode, BlockMode value) => new(
        [new("image", Items("IMAG", 5), mode), new("expectation", Items("CUEX", 3), mode), new("value", Items("PERV", 2), value), new("satisfaction", Items("CUSA", 3), mode)],
        [("image", "satisfaction"), ("expectation", "satisfaction"), ("value", "satisfaction")]);

    private static string[] Items(string name, int count) => [.. Enumerable.Range(1, count).Select(i => name + i)];

    private static string Code(string name) => name.ToLowerInvariant();

    private static double Figure(FittedConcept c, string name) => name switch { "alpha" => c.Alpha, "rhoA" => c.RhoA, "rhoC" => c.RhoC, _ => c.Ave };

    private static FittedConcept Concept(PathFit fit, string name) => fit.Concepts.Single(c => c.Code == Code(name));

    private static FittedItem? Item(PathFit fit, string concept, string item) => Concept(fit, concept).Items.SingleOrDefault(i => i.Code == item);

    private static Dictionary<string, IReadOnlyList<double>> Mobi()
    {
        var lines = File.ReadAllLines(SharedFolder.Need("data/mobi.csv")).Select(l => l.Split(',').Select(c => c.Trim('"')).ToArray()).ToList();
        return lines[0].Select((name, j) => (name, j)).ToDictionary(x => x.name, x => (IReadOnlyList<double>)[.. lines.Skip(1).Select(l => double.Parse(l[x.j], CultureInfo.InvariantCulture))]);
    }

    private static JsonElement Fixture(string name) => JsonDocument.Parse(File.ReadAllText(SharedFolder.Need($"data/seminr-fixtures/{name}.json"))).RootElement;

    private static IEnumerable<double> Numbers(JsonElement e) => e.ValueKind == JsonValueKind.Array ? e.EnumerateArray().SelectMany(Numbers) : [e.GetDouble()];

    private static void Same(JsonElement fixture, string table, Func<string, string, double> found)
    {
        var part = fixture.GetProperty(table);
        string[] Names(string of) => part.GetProperty(of) is { ValueKind: JsonValueKind.Array } many ? [.. many.EnumerateArray().Select(x => x.GetString()!)] : [part.GetProperty(of).GetString()!];
        var (rows, columns, compared) = (Names("rows"), Names("cols"), 0);
        string Named(string name) => name.StartsWith("Rsq", StringComparison.Ordinal) || name == "AdjRsq" || name.Any(char.IsDigit) || name is "CUSCO" or "rhoA" or "rhoC" or "AVE" or "alpha" ? name : Code(name);
        foreach (var (row, i) in part.GetProperty("values").EnumerateArray().Select((r, i) => (r, i)))
            foreach (var (cell, j) in (row.ValueKind == JsonValueKind.Array ? row.EnumerateArray().ToArray() : [row]).Select((c, j) => (c, j)))
                if (cell.ValueKind == JsonValueKind.Number)
                {
                    Assert.Equal(cell.GetDouble(), found(Named(rows[i]), Named(columns[j])), Tolerance);
                    compared++;
                }

        Assert.True(compared > 0, table);
    }
}
