using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Host;

namespace Piaozhi.Measure;

/// <summary>Endpoints below <c>/api/v1/measure</c>.</summary>
public static class IndicatorsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/measure").WithTags("measure");
        group.MapGet("/indicators", ListAsync).WithName("ListIndicators").WithSummary("Indicators with current value, interval, n, target and state");
        group.MapGet("/indicators/{code}/points", PointsAsync).WithName("ListIndicatorPoints").WithSummary("Daily points of an indicator, whole or by a dimension");
    }

    private static async Task<IResult> ListAsync(Who who, string? search, string? journey, string? state, CancellationToken ct)
    {
        await using var session = who.Open();
        var found = await ListIndicators.RunAsync(new(search, journey, state), session, ct);
        return Results.Ok(found.Value.Select(s => new
        {
            code = s.Indicator.Code, name = s.Indicator.Name, unit = Word(s.Indicator.Unit), direction = Word(s.Indicator.Direction), journey = s.Indicator.Journey,
            value = Known(s.Now.Value), low = Known(s.Now.Low), high = Known(s.Now.High), n = s.Now.N, at = s.At,
            target = s.Indicator.Target?.Value, state = s.State, caveats = s.Now.Caveats.Select(c => c.Id.ToString()),
        }));
    }

    private static async Task<IResult> PointsAsync(Who who, string code, string? by, DateOnly? from, DateOnly? to, CancellationToken ct)
    {
        await using var session = who.Open();
        if ((await Indicators.AllAsync(session, ct)).Find(code) is not { } indicator)
            return Results.Problem(statusCode: StatusCodes.Status404NotFound, title: "measure.indicator.unknown", detail: code);
        Period? period = from is null && to is null ? null : Period.Days(from ?? DateOnly.MinValue.AddYears(1), to ?? DateOnly.MaxValue.AddYears(-1));
        var series = await PointSeries.RunAsync(new([indicator.Code], period, [by ?? ""]), session, ct);
        return Results.Ok(series.SelectMany(s => s.Points.Select(p =>
        {
            var e = Estimates.Of(indicator, p.Statistic, complete: p.Complete);
            return new { at = p.At, slice = s.Slice.ToString(), value = Known(e.Value), low = Known(e.Low), high = Known(e.High), n = e.N, p.Complete };
        })));
    }

    private static double? Known(double value) => double.IsFinite(value) ? value : null;

    private static string Word<T>(T value) where T : struct, Enum => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
