using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Improve;

/// <summary>Attachments over HTTP: upload, download, delete, bring back.</summary>
public static class FilesApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/improve").WithTags("improve");
        // The body is the file itself, so that nothing of it is held in memory; the name comes in the address.
        group.MapPost("/{id}/files/{name}", async (string id, string name, HttpRequest request, Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return (await AttachFile.RunAsync(new(id, name, request.Body), session, ct)).ToResult();
        }).WithName("AttachFile").WithSummary("Attaches the body as a file of that name").WithMetadata(new RequestSizeLimitAttribute(AttachFile.Largest + 1));
        group.MapGet("/files/{id}", DownloadAsync).WithName("GetFile").WithSummary("Downloads an attached file");
        group.MapDelete("/files/{id}", async (string id, Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return (await RemoveWork.AttachmentAsync(id, false, session, ct)).ToResult();
        }).WithName("RemoveFile").WithSummary("Deletes an attached file; kept for 30 days");
        group.MapPost("/files/{id}/restore", async (string id, Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return (await RemoveWork.AttachmentAsync(id, true, session, ct)).ToResult();
        }).WithName("RestoreFile").WithSummary("Brings a deleted file back");
    }

    private static async Task<IResult> DownloadAsync(string id, HttpContext http, Who who, CancellationToken ct)
    {
        await using var session = who.Open();
        var row = await session.Records.Set<AttachmentRow>().AsNoTracking().FirstOrDefaultAsync(f => f.Id == id, ct);
        if (row is null || !(await FindImprovement.RunAsync(row.ImprovementId, session, ct)).Ok || !File.Exists(AttachFile.PathOf(row.Hash, session)))
            return ((Outcome<Done>)new Refusal("improve.file.not-found", id) { Kind = RefusalKind.NotFound }).ToResult();
        // Always a download and never a page of ours, whatever the file holds.
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        http.Response.Headers.CacheControl = "private, no-store";
        return Results.File(AttachFile.PathOf(row.Hash, session), row.ContentType, row.FileName);
    }
}
