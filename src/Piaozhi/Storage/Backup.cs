using System.IO.Compression;
using System.Text.Json;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Storage.Records;

namespace Piaozhi.Storage;

/// <summary>What a backup says of itself, so that it is never restored onto other engines or a later schema by mistake.</summary>
public sealed record BackupLabel(int Format, string Records, string Facts, string ServiceId, DateTimeOffset At);

/// <summary>Writes both stores, consistent, into one file while they are in use. Keys are not in it: they are kept apart on purpose.</summary>
public static class Backup
{
    public const string LabelName = "backup.json";

    /// <summary>Folder of what people attached to their work.</summary>
    public const string Attachments = "files";

    public static async Task<Outcome<long>> RunAsync(string file, Session session, CancellationToken ct = default)
    {
        var target = Path.GetFullPath(file);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var work = Directory.CreateDirectory(session.Options.InData("tmp", "backup-" + Guid.NewGuid().ToString("N"))).FullName;
        try
        {
            await session.Facts.CopyToAsync(work, ct);
            await RecordCopy.ToAsync(work, session.Records, ct);
            foreach (var attached in Directory.Exists(session.Options.InData(Attachments)) ? Directory.EnumerateFiles(session.Options.InData(Attachments), "*", SearchOption.AllDirectories) : [])
            {
                var copy = Path.Combine(work, Attachments, Path.GetRelativePath(session.Options.InData(Attachments), attached));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(attached, copy);
            }

            var settings = session.Options.InData("settings.json");
            if (File.Exists(settings))
                File.Copy(settings, Path.Combine(work, "settings.json"));
            var label = new BackupLabel(1, session.Options.Records, session.Facts.Engine, session.Options.ServiceId, session.Now);
            await File.WriteAllTextAsync(Path.Combine(work, LabelName), JsonSerializer.Serialize(label, JsonSerializerOptions.Web), ct);

            // Written beside the target first: a backup that was cut short never stands under the asked name.
            var part = target + ".part";
            File.Delete(part);
            await ZipFile.CreateFromDirectoryAsync(work, part, CompressionLevel.Fastest, includeBaseDirectory: false, ct);
            File.Move(part, target, overwrite: true);
            return new FileInfo(target).Length;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }
}

/// <summary>Puts a backup in the place of both stores, while they are in use; what is there before is kept until the new one stands.</summary>
public static class Restore
{
    public static async Task<Outcome<BackupLabel>> RunAsync(string file, Session session, IServiceProvider services, CancellationToken ct = default)
    {
        if (!File.Exists(file))
            return new Refusal("storage.restore.no-file", file) { Kind = RefusalKind.NotFound };
        var work = Directory.CreateDirectory(session.Options.InData("tmp", "restore-" + Guid.NewGuid().ToString("N"))).FullName;
        try
        {
            BackupLabel? label;
            try
            {
                await ZipFile.ExtractToDirectoryAsync(file, work, ct);
                label = JsonSerializer.Deserialize<BackupLabel>(await File.ReadAllTextAsync(Path.Combine(work, Backup.LabelName), ct), JsonSerializerOptions.Web);
            }
            catch (Exception e) when (e is InvalidDataException or FileNotFoundException or JsonException)
            {
                return new Refusal("storage.restore.not-a-backup", file);
            }

            if (label is not { Format: 1 } || label.Facts != session.Facts.Engine || label.Records != session.Options.Records)
                return new Refusal("storage.restore.other-engine", file, label?.Records ?? "?", label?.Facts ?? "?");
            await session.Facts.ReplaceFromAsync(work, ct);
            await RecordCopy.FromAsync(work, session.Records, ct);
            PutBack(Path.Combine(work, Backup.Attachments), session.Options.InData(Backup.Attachments));
            session.Records.ChangeTracker.Clear();
            // A backup of an earlier version is brought to the present schema, and what was held in memory is read again.
            await StorageParts.PrepareRecordsAsync(services, ct);
            services.GetRequiredService<LoopRunner>().Request();
            // It brought its own audit trail; what was noted of the replaced one is put aside.
            services.GetRequiredService<Piaozhi.Access.Audit.AuditAnchors>().PutAside(session.Now);
            return label;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    /// <summary>Attachments are added, never taken away: work that came after the backup may still name them.</summary>
    private static void PutBack(string from, string to)
    {
        foreach (var file in Directory.Exists(from) ? Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories) : [])
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }
}
