using Piaozhi.Access;
using Piaozhi.Core.Listen.Screening;
using Piaozhi.Host;
using Piaozhi.Listen.Import;

namespace Piaozhi.Listen.Rejects;

/// <summary>The reject store below <c>/api/v1/listen/rejects</c>.</summary>
public static class RejectsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/listen").WithTags("listen");
        group.MapGet("/rejects", async (string? file, string? reason, string? kind, bool? mended, Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            var found = await ListRejects.RunAsync(Filter(file, reason, kind, mended), session, ct);
            return found.Ok
                ? Results.Ok(found.Value.Select(r => new { row = r.RowId, kind = r.Kind, file = r.File, line = r.Line, field = r.Field, text = r.Text, reason = r.Reason, mend = Reasons.Text(r.Reason).In(session.Culture), mended = r.MendedAt is not null }))
                : found.ToResult();
        }).WithName("ListRejects").WithSummary("Rows and fields that could not be taken, with what to mend");
        foreach (var workbook in (bool[])[true, false])
            group.MapGet(workbook ? "/rejects.xlsx" : "/rejects.csv", async (string? file, string? reason, string? kind, Who who, PrivacyKey key, CancellationToken ct) =>
            {
                await using var session = who.Open();
                var made = await DownloadRejects.RunAsync(new DownloadRejects.Input(Filter(file, reason, kind, false), workbook), session, key, ct);
                return made.Ok ? Results.File(made.Value.Content, made.Value.ContentType, made.Value.FileName) : made.ToResult();
            }).WithName(workbook ? "DownloadRejectsWorkbook" : "DownloadRejectsCsv").WithSummary("The rejected rows as they came, to be mended and loaded again");
    }

    private static RejectFilter Filter(string? file, string? reason, string? kind, bool? mended) =>
        new(file, reason, kind is { Length: > 0 } ? Fields.Kind(kind) : null, mended ?? false);
}
