using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Piaozhi.Host;

/// <summary>How a command reaches the server that owns the data folder: an address and a key that only the folder's owner can read.</summary>
public sealed class LocalServer
{
    public const string Header = "X-Piaozhi-Local-Key";

    private const string File = "server.json";

    private sealed record Entry(string Url, string Key);

    /// <summary>Key of this run of the server; a new one at every start.</summary>
    public string Key { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public bool Allows(HttpRequest request) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(request.Headers[Header].ToString()), Encoding.UTF8.GetBytes(Key));

    /// <summary>Leaves address and key in the data folder, readable by the owner of the process only.</summary>
    public async Task AnnounceAsync(PiaozhiOptions options, string url, CancellationToken ct)
    {
        Withdraw(options);
        var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        // The mode is given at creation, so that there is no moment in which others can read the key.
        if (!OperatingSystem.IsWindows())
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var file = new FileStream(options.InData(File), how);
        await JsonSerializer.SerializeAsync(file, new Entry(Reachable(url), Key), cancellationToken: ct);
    }

    /// <summary>An address that stands for every address is reached over the loopback one.</summary>
    private static string Reachable(string url) => new Uri(url) is { Host: "0.0.0.0" or "[::]" } all ? new UriBuilder(all) { Host = "127.0.0.1" }.Uri.ToString() : url;

    public static void Withdraw(PiaozhiOptions options) => System.IO.File.Delete(options.InData(File));

    /// <summary>A client of the server that owns the folder, or null when none has announced itself.
    /// Ask only after the folder was found taken: a server that was killed leaves its announcement behind.</summary>
    public static HttpClient? Find(PiaozhiOptions options)
    {
        var path = options.InData(File);
        if (!System.IO.File.Exists(path) || JsonSerializer.Deserialize<Entry>(System.IO.File.ReadAllText(path)) is not { } entry)
            return null;
        var handler = new HttpClientHandler();
        // On this machine the certificate that others are shown need not be one for "localhost".
        if (WebHost.IsLoopback(entry.Url))
            handler.ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator;
        var client = new HttpClient(handler) { BaseAddress = new Uri(entry.Url) };
        client.DefaultRequestHeaders.Add(Header, entry.Key);
        return client;
    }

    /// <summary>Refuses every request that does not carry the key of this run.</summary>
    public static async ValueTask<object?> RequireAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.RequestServices.GetRequiredService<LocalServer>().Allows(context.HttpContext.Request)
            ? await next(context)
            : Results.Problem(statusCode: StatusCodes.Status401Unauthorized);
}
