using Piaozhi.Access;
using Piaozhi.Host;

namespace Piaozhi.Detect;

/// <summary>Endpoints below <c>/api/v1/detect</c>.</summary>
public static class SignalsApi
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapGroup("/detect").WithTags("detect").MapGet("/signals", ListAsync).WithName("ListSignals")
            .WithSummary("Statistically significant departures, the latest first");

    private static async Task<IResult> ListAsync(Who who, string? indicator, bool? bad, CancellationToken ct)
    {
        await using var session = who.Open();
        var found = await ListSignals.RunAsync(new(indicator, bad ?? false), session, ct);
        return Results.Ok(found.Value.Select(s => new
        {
            id = s.Id, indicator = s.Indicator, slice = s.Slice.ToString(), start = s.Start, end = s.End, detected_at = s.DetectedAt, sign = s.Sign,
            bad = s.Bad, observed = s.Observed, expected = s.Expected, n = s.N, excess = s.Excess, q_value = s.QValue, rules = s.Rules,
            label = s.Label?.ToString().ToLowerInvariant(),
        }));
    }
}
