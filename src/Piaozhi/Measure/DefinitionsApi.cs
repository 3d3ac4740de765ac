using System.Text.Json;
using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Host;

namespace Piaozhi.Measure;

/// <summary>Endpoints that make, change and retire indicators, and the calendar that working days are counted by.</summary>
public static class DefinitionsApi
{
    public sealed record TargetBody(double? AtLeast, double? AtMost, string? Source, DateOnly? From, string? Note);

    public static void Map(RouteGroupBuilder group)
    {
        group.MapPost("/indicators", DefineAsync).WithName("DefineIndicator").WithSummary("Makes an indicator or its next version; the body has the form of indicators.json");
        group.MapPost("/indicators/preview", PreviewAsync).WithName("PreviewIndicator").WithSummary("What an indicator would say, without keeping it");
        group.MapPut("/indicators/{code}/target", TargetAsync).WithName("SetIndicatorTarget").WithSummary("Changes what an indicator should reach, from a day on");
        group.MapPost("/indicators/{code}/retire", (Who who, LoopRunner loop, string code, CancellationToken ct) => RetireAsync(who, loop, code, true, ct)).WithName("RetireIndicator").WithSummary("Takes an indicator out of use");
        group.MapPost("/indicators/{code}/restore", (Who who, LoopRunner loop, string code, CancellationToken ct) => RetireAsync(who, loop, code, false, ct)).WithName("RestoreIndicator").WithSummary("Takes an indicator back into use");
        group.MapDelete("/indicators/{code}", DeleteAsync).WithName("DeleteIndicator").WithSummary("Deletes an indicator of your own with its points");
        group.MapGet("/calendar", async (Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return Results.Ok(await WorkCalendars.DaysAsync(session, ct));
        }).WithName("GetCalendar").WithSummary("Holidays, worked weekends and release days of your own");
        group.MapPut("/calendar", async (Who who, LoopRunner loop, CalendarDays body, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return Counted(await ChangeCalendar.RunAsync(body, session, ct), loop);
        }).WithName("ChangeCalendar").WithSummary("Changes holidays, worked weekends and release days of your own");
    }

    private static async Task<IResult> DefineAsync(Who who, LoopRunner loop, HttpRequest request, DateOnly? from, string? note, CancellationToken ct)
    {
        await using var session = who.Open();
        var (indicator, unreadable) = await ReadAsync(request, ct);
        return indicator is null ? unreadable!.Value.ToResult() : Counted(await DefineIndicator.RunAsync(new(indicator, from, note ?? ""), session, ct), loop);
    }

    private static async Task<IResult> PreviewAsync(Who who, HttpRequest request, CancellationToken ct)
    {
        await using var session = who.Open();
        var (indicator, unreadable) = await ReadAsync(request, ct);
        if (indicator is null)
            return unreadable!.Value.ToResult();
        var found = await PreviewIndicator.RunAsync(indicator, session, ct);
        return !found.Ok ? found.ToResult() : Results.Ok(found.Value.Points.Select(p => new { at = p.At, n = p.Statistic.N, value = p.Statistic.Value(indicator.Statistic) is var v && double.IsFinite(v) ? v : (double?)null }));
    }

    private static async Task<IResult> TargetAsync(Who who, LoopRunner loop, string code, TargetBody body, CancellationToken ct)
    {
        await using var session = who.Open();
        return Counted(await SetTarget.RunAsync(new(code, body.AtLeast, body.AtMost, body.Source ?? "", body.From, body.Note ?? ""), session, ct), loop);
    }

    private static async Task<IResult> RetireAsync(Who who, LoopRunner loop, string code, bool retired, CancellationToken ct)
    {
        await using var session = who.Open();
        return Counted(await RetireIndicator.RunAsync(code, retired, session, ct), loop);
    }

    private static async Task<IResult> DeleteAsync(Who who, string code, CancellationToken ct)
    {
        await using var session = who.Open();
        return (await DeleteIndicator.RunAsync(code, session, ct)).ToResult();
    }

    /// <summary>What was changed is counted in the background.</summary>
    private static IResult Counted<T>(Outcome<T> outcome, LoopRunner loop)
    {
        if (outcome.Ok)
            loop.Request();
        return outcome.Ok && outcome.Value is Indicator i ? Results.Json(i, IndicatorCatalog.Json) : outcome.ToResult();
    }

    /// <summary>The body in the form of indicators.json; the reason with the place where it cannot be read.</summary>
    private static async Task<(Indicator? Indicator, Outcome<Indicator>? Unreadable)> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        try
        {
            if (await JsonSerializer.DeserializeAsync<Indicator>(request.Body, IndicatorCatalog.Json, ct) is { } indicator)
                return (indicator, null);
        }
        catch (JsonException e)
        {
            return (null, new Refusal("measure.indicator.unreadable", e.Path ?? "$"));
        }

        return (null, new Refusal("measure.indicator.unreadable", "$"));
    }
}
