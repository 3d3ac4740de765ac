using System.Globalization;
using Piaozhi.Host;

namespace Piaozhi.Storage;

/// <summary>The folder that holds everything. Whoever holds its lock owns it; nobody else writes into it.</summary>
public sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    private DataFolder(FileStream held) => _lock = held;

    /// <summary>Takes the folder, or says who has it (null and a message).</summary>
    public static DataFolder? Take(PiaozhiOptions options, out string message)
    {
        Directory.CreateDirectory(options.InData());
        var path = options.InData("piaozhi.lock");
        try
        {
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            file.SetLength(0);
            using (var writer = new StreamWriter(file, leaveOpen: true))
                writer.Write(Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            file.Flush(true);
            message = "";
            return new DataFolder(file);
        }
        catch (IOException)
        {
            message = options.InData();
            return null;
        }
    }

    public void Dispose() => _lock.Dispose();
}
