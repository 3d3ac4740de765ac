using System.IO.Compression;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Storage;

/// <summary>What a backup says of itself, so that it is never restored onto other engines or a later schema by mistake.</summary>
public sealed record BackupLabel(int Format, string Records, string Facts, string ServiceId, DateTimeOffset At);

/// <summary>Writes both stores, consistent, into one file while they are in use. Keys are not in it: they are kept apart on purpose.</summary>
public static class Backup
{
    public const string LabelName = "backup.json";

    public static async Task<Outcome<long>> RunAsync(string file, Session session, CancellationToken ct = default)
    {
        if (session.Options.Records == "postgres")
            return new Refusal("storage.backup.records-on-postgres", "pg_dump");
        var target = Path.GetFullPath(file);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var work = Directory.CreateDirectory(session.Options.InData("tmp", "backup-" + Guid.NewGuid().ToString("N"))).FullName;
        try
        {
            await session.Facts.CopyToAsync(work, ct);
            await CopySqliteAsync(session.Options.InData("records.db"), Path.Combine(work, "records.db"), ct);
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

    private static async Task CopySqliteAsync(string from, string to, CancellationToken ct)
    {
        await using var source = new SqliteConnection($"Data Source={from};Mode=ReadOnly");
        await using var target = new SqliteConnection($"Data Source={to};Pooling=False");
        await source.OpenAsync(ct);
        await target.OpenAsync(ct);
        source.BackupDatabase(target);
    }
}

/// <summary>Puts a backup in the place of both stores, while they are in use; what is there before is kept until the new one stands.</summary>
public static class Restore
{
    public static async Task<Outcome<BackupLabel>> RunAsync(string file, Session session, CancellationToken ct = default)
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
            await using (var source = new SqliteConnection($"Data Source={Path.Combine(work, "records.db")};Pooling=False"))
            await using (var target = new SqliteConnection($"Data Source={session.Options.InData("records.db")}"))
            {
                // SQLite's own backup writes page by page under its locks, so readers see the old or the new, never a mixture.
                await source.OpenAsync(ct);
                await target.OpenAsync(ct);
                source.BackupDatabase(target);
            }

            session.Records.ChangeTracker.Clear();
            return label;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }
}
