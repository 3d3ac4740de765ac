using Microsoft.AspNetCore.DataProtection;
using Piaozhi.Host;
using Piaozhi.Storage.Records;

namespace Piaozhi.Detect.Alerts;

public enum MailSecurity
{
    /// <summary>Encrypted after a plain greeting (port 587).</summary>
    StartTls,

    /// <summary>Encrypted from the first byte (port 465), as most Chinese providers ask for.</summary>
    Tls,

    /// <summary>Not encrypted; for a relay in the same house.</summary>
    None,
}

/// <summary>What all routes share.</summary>
public sealed record AlertSettings
{
    public const string Key = "detect.alerts";

    /// <summary>Where people reach Piaozhi; links in messages begin with it.</summary>
    public string PublicAddress { get; init; } = "";

    /// <summary>Webhooks may go to addresses of the own network; off, so that nobody can make the server ask around in it.</summary>
    public bool PrivateAddresses { get; init; }

    public string MailHost { get; init; } = "";
    public int MailPort { get; init; } = 465;
    public MailSecurity MailSecurity { get; init; } = MailSecurity.Tls;
    public string MailUser { get; init; } = "";

    /// <summary>Encrypted.</summary>
    public string MailPassword { get; init; } = "";

    public string MailFrom { get; init; } = "";

    public static Task<AlertSettings> ReadAsync(Session session, CancellationToken ct = default) => session.Records.SettingAsync(Key, new AlertSettings(), ct);

    /// <summary>A link that also works outside: the public address, else the one that the server listens on.</summary>
    public string Link(string path, PiaozhiOptions options) =>
        (PublicAddress.Length > 0 ? PublicAddress : options.Urls.Split(';')[0]).TrimEnd('/') + path;
}

/// <summary>Keeps passwords and robot addresses so that neither the database nor its backup tells them.</summary>
public sealed class AlertSecrets(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("piaozhi.alerts.v1");

    public string Hide(string secret) => _protector.Protect(secret);

    /// <summary>Null when there is none, or when the keys that hid it are gone.</summary>
    public string? Show(string? hidden)
    {
        if (string.IsNullOrEmpty(hidden))
            return null;
        try
        {
            return _protector.Unprotect(hidden);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }
}
