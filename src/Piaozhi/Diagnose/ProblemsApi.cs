using Piaozhi.Access;
using Piaozhi.Host;

namespace Piaozhi.Diagnose;

/// <summary><c>/api/v1/diagnose/problems</c></summary>
public static class ProblemsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var problems = api.MapGroup("/diagnose/problems").WithTags("diagnose");
        problems.MapGet("", async (Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return Results.Ok((await ListProblems.RunAsync(session, ct)).Value.Select(Shape));
        }).WithName("ListProblems").WithSummary("Problems that stand, worst first");
        problems.MapGet("/{id}", async (string id, Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            var one = await ListProblems.OneAsync(id, session, ct);
            return one.Ok ? Results.Ok(Shape(one.Value.Problem)) : Results.NotFound();
        }).WithName("GetProblem").WithSummary("One problem");
    }

    private static object Shape(ProblemRow r) => new
    {
        r.Id, kind = r.Kind.ToString().ToLowerInvariant(), title = new { zh = r.TitleZh, en = r.TitleEn }, startedAt = r.StartedAt, endedAt = r.EndedAt,
        detectedAt = r.DetectedAt, slice = r.Slice, r.Indicator, r.Cases, r.Confidence, evidence = r.EvidenceList.Select(e => new { zh = e.Text.Zh, en = e.Text.En }),
    };
}
