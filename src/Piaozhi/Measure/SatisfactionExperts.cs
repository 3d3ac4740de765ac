using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure.Satisfaction.Weighting;
using Piaozhi.Host;
using Piaozhi.Storage.Records;

namespace Piaozhi.Measure;

/// <summary>What one person holds more important, two dimensions at a time: how many times as important <paramref name="A"/> is as <paramref name="B"/>, 1/9 … 9.</summary>
public sealed record Judgement(string A, string B, double Times);

/// <summary>The comparisons of one person for one questionnaire.</summary>
public sealed record ExpertJudgements(string Survey, string Person, IReadOnlyList<Judgement> Judgements);

/// <summary>The comparisons of several people, kept for each questionnaire, and the weights that follow from them.</summary>
public static class SatisfactionExperts
{
    private const string Prefix = "measure.satisfaction.expert:";

    /// <summary>One setting a person, so that two who compare at the same time do not overwrite one another.</summary>
    public static string Key(string survey, string personId) => $"{Prefix}{survey}:{personId}";

    public static async Task<IReadOnlyList<ExpertJudgements>> OfAsync(string survey, Session session, CancellationToken ct = default)
    {
        var prefix = $"{Prefix}{survey}:";
        var rows = await session.Records.Set<SettingRow>().AsNoTracking().Where(r => r.Key.StartsWith(prefix)).OrderBy(r => r.Key).ToListAsync(ct);
        return [.. rows.Select(r => JsonSerializer.Deserialize<ExpertJudgements>(r.Value, JsonSerializerOptions.Web)).OfType<ExpertJudgements>().Where(e => e.Survey == survey && e.Judgements.Count > 0)];
    }

    /// <summary>Matrix of one person over the dimensions; what was not judged is a gap, dimensions that are gone are left out.</summary>
    public static double[,] Matrix(ExpertJudgements expert, IReadOnlyList<string> dimensions)
    {
        var matrix = PairwiseComparison.FromUpper(dimensions.Count, [.. Enumerable.Repeat(double.NaN, dimensions.Count * (dimensions.Count - 1) / 2)]);
        foreach (var judgement in expert.Judgements)
        {
            var (a, b) = (IndexOf(dimensions, judgement.A), IndexOf(dimensions, judgement.B));
            if (a >= 0 && b >= 0 && a != b && judgement.Times > 0)
                (matrix[a, b], matrix[b, a]) = (judgement.Times, 1 / judgement.Times);
        }

        return matrix;
    }

    public static Outcome<PairwiseWeights> Together(IReadOnlyList<ExpertJudgements> experts, IReadOnlyList<string> dimensions) =>
        PairwiseComparison.Together([.. experts.Select(e => Matrix(e, dimensions))]);

    /// <summary>Null until the comparisons connect all dimensions.</summary>
    public static IReadOnlyList<double>? Weights(IReadOnlyList<ExpertJudgements> experts, IReadOnlyList<string> dimensions) =>
        experts.Count > 0 && dimensions.Count > 1 && Together(experts, dimensions) is { Ok: true } weights ? weights.Value.Weights : null;

    private static int IndexOf(IReadOnlyList<string> dimensions, string code)
    {
        for (var i = 0; i < dimensions.Count; i++)
            if (dimensions[i] == code)
                return i;
        return -1;
    }
}
