using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;
using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Listen.Survey;

/// <summary>
/// How carefully one questionnaire was answered, in numbers that a rule can be set on; NaN where one cannot be told. Definitions as in the
/// R package careless [Yentes and Wilhelm], after Curran 2016 and Meade and Craig 2012.
/// </summary>
/// <param name="LongestRun">Longest run of equal answers in the order of presentation, items as presented.</param>
/// <param name="AverageRun">Mean length of the runs.</param>
/// <param name="Variability">Standard deviation of the person's own answers; 0 = the same throughout.</param>
/// <param name="Consistency">Even with odd items of the scales, corrected to full length, −1 … 1; high = careful. careless gives its negative.</param>
/// <param name="Synonyms">Correlation within the person of items that nearly everybody answers alike; high = careful.</param>
/// <param name="Distance">Mahalanobis D² from the answers of all.</param>
/// <param name="Outlying">D² beyond the 99 % point of χ².</param>
public sealed record AnswerCare(int LongestRun, double AverageRun, double Variability, double Consistency, double Synonyms, double Distance, bool Outlying);

/// <summary>Indices of careless answering for the people of one questionnaire.</summary>
public sealed record SurveyCare(IReadOnlyList<AnswerCare> People, int SynonymPairs, IReadOnlyList<Caveat> Caveats)
{
    /// <summary>Items that correlate more than this over people ask the same.</summary>
    public const double AskTheSame = .60;

    /// <param name="answers">People by items in the order of presentation; NaN = not answered.</param>
    /// <param name="scales">Number of consecutive items of each scale, for the consistency of halves; null = not known.</param>
    /// <param name="reversed">Items whose scale runs the other way; turned round for consistency and synonyms, never for runs.</param>
    /// <param name="max">Top of the answer scale (1…max), needed to turn items round.</param>
    public static Outcome<SurveyCare> Of(IReadOnlyList<double[]> answers, IReadOnlyList<int>? scales = null, IReadOnlySet<int>? reversed = null, double max = 5, double level = .99)
    {
        if (answers.Count == 0)
            return new Refusal("listen.survey.no-answers");
        var k = answers[0].Length;
        if (answers.Any(a => a.Length != k) || (scales is not null && scales.Sum() != k))
            return new Refusal("listen.survey.sizes");
        var straight = reversed is null or { Count: 0 } ? answers : [.. answers.Select(a => a.Select((v, j) => reversed.Contains(j) ? max + 1 - v : v).ToArray())];
        var pairs = Pairs(straight);
        var caveats = new List<Caveat>();
        if (pairs.Count < 3)
            caveats.Add(new Caveat(CaveatId.NoData, "synonyms", pairs.Count));
        var distances = Distances(straight, out var singular);
        if (singular)
            caveats.Add(new Caveat(CaveatId.Singular, "distance"));
        var limit = ChiSquared.InvCDF(k, level);
        return new SurveyCare([.. answers.Select((a, i) =>
        {
            var (longest, average) = Runs(a);
            return new AnswerCare(longest, average, Deviation(a), Halves(straight[i], scales),
                pairs.Count < 3 ? double.NaN : Correlation([.. pairs.Select(p => straight[i][p.A])], [.. pairs.Select(p => straight[i][p.B])]), distances[i], distances[i] > limit);
        })], pairs.Count, caveats);
    }

    private static (int Longest, double Average) Runs(double[] answers)
    {
        var (longest, runs, length, n) = (0, 0, 0, 0);
        var last = double.NaN;
        foreach (var answer in answers.Where(double.IsFinite))
        {
            n++;
            length = answer == last ? length + 1 : 1;
            runs += length == 1 ? 1 : 0;
            longest = Math.Max(longest, length);
            last = answer;
        }

        return (longest, runs == 0 ? double.NaN : (double)n / runs);
    }

    private static double Deviation(double[] answers)
    {
        var known = answers.Where(double.IsFinite).ToList();
        if (known.Count < 2)
            return double.NaN;
        var mean = known.Average();
        return Math.Sqrt(known.Sum(v => (v - mean) * (v - mean)) / (known.Count - 1));
    }

    private static double Halves(double[] answers, IReadOnlyList<int>? scales)
    {
        if (scales is null)
            return double.NaN;
        var (odd, even, start) = (new List<double>(), new List<double>(), 0);
        foreach (var size in scales)
        {
            var scale = answers.AsSpan(start, size).ToArray();
            start += size;
            var (a, b) = (scale.Where((v, j) => j % 2 == 0 && double.IsFinite(v)).ToList(), scale.Where((v, j) => j % 2 == 1 && double.IsFinite(v)).ToList());
            if (a.Count == 0 || b.Count == 0)
                continue;
            odd.Add(a.Average());
            even.Add(b.Average());
        }

        var r = Correlation([.. odd], [.. even]);
        return double.IsNaN(r) ? r : r <= -1 + 1e-12 ? -1 : Math.Max(-1, 2 * r / (1 + r));
    }

    private static List<(int A, int B)> Pairs(IReadOnlyList<double[]> answers)
    {
        var k = answers[0].Length;
        var columns = Enumerable.Range(0, k).Select(j => answers.Select(a => a[j]).ToArray()).ToList();
        return [.. from a in Enumerable.Range(0, k) from b in Enumerable.Range(0, a) where Correlation(columns[a], columns[b]) > AskTheSame select (a, b)];
    }

    private static double[] Distances(IReadOnlyList<double[]> answers, out bool singular)
    {
        var k = answers[0].Length;
        var full = answers.Where(a => a.All(double.IsFinite)).ToList();
        var none = Enumerable.Repeat(double.NaN, answers.Count).ToArray();
        singular = true;
        if (full.Count <= k + 1)
            return none;
        var mean = Enumerable.Range(0, k).Select(j => full.Average(a => a[j])).ToArray();
        var centered = Matrix<double>.Build.Dense(full.Count, k, (i, j) => full[i][j] - mean[j]);
        var covariance = centered.TransposeThisAndMultiply(centered) / (full.Count - 1);
        var values = covariance.Evd(Symmetricity.Symmetric).EigenValues.Select(v => v.Real).ToList();
        if (!(values.Min() > 1e-10 * values.Max()))
            return none;
        singular = false;
        var inverse = covariance.Inverse();
        return [.. answers.Select(a =>
        {
            var d = Vector<double>.Build.Dense(k, j => a[j] - mean[j]);
            return a.All(double.IsFinite) ? d * inverse * d : double.NaN;
        })];
    }

    /// <summary>Over pairs in which both are known; NaN where one side does not vary.</summary>
    private static double Correlation(double[] a, double[] b)
    {
        var (n, x, y) = (0, 0.0, 0.0);
        for (var i = 0; i < a.Length; i++)
            if (double.IsFinite(a[i] + b[i]))
                (n, x, y) = (n + 1, x + a[i], y + b[i]);
        if (n < 2)
            return double.NaN;
        var (xx, yy, xy) = (0.0, 0.0, 0.0);
        for (var i = 0; i < a.Length; i++)
            if (double.IsFinite(a[i] + b[i]))
                (xx, yy, xy) = (xx + (a[i] - x / n) * (a[i] - x / n), yy + (b[i] - y / n) * (b[i] - y / n), xy + (a[i] - x / n) * (b[i] - y / n));
        return xx > 1e-12 && yy > 1e-12 ? xy / Math.Sqrt(xx * yy) : double.NaN;
    }
}
