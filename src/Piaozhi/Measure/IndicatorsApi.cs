using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Core.Measure.Sql;
using Piaozhi.Host;

namespace Piaozhi.Measure;

/// <summary>Endpoints below <c>/api/v1/measure</c>.</summary>
public static class IndicatorsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/measure").WithTags("measure");
        group.MapGet("/indicators", ListAsync).WithName("ListIndicators").WithSummary("Indicators with current value, interval, n, target and state");
        group.MapGet("/indicators/{code}", GetAsync).WithName("GetIndicator").WithSummary("One indicator: definition, versions, what it needs");
        group.MapGet("/indicators/{code}/points", PointsAsync).WithName("ListIndicatorPoints").WithSummary("Daily points of an indicator, whole or by a dimension");
        group.MapGet("/indicators/{code}/breakdown", PartsAsync).WithName("BreakDownIndicator").WithSummary("An indicator by the values of a dimension over a period, with funnel limits");
        group.MapGet("/indicators/{code}/rhythm", RhythmAsync).WithName("GetIndicatorRhythm").WithSummary("An indicator by hour of the day and day of the week");
        group.MapGet("/indicators/{code}/compare", CompareAsync).WithName("CompareIndicatorPeriods").WithSummary("An indicator in two periods with the interval of the difference");
        group.MapGet("/indicators/{code}/rows", RowsAsync).WithName("ListIndicatorRows").WithSummary("The rows from which a figure was counted");
        DefinitionsApi.Map(group);
        SatisfactionApi.Map(group);
    }

    private static async Task<IResult> ListAsync(Who who, IEnumerable<IIndicatorMark> marks, string? search, string? journey, string? state, string? outlet, DateOnly? from, DateOnly? to, CancellationToken ct)
    {
        await using var session = who.Open();
        var found = await ListIndicators.RunAsync(new(search, journey, state, null, Span(from, to), outlet is null ? null : Slice.Of("outlet", outlet)), session, ct, marks);
        return Results.Ok(found.Value.Select(s => new
        {
            code = s.Indicator.Code, name = s.Indicator.Name, unit = Word(s.Indicator.Unit), direction = Word(s.Indicator.Direction), journey = s.Indicator.Journey,
            value = Known(s.Now.Value), low = Known(s.Now.Low), high = Known(s.Now.High), n = s.Now.N, at = s.At, days = s.Days,
            target = s.Indicator.Target?.Value, state = s.State, caveats = s.Now.Caveats.Select(c => c.Id.ToString()),
        }));
    }

    private static async Task<IResult> GetAsync(Who who, string code, CancellationToken ct)
    {
        await using var session = who.Open();
        if (await Indicators.VersionsAsync(code, session, ct) is not { } versions)
            return Unknown<Indicator>(code).ToResult();
        var now = versions.On(DateOnly.FromDateTime(session.LocalNow));
        return Results.Json(new
        {
            indicator = now.Indicator, retired = now.Retired, needs = Need.Of(now.Indicator.Definition),
            versions = versions.All.Select(v => new { v.Indicator.Version, v.From, v.Note, v.Retired, v.Indicator.Target }), definition_changes = versions.DefinitionChanges().Select(c => c.On),
            worked_out = DefinitionWords.Of(now.Indicator.Definition),
        }, IndicatorCatalog.Json);
    }

    private static async Task<IResult> PointsAsync(Who who, string code, string? by, string? slice, DateOnly? from, DateOnly? to, CancellationToken ct)
    {
        await using var session = who.Open();
        if ((await Indicators.AllAsync(session, ct)).Find(code) is not { } indicator)
            return Unknown<Indicator>(code).ToResult();
        var series = await PointSeries.RunAsync(new([indicator.Code], Span(from, to), [by ?? ""]) { Scope = Slice.Parse(slice) }, session, ct);
        return Results.Ok(series.SelectMany(s => s.Points.Select(p =>
        {
            var e = Estimates.Of(indicator, p.Statistic, complete: p.Complete);
            return new { at = p.At, slice = s.Slice.ToString(), value = Known(e.Value), low = Known(e.Low), high = Known(e.High), n = e.N, p.Complete };
        })));
    }

    private static async Task<IResult> PartsAsync(Who who, IEnumerable<IIndicatorMark> marks, string code, string by, DateOnly from, DateOnly to, string? slice, string? find, CancellationToken ct)
    {
        await using var session = who.Open();
        var found = await BreakDown.RunAsync(new(code, by, Period.Days(from, to), Slice.Parse(slice), find), session, marks, ct);
        return !found.Ok ? found.ToResult() : Results.Ok(new
        {
            whole = Figure(found.Value.Whole), dispersion = found.Value.Funnel?.Dispersion, total = found.Value.Total,
            parts = found.Value.Parts.Select(p => new { value = p.Value, figure = Figure(p.Now), beyond = p.Funnel?.Beyond, z = p.Funnel?.Z, signal = p.Alarmed }),
        });
    }

    private static async Task<IResult> RhythmAsync(Who who, string code, DateOnly from, DateOnly to, string? slice, CancellationToken ct)
    {
        await using var session = who.Open();
        var found = await ReadRhythm.RunAsync(new(code, Period.Days(from, to), Slice.Parse(slice)), session, ct);
        return !found.Ok ? found.ToResult() : Results.Ok(found.Value.Select(c => new { weekday = c.Weekday, hour = c.Hour, figure = Figure(c.Now) }));
    }

    private static async Task<IResult> CompareAsync(Who who, string code, DateOnly from, DateOnly to, DateOnly? before_from, DateOnly? before_to, string? by, string? slice, CancellationToken ct)
    {
        await using var session = who.Open();
        var found = await ComparePeriods.RunAsync(new(code, Period.Days(from, to), Span(before_from, before_to), Slice.Parse(slice), by), session, ct);
        return !found.Ok ? found.ToResult() : Results.Ok(found.Value.Rows.Select(r => new
        {
            value = r.Value, now = Figure(r.Now), before = Figure(r.Before), change = Known(r.Change.Value), low = Known(r.Change.Low), high = Known(r.Change.High), clear = r.Change.IsClear,
        }));
    }

    private static async Task<IResult> RowsAsync(Who who, string code, DateOnly from, DateOnly to, string? slice, string? by, string? part, int? skip, int? take, CancellationToken ct)
    {
        await using var session = who.Open();
        _ = Enum.TryParse<RowPart>(part, true, out var which);
        var found = await RowsBehind.RunAsync(new(code, Period.Days(from, to), Slice.Parse(slice), by, which, null, skip ?? 0, take ?? 100), session, ct);
        return !found.Ok ? found.ToResult() : Results.Ok(new
        {
            total = found.Value.Total,
            rows = found.Value.Rows.Select(r => new { r.Id, r.CaseId, r.At, r.Counted, amount = Known(r.Amount), r.What, r.Outcome, r.Reason, r.Channel, r.Outlet, r.Product, r.Staff, r.Text }),
        });
    }

    internal static Outcome<T> Unknown<T>(string code) => new Refusal("measure.indicator.unknown", code) { Kind = RefusalKind.NotFound };

    private static object Figure(Estimate e) => new { value = Known(e.Value), low = Known(e.Low), high = Known(e.High), n = e.N };

    private static Period? Span(DateOnly? from, DateOnly? to) =>
        from is null && to is null ? null : Period.Days(from ?? DateOnly.MinValue.AddYears(1), to ?? DateOnly.MaxValue.AddYears(-1));

    private static double? Known(double value) => double.IsFinite(value) ? value : null;

    private static string Word<T>(T value) where T : struct, Enum => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
