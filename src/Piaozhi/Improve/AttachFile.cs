using System.Security.Cryptography;
using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Improve;

/// <summary>Keeps a file with an improvement: under the hash of its content in <c>files/</c> of the data folder, its name only in the records.</summary>
public static class AttachFile
{
    public const long Largest = 20 * 1024 * 1024;

    /// <summary>What people attach to prove something. Nothing that a browser would run.</summary>
    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".pdf"] = "application/pdf",
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".webp"] = "image/webp",
        [".heic"] = "image/heic",
        [".docx"] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        [".xlsx"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        [".pptx"] = "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        [".csv"] = "text/csv",
        [".txt"] = "text/plain",
        [".zip"] = "application/zip",
        [".mp4"] = "video/mp4",
        [".m4a"] = "audio/mp4",
    };

    /// <summary>The endings for a file chooser.</summary>
    public static string Accepted { get; } = string.Join(',', Types.Keys);

    public sealed record Input(string ImprovementId, string FileName, Stream Content);

    public static string PathOf(string hash, Session session) => session.Options.InData("files", hash[..2], hash);

    public static async Task<Outcome<string>> RunAsync(Input input, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.WorkOnImprovements) is { } no)
            return no;
        var found = await FindImprovement.RunAsync(input.ImprovementId, session, ct);
        if (!found.Ok)
            return Outcome<string>.Refuse(found.Refusals);
        // Some browsers send a whole path; only its last part is a name.
        var name = input.FileName.Split('/', '\\')[^1].Trim();
        if (!Types.TryGetValue(Path.GetExtension(name), out var type))
            return new Refusal("improve.file.type", name, string.Join(' ', Types.Keys.Select(t => t[1..])));
        Directory.CreateDirectory(session.Options.InData("tmp"));
        var part = session.Options.InData("tmp", "file-" + Guid.NewGuid().ToString("N"));
        try
        {
            if (await CopyAsync(input.Content, part, ct) is not { } copied)
                return new Refusal("improve.file.too-large", name, Largest / 1024 / 1024);
            if (copied.Size == 0)
                return new Refusal("improve.file.empty", name);
            var path = PathOf(copied.Hash, session);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Move(part, path, overwrite: true);
            var row = new AttachmentRow
            {
                Id = "F" + Guid.CreateVersion7(session.Now).ToString("N"),
                ImprovementId = input.ImprovementId,
                FileName = name.Length > 200 ? name[^200..] : name,
                ContentType = type,
                Size = copied.Size,
                Hash = copied.Hash,
                At = session.Now.UtcDateTime,
                Author = session.Actor.Name,
                AuthorId = session.Actor.Id,
            };
            session.Records.Add(row);
            session.Trail(new Artefact(ArtefactKind.Improvement, input.ImprovementId), "improve.file.added", null, row.FileName);
            await session.Records.SaveChangesAsync(ct);
            return row.Id;
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>Copies, hashes and counts in one go; null as soon as it is too large.</summary>
    private static async Task<(string Hash, long Size)?> CopyAsync(Stream from, string to, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = new FileStream(to, FileMode.CreateNew, FileAccess.Write);
        var buffer = new byte[81920];
        long size = 0;
        int read;
        while ((read = await from.ReadAsync(buffer, ct)) > 0)
        {
            size += read;
            if (size > Largest)
                return null;
            hash.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), ct);
        }

        file.Flush(flushToDisk: true);
        return (Convert.ToHexStringLower(hash.GetHashAndReset()), size);
    }
}
