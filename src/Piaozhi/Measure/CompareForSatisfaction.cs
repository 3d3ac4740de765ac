using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Storage.Records;

namespace Piaozhi.Measure;

/// <summary>Keeps what the signed-in person holds more important among the dimensions of a questionnaire; no comparisons take the person out again.</summary>
public static class CompareForSatisfaction
{
    public sealed record Input(string Survey, IReadOnlyList<Judgement> Judgements);

    public static async Task<Outcome<IReadOnlyList<ExpertJudgements>>> RunAsync(Input input, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.DefineIndicators) is { } no)
            return no;
        if (input.Judgements.FirstOrDefault(j => !(j.Times is >= 1 / 9.0 - 1e-9 and <= 9) || j.A == j.B) is { } wrong)
            return new Refusal("measure.satisfaction.times", $"{wrong.A} : {wrong.B}");
        if (await session.Facts.ScalarAsync<long>("SELECT count(*) FROM listen_answer WHERE service_id = $1 AND survey = $2", [session.Options.ServiceId, input.Survey], ct) == 0)
            return new Refusal("measure.satisfaction.unknown-survey", input.Survey) { Kind = RefusalKind.NotFound };
        var kept = new ExpertJudgements(input.Survey, session.Actor.Name, [.. input.Judgements.DistinctBy(j => string.CompareOrdinal(j.A, j.B) < 0 ? (j.A, j.B) : (j.B, j.A))]);
        await session.Records.SetAsync(SatisfactionExperts.Key(input.Survey, session.Actor.Id), kept, ct);
        await session.Records.SaveChangesAsync(ct);
        return (await SatisfactionExperts.OfAsync(input.Survey, session, ct)).ToList();
    }
}
