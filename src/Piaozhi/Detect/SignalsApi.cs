using Piaozhi.Access;
using Piaozhi.Core.Detect;
using Piaozhi.Core.Loop;
using Piaozhi.Detect.Charts;
using Piaozhi.Detect.Watch;
using Piaozhi.Host;

namespace Piaozhi.Detect;

/// <summary>Endpoints below <c>/api/v1/detect</c>.</summary>
public static class SignalsApi
{
    public sealed record WatchInput(double Level, IReadOnlyList<int> Rules);

    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/detect").WithTags("detect");
        group.MapGet("/signals", ListAsync).WithName("ListSignals").WithSummary("Statistically significant departures, the latest first");
        group.MapGet("/signals/{id}", GetAsync).WithName("GetSignal").WithSummary("One signal");
        group.MapGet("/charts/{indicator}", ChartAsync).WithName("GetControlChart").WithSummary("The control chart of an indicator on a slice, day by day");
        group.MapGet("/watch", async (Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return Results.Ok(await WatchSettings.ReadAsync(session, ct));
        }).WithName("GetWatch").WithSummary("How the charts are watched");
        group.MapPut("/watch", async (WatchInput body, Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return (await SetWatch.RunAsync(body.Level, body.Rules, session, ct)).ToResult();
        }).WithName("SetWatch").WithSummary("False discovery rate and the rules that are marked");
        group.MapPost("/mutes", async (MuteSlice.Input body, Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return (await MuteSlice.RunAsync(body, session, ct)).ToResult();
        }).WithName("MuteSlice").WithSummary("Stops watching a place for a while");
        group.MapDelete("/mutes/{id}", async (string id, Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return (await MuteSlice.EndAsync(id, session, ct)).ToResult();
        }).WithName("EndMute").WithSummary("Watches a place again");
    }

    private static async Task<IResult> ListAsync(Who who, string? indicator, bool? bad, bool? muted, CancellationToken ct)
    {
        await using var session = who.Open();
        var found = await ListSignals.RunAsync(new(indicator, bad ?? false, Muted: muted ?? false), session, ct);
        return Results.Ok(found.Value.Select(Shape));
    }

    private static async Task<IResult> GetAsync(string id, Who who, CancellationToken ct)
    {
        await using var session = who.Open();
        var one = await ListSignals.OneAsync(id, session, ct);
        return one.Ok ? Results.Ok(Shape(one.Value.ToSignal())) : one.ToResult();
    }

    private static async Task<IResult> ChartAsync(string indicator, string? slice, DateOnly? from, DateOnly? to, Who who, IEnumerable<IChartMarks> marks, CancellationToken ct)
    {
        await using var session = who.Open();
        Period? period = from is { } first && to is { } last && first <= last ? Period.Days(first, last) : null;
        var drawn = await DrawChart.RunAsync(new(indicator, Slice.Parse(slice), period), session, marks, ct);
        return drawn.Ok ? Results.Ok(new
        {
            indicator = drawn.Value.Indicator.Code, slice = drawn.Value.Slice.ToString(), chart = drawn.Value.Indicator.Chart.ToString(), baseline_days = drawn.Value.Baseline,
            days = drawn.Value.Days.Select(d => new
            {
                at = d.At, value = d.Value, n = d.N, center = d.Center, lower = d.Lower, upper = d.Upper, rules = d.Rules, signal = d.Signal?.Id, complete = d.Complete,
            }),
            marks = drawn.Value.Marks.Select(m => new { at = m.At, kind = m.Kind.ToString().ToLowerInvariant(), text = m.Text, href = m.Href }),
        }) : drawn.ToResult();
    }

    private static object Shape(Signal s) => new
    {
        id = s.Id, indicator = s.Indicator, slice = s.Slice.ToString(), start = s.Start, end = s.End, detected_at = s.DetectedAt, sign = s.Sign,
        bad = s.Bad, observed = s.Observed, expected = s.Expected, n = s.N, excess = s.Excess, q_value = s.QValue, rules = s.Rules,
        label = s.Label?.ToString().ToLowerInvariant(),
    };
}
