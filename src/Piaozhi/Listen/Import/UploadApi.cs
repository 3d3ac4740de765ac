using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using Piaozhi.Access;
using Piaozhi.Core.Listen.Screening;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Listen.Import;

/// <summary>
/// <c>POST /api/v1/listen/import</c>: files as multipart form, or one file as the body (<c>?name=</c>). They go to disk as they come, then the
/// import runs in the background. The page sends its files here too.
/// </summary>
public static class UploadApi
{
    /// <summary>Most that one upload may hold.</summary>
    public const long MaxUpload = 20L * 1024 * 1024 * 1024;

    /// <summary>Most files that one upload may hold.</summary>
    public const int MaxFiles = 200;

    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/listen").WithTags("listen");
        group.MapPost("/import", TakeAsync).WithName("ImportFiles").WithSummary("Loads files (multipart, or one as the body); answers 202 with the import's id, with wait=true its result").DisableAntiforgery();
        group.MapGet("/imports", ListAsync).WithName("ListImports").WithSummary("Imports, the latest first");
        group.MapGet("/imports/{id}", FindAsync).WithName("GetImport").WithSummary("One import with its files and counts");
        group.MapPost("/imports/{id}/cancel", (string id, Who who, Imports imports, CancellationToken ct) => DoAsync(who, s => CancelImport.RunAsync(id, s, imports, ct))).WithName("CancelImport").WithSummary("Stops an import; what it loaded stays").DisableAntiforgery();
        group.MapPost("/imports/{id}/continue", (string id, Who who, Imports imports, CancellationToken ct) => DoAsync(who, s => ContinueImport.RunAsync(id, s, imports, ct))).WithName("ContinueImport").WithSummary("Takes up an import that was interrupted or waited for a mapping").DisableAntiforgery();
    }

    private static async Task<IResult> TakeAsync(HttpRequest request, Who who, Imports imports, string? name, string? kind, string? mapping, [FromQuery(Name = "replace_sample")] bool? replaceSample, bool? wait, bool? page, CancellationToken ct)
    {
        await using var session = who.Open();
        var refusals = await StartImport.RefusalsAsync(kind, mapping, replaceSample ?? false, session, imports, ct);
        if (request.ContentLength > MaxUpload)
            refusals.Add(TooLarge());
        else if (request.ContentLength is { } length && new DriveInfo(session.Options.InData()).AvailableFreeSpace < length * 2)
            refusals.Add(new Refusal("listen.import.no-space") { Kind = RefusalKind.Conflict });
        if (refusals.Count > 0)
            return Outcome<string>.Refuse(refusals).ToResult();
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = MaxUpload;
        var id = StartImport.NewId(session);
        var folder = Directory.CreateDirectory(imports.Folder(id)).FullName;
        var started = false;
        try
        {
            var files = await SaveAsync(request, name, folder, ct);
            if (files is null)
                return ((Outcome<string>)TooLarge()).ToResult();
            var begun = await StartImport.RunAsync(new StartImport.Input(files, kind, mapping, replaceSample ?? false, page == true ? "page" : "http", id), session, imports, ct);
            if (!begun.Ok)
                return begun.ToResult();
            started = true;
            if (wait == true)
                await imports.WaitAsync(begun.Value).WaitAsync(ct);
            session.Records.ChangeTracker.Clear();
            var row = await session.Records.Set<ImportRow>().AsNoTracking().FirstAsync(r => r.Id == begun.Value, ct);
            return Results.Json(Shown(row, imports), statusCode: wait == true ? 200 : 202);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return ((Outcome<string>)TooLarge()).ToResult();
        }
        finally
        {
            // An upload that broke off, or was refused, leaves nothing behind.
            if (!started)
                Directory.Delete(folder, recursive: true);
        }
    }

    private static Refusal TooLarge() => new("listen.import.too-large", "", MaxUpload / 1024 / 1024 / 1024, MaxFiles);

    /// <summary>The files of the request on disk; null when they are too many.</summary>
    private static async Task<IReadOnlyList<ImportFile>?> SaveAsync(HttpRequest request, string? name, string folder, CancellationToken ct)
    {
        var files = new List<ImportFile>();
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            return [await OneAsync(request.Body, name ?? "upload", folder, 0, ct)];
        var reader = new MultipartReader(HeaderUtilities.RemoveQuotes(type.Boundary).Value ?? "", request.Body) { HeadersCountLimit = 16 };
        while (await reader.ReadNextSectionAsync(ct) is { } section)
        {
            if (section.AsFileSection() is not { } part)
                continue;
            if (files.Count == MaxFiles)
                return null;
            if (await OneAsync(section.Body, part.FileName, folder, files.Count, ct) is { Bytes: > 0 } file)
                files.Add(file);
        }

        return files;
    }

    private static async Task<ImportFile> OneAsync(Stream body, string name, string folder, int index, CancellationToken ct)
    {
        // The name is shown, never used as a path.
        var shown = Path.GetFileName(name.Replace('\\', '/'));
        var path = Path.Combine(folder, index.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await using var file = File.Create(path);
        await body.CopyToAsync(file, ct);
        return new ImportFile(shown.Length is 0 or > 200 ? "upload" : shown, path, file.Length, Own: true);
    }

    private static async Task<IResult> ListAsync(Who who, Imports imports, CancellationToken ct)
    {
        await using var session = who.Open();
        var listed = await ListImports.RunAsync(session, ct);
        return listed.Ok ? Results.Ok(listed.Value.Select(r => Shown(r, imports))) : listed.ToResult();
    }

    private static async Task<IResult> FindAsync(string id, Who who, Imports imports, CancellationToken ct)
    {
        await using var session = who.Open();
        var found = await ListImports.FindAsync(id, session, ct);
        return found.Ok ? Results.Ok(Shown(found.Value, imports)) : found.ToResult();
    }

    private static async Task<IResult> DoAsync<T>(Who who, Func<Session, Task<Outcome<T>>> work)
    {
        await using var session = who.Open();
        return (await work(session)).ToResult();
    }

    private static object Shown(ImportRow row, Imports imports)
    {
        var progress = imports.Progress(row.Id);
        return new
        {
            id = row.Id, state = row.State.ToString().ToLowerInvariant(), started_at = DateTime.SpecifyKind(row.StartedAt, DateTimeKind.Utc), ended_at = row.EndedAt, by = row.ActorName, via = row.Via,
            accepted = progress?.Accepted ?? row.Accepted, duplicates = progress?.Duplicates ?? row.Duplicates, rejected = progress?.Rejected ?? row.Rejected, share = progress?.Share, rows_per_second = progress?.Rate,
            can_continue = row.CanContinue,
            files = row.Files.Select(f => new
            {
                name = f.Name, bytes = f.Bytes, state = f.State.ToString().ToLowerInvariant(), kind = f.Kind?.Word(), mapping = f.Mapping,
                accepted = f.Accepted, duplicates = f.Duplicates, rejected = f.Rejected, dropped_fields = f.Dropped,
            }),
        };
    }
}
