using MathNet.Numerics.Distributions;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Statistics.Estimation;

namespace Piaozhi.Core.Measure.Satisfaction.Scores;

/// <summary>Answer to "how would you feel if it were so" (functional) or "if it were not so" (dysfunctional).</summary>
public enum KanoAnswer
{
    Like = 1,
    Expect = 2,
    Neutral = 3,
    Tolerate = 4,
    Dislike = 5,
}

public enum KanoClass
{
    /// <summary>M: taken for granted; its absence angers.</summary>
    MustBe,

    /// <summary>O: the more the better.</summary>
    OneDimensional,

    /// <summary>A: delights, is not missed.</summary>
    Attractive,

    /// <summary>I: moves nobody.</summary>
    Indifferent,

    /// <summary>R: not wanted.</summary>
    Reverse,

    /// <summary>Q: answers that contradict one another.</summary>
    Questionable,
}

/// <summary>Which table classes a pair of answers.</summary>
public enum KanoTable
{
    /// <summary>Kano et al. 1984; Berger et al. 1993.</summary>
    Classic,

    /// <summary>Pouliot 1993: must-be/must-be and tolerate/tolerate are contradictions too.</summary>
    Pouliot,
}

/// <summary>How a feature is seen by those who were asked.</summary>
/// <param name="Class">The most frequent class.</param>
/// <param name="ByRule">M &gt; O &gt; A &gt; I where those three outweigh the rest [Berger 1993], else the largest of the rest.</param>
/// <param name="Better">(A + O)/(A + O + M + I): what its presence adds. NaN where nobody is in those classes.</param>
/// <param name="Worse">−(O + M)/(A + O + M + I): what its absence costs.</param>
/// <param name="Decided">Fong's test: the two most frequent classes differ by more than chance at 90 %.</param>
/// <param name="FongLimit">Difference of counts from which they do.</param>
/// <param name="Presence">Mean functional score, −2…4 [DuMouchel 1993].</param>
/// <param name="Absence">Mean dysfunctional score, −2…4.</param>
public sealed record KanoFeature(
    string Code, IReadOnlyDictionary<KanoClass, int> Counts, int N, KanoClass Class, KanoClass ByRule, double Better, Interval BetterInterval, double Worse, Interval WorseInterval,
    bool Decided, double FongLimit, double TotalStrength, double CategoryStrength, double Presence, Interval PresenceInterval, double Absence, Interval AbsenceInterval, IReadOnlyList<Caveat> Caveats)
{
    /// <summary>Share of M, O and A from which the feature moves people at all, and lead of the first class from which it is one [Lee and Newcomb 1997].</summary>
    public const double EnoughTotal = .60, EnoughCategory = .06;

    /// <summary>Share of contradictory pairs from which the question itself is suspect.</summary>
    public const double TooQuestionable = .10;
}

/// <summary>Kano's classes of features from pairs of answers.</summary>
public static class Kano
{
    private const string Table = "QAAAORIIIMRIIIMRIIIMRRRRQ";

    private static readonly Dictionary<char, KanoClass> Letters = new()
    {
        ['M'] = KanoClass.MustBe, ['O'] = KanoClass.OneDimensional, ['A'] = KanoClass.Attractive, ['I'] = KanoClass.Indifferent, ['R'] = KanoClass.Reverse, ['Q'] = KanoClass.Questionable,
    };

    public static KanoClass ClassOf(KanoAnswer functional, KanoAnswer dysfunctional, KanoTable table = KanoTable.Classic) =>
        table == KanoTable.Pouliot && functional == dysfunctional && functional is KanoAnswer.Expect or KanoAnswer.Tolerate
            ? KanoClass.Questionable : Letters[Table[((int)functional - 1) * 5 + (int)dysfunctional - 1]];

    public static Outcome<KanoFeature> Of(string code, IReadOnlyList<(KanoAnswer Functional, KanoAnswer Dysfunctional)> pairs, KanoTable table = KanoTable.Classic, double level = .95)
    {
        if (pairs.Count == 0)
            return new Refusal("measure.kano.no-pairs", code);
        var counts = Enum.GetValues<KanoClass>().ToDictionary(c => c, c => pairs.Count(p => ClassOf(p.Functional, p.Dysfunctional, table) == c));
        int Of(params KanoClass[] classes) => classes.Sum(c => counts[c]);
        var n = pairs.Count;
        var moved = Of(KanoClass.MustBe, KanoClass.OneDimensional, KanoClass.Attractive);
        var judged = moved + counts[KanoClass.Indifferent];
        var order = counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key).ToList();
        var (a, b) = (order[0].Value, order[1].Value);
        var limit = 1.65 * Math.Sqrt((a + b) * (2.0 * n - a - b) / (2.0 * n));
        var (better, worse) = (Of(KanoClass.Attractive, KanoClass.OneDimensional), Of(KanoClass.OneDimensional, KanoClass.MustBe));
        var worseInterval = Intervals.Wilson(worse, judged, level);
        KanoClass Largest(params KanoClass[] classes) => classes.MaxBy(c => counts[c]);
        var (presence, absence) = (pairs.Select(p => Points(p.Functional, true)).ToList(), pairs.Select(p => Points(p.Dysfunctional, false)).ToList());
        var caveats = new List<Caveat>();
        if (n < Estimates.Few)
            caveats.Add(new Caveat(CaveatId.SmallSample, code, n));
        if (counts[KanoClass.Questionable] > KanoFeature.TooQuestionable * n)
            caveats.Add(new Caveat(CaveatId.Inconsistent, code, (double)counts[KanoClass.Questionable] / n));
        return new KanoFeature(code, counts, n, order[0].Key,
            moved > n - moved ? Largest(KanoClass.MustBe, KanoClass.OneDimensional, KanoClass.Attractive) : Largest(KanoClass.Indifferent, KanoClass.Reverse, KanoClass.Questionable),
            judged == 0 ? double.NaN : (double)better / judged, Intervals.Wilson(better, judged, level),
            judged == 0 ? double.NaN : -(double)worse / judged, new Interval(-worseInterval.High, -worseInterval.Low),
            Math.Abs(a - b) >= limit && a > b, limit, (double)moved / n, (double)(a - b) / n,
            presence.Average(), Student(presence, level), absence.Average(), Student(absence, level), caveats);
    }

    /// <summary>DuMouchel's scores: presence −2 (dislike) … 4 (like), absence −2 (like) … 4 (dislike).</summary>
    private static double Points(KanoAnswer answer, bool functional) => (functional ? (int)answer : 6 - (int)answer) switch { 1 => 4, 2 => 2, 3 => 0, 4 => -1, _ => -2 };

    private static Interval Student(List<double> values, double level) => Intervals.T(values.Count, values.Sum(), values.Sum(v => v * v), level);
}
