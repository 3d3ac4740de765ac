using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Diagnose.Mining;

/// <summary><c>/api/v1/diagnose/process</c> and <c>/api/v1/diagnose/staffing</c></summary>
public static class ProcessApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var process = api.MapGroup("/diagnose").WithTags("diagnose");
        process.MapGet("/process", async (Who who, DateOnly? from, DateOnly? to, string? within, double? threshold, int? variants, CancellationToken ct) =>
        {
            await using var session = who.Open();
            var mined = await MineProcess.RunAsync(Asked(from, to, within, threshold), session, ct);
            return mined.Ok ? Results.Ok(ProcessShape.Of(mined.Value, Math.Clamp(variants ?? 50, 0, 10_000), session.Options.UtcOffset)) : mined.ToResult();
        }).WithName("MineProcess").WithSummary("The process of a period (the last four weeks unless one is asked for): arcs with times, variants, waiting, model with fitness, rules");
        process.MapGet("/process/{format}", async (string format, Who who, DateOnly? from, DateOnly? to, string? within, double? threshold, CancellationToken ct) =>
        {
            await using var session = who.Open();
            if (!Enum.TryParse<ProcessFormat>(format, ignoreCase: true, out var known) || !Enum.IsDefined(known))
                return ((Outcome<Done>)new Refusal("diagnose.process.unknown-format", format)).ToResult();
            var file = await ExportProcess.RunAsync(Asked(from, to, within, threshold), known, session, ct);
            return file.Ok ? Results.File(file.Value.Content, file.Value.MediaType, file.Value.Name) : file.ToResult();
        }).WithName("ExportProcess").WithSummary("The model (bpmn, pnml) or the log (xes, ocel, csv) for other tools");
        process.MapGet("/staffing", async (Who who, string queue, DayOfWeek day, int from, int to, double limit, double? share, string? within, bool? hourly, CancellationToken ct) =>
        {
            await using var session = who.Open();
            var answer = await AskStaffing.RunAsync(new(queue, day, from, to, limit, share ?? .9, within is null ? null : Slice.Parse(within), hourly ?? false), session, ct);
            return answer.Ok ? Results.Ok(ProcessShape.Of(answer.Value)) : answer.ToResult();
        }).WithName("AskStaffing").WithSummary("The fewest windows, hotline agents or gates that keep a share of the waits under a limit in seconds, by simulation");
    }

    private static MineProcess.Input Asked(DateOnly? from, DateOnly? to, string? within, double? threshold) => new(
        from is null && to is null ? null : Period.Days(from ?? DateOnly.MinValue.AddYears(1), to ?? DateOnly.MaxValue.AddYears(-1)),
        within is null ? null : Slice.Parse(within), threshold ?? Core.Diagnose.Process.InductiveMiner.DefaultThreshold);
}
