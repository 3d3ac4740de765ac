using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Piaozhi.Host;

namespace Piaozhi.Access.Audit;

/// <summary>
/// Notes the head of the trail outside of the database, once an hour. A chain alone cannot tell that its last entries are gone; a note of
/// where it had come to can. People may keep such notes elsewhere too (<c>piaozhi access audit head</c>).
/// </summary>
public sealed class AuditAnchors(PiaozhiOptions options) : IJob
{
    public string Name => "audit-anchor";

    public TimeSpan Every => TimeSpan.FromHours(1);

    private string File => options.InData("keys", "audit-anchors.txt");

    public async Task RunAsync(Session session, CancellationToken ct)
    {
        if (await HeadAsync(session, ct) is not { } head || (await ReadAsync(ct)).LastOrDefault() == head)
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        await System.IO.File.AppendAllTextAsync(File, string.Create(CultureInfo.InvariantCulture, $"{session.Now:yyyy-MM-ddTHH:mm:ssZ} {head}\n"), ct);
    }

    /// <summary>Number and hash of the last entry; null while there is none.</summary>
    public static async Task<string?> HeadAsync(Session session, CancellationToken ct = default) =>
        await session.Records.Set<AuditRow>().AsNoTracking().OrderByDescending(r => r.Seq).Select(r => new { r.Seq, r.Hash }).FirstOrDefaultAsync(ct) is { } last
            ? VerifyAudit.Anchor(last.Seq, last.Hash) : null;

    public async Task<IReadOnlyList<string>> ReadAsync(CancellationToken ct = default) =>
        System.IO.File.Exists(File) ? [.. (await System.IO.File.ReadAllLinesAsync(File, ct)).Select(l => l.Split(' ')).Where(l => l.Length == 2).Select(l => l[1])] : [];

    /// <summary>A restored backup brings its own, older trail; notes of the one that it replaced are put aside.</summary>
    public void PutAside(DateTimeOffset at)
    {
        if (System.IO.File.Exists(File))
            System.IO.File.Move(File, File + at.ToString(".yyyyMMddHHmmss", CultureInfo.InvariantCulture), overwrite: true);
    }
}
