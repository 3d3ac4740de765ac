using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Listen.Privacy;
using Piaozhi.Host;

namespace Piaozhi.Listen.Import;

/// <summary>
/// The key of the pseudonyms and of what is kept sealed. It lies outside the databases and outside the backup, so that a copy of them
/// alone names nobody. A key that was replaced stays beside it as <c>privacy.key.*</c>: what it sealed can be opened and found.
/// </summary>
public sealed partial class PrivacyKey(PiaozhiOptions options, ILogger<PrivacyKey> log)
{
    private const string Mark = "s1:";
    private readonly Lock _one = new();
    private IReadOnlyList<(Guard Guard, byte[] Seal)>? _keys;

    public Guard Guard => Keys[0].Guard;

    /// <summary>The present guard, then those of former keys.</summary>
    public IEnumerable<Guard> Guards => Keys.Select(k => k.Guard);

    private IReadOnlyList<(Guard Guard, byte[] Seal)> Keys
    {
        get
        {
            lock (_one)
                return _keys ??= Load();
        }
    }

    /// <summary>Puts a new key in the place of the present one, which stays beside it under the day of its end.</summary>
    public void Replace(DateTimeOffset now)
    {
        lock (_one)
        {
            _keys ??= Load();
            var path = options.InData("keys", "privacy.key");
            File.Move(path, path + "." + now.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture));
            _keys = Load();
        }
    }

    /// <summary>A text that only this key opens (AES-256-GCM).</summary>
    public string Seal(string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var box = new byte[12 + plain.Length + 16];
        RandomNumberGenerator.Fill(box.AsSpan(0, 12));
        using var cipher = new AesGcm(Keys[0].Seal, 16);
        cipher.Encrypt(box.AsSpan(0, 12), plain, box.AsSpan(12, plain.Length), box.AsSpan(12 + plain.Length));
        return Mark + Convert.ToBase64String(box);
    }

    /// <summary>What <see cref="Seal"/> sealed; null when none of the keys opens it.</summary>
    public string? Open(string sealedText)
    {
        if (!sealedText.StartsWith(Mark, StringComparison.Ordinal))
            return sealedText;
        var box = Convert.FromBase64String(sealedText[Mark.Length..]);
        var plain = new byte[box.Length - 28];
        foreach (var (_, seal) in Keys)
        {
            try
            {
                using var cipher = new AesGcm(seal, 16);
                cipher.Decrypt(box.AsSpan(0, 12), box.AsSpan(12, plain.Length), box.AsSpan(12 + plain.Length), plain);
                return Encoding.UTF8.GetString(plain);
            }
            catch (AuthenticationTagMismatchException)
            {
                // Sealed under another of the keys.
            }
        }

        return null;
    }

    /// <summary>A reject as it is stored: its row may name people, so it is sealed.</summary>
    public Reject Sealed(Reject reject) => reject.Row is null ? reject : reject with { RowId = reject.RowId, Row = Seal(reject.Row) };

    private List<(Guard, byte[])> Load()
    {
        var path = options.InData("keys", "privacy.key");
        var keys = new List<byte[]> { ReadOrMake(path) };
        foreach (var former in Directory.EnumerateFiles(Path.GetDirectoryName(path)!, "privacy.key.*").Where(f => f != path && !f.EndsWith(".new", StringComparison.Ordinal)).OrderDescending(StringComparer.Ordinal))
            keys.Add(Read(former));
        return [.. keys.Select(k => (new Guard(k), HKDF.DeriveKey(HashAlgorithmName.SHA256, k, 32, info: "piaozhi reject rows"u8.ToArray())))];
    }

    private byte[] Read(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != 0)
        {
            Open(log, path);
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return Convert.FromBase64String(File.ReadAllText(path).Trim());
    }

    private byte[] ReadOrMake(string path)
    {
        if (File.Exists(path))
            return Read(path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var key = RandomNumberGenerator.GetBytes(32);
        // Written beside and moved, so that a half-written key can never be taken for one.
        var fresh = path + ".new";
        File.Delete(fresh);
        var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(fresh, how))
        {
            file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(key)));
            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, path);
        return key;
    }

    [LoggerMessage(LogLevel.Warning, "The privacy key {Path} could be read by others; its permissions are now the owner's only. Replace the key if others had access to the machine")]
    private static partial void Open(ILogger log, string path);
}
