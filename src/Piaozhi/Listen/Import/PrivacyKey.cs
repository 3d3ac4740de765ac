using System.Security.Cryptography;
using Piaozhi.Core.Listen.Privacy;
using Piaozhi.Host;

namespace Piaozhi.Listen.Import;

/// <summary>The key of the pseudonyms. It lies outside the databases, so that a copy of them alone names nobody.</summary>
public sealed class PrivacyKey(PiaozhiOptions options)
{
    private readonly Lock _one = new();
    private Guard? _guard;

    public Guard Guard
    {
        get
        {
            lock (_one)
                return _guard ??= new Guard(ReadOrMake(options.InData("keys", "privacy.key")));
        }
    }

    private static byte[] ReadOrMake(string path)
    {
        if (File.Exists(path))
            return Convert.FromBase64String(File.ReadAllText(path).Trim());
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var key = RandomNumberGenerator.GetBytes(32);
        // Written beside and moved, so that a half-written key can never be taken for one.
        var fresh = path + ".new";
        using (var file = new FileStream(fresh, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(key)));
            file.Flush(flushToDisk: true);
        }

        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(fresh, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Move(fresh, path);
        return key;
    }
}
