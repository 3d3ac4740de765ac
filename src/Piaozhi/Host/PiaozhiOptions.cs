namespace Piaozhi.Host;

/// <summary>Settings of one installation; from <c>settings.json</c> in the data folder, then <c>PIAOZHI_*</c>, then the command line.</summary>
public sealed class PiaozhiOptions
{
    /// <summary>Folder that holds everything; one process owns it.</summary>
    public string DataFolder { get; set; } = "data";

    public string Urls { get; set; } = "http://localhost:5080";

    /// <summary><c>sqlite</c> or <c>postgres</c>.</summary>
    public string Records { get; set; } = "sqlite";

    /// <summary><c>duckdb</c> or <c>postgres</c>.</summary>
    public string Facts { get; set; } = "duckdb";

    /// <summary>Connection string of PostgreSQL, for whichever store uses it.</summary>
    public string? Postgres { get; set; }

    /// <summary>Service id: the tenant that every fact carries.</summary>
    public string ServiceId { get; set; } = "main";

    /// <summary>Offset of the operator's local time from UTC.</summary>
    public TimeSpan UtcOffset { get; set; } = TimeSpan.FromHours(8);

    /// <summary>Memory limit of the embedded fact engine.</summary>
    public string FactMemory { get; set; } = "2GB";

    /// <summary>Starts without the sample.</summary>
    public bool Empty { get; set; }

    /// <summary>Sign-in at the organization's identity provider.</summary>
    public OidcOptions Oidc { get; set; } = new();

    public LimitOptions Limits { get; set; } = new();

    /// <summary>Addresses of proxies in front whose word about the caller's address and scheme is taken, separated by commas.</summary>
    public string Proxies { get; set; } = "";

    /// <summary>Least level of what is logged: <c>Verbose</c>, <c>Debug</c>, <c>Information</c>, <c>Warning</c>, <c>Error</c>.</summary>
    public string LogLevel { get; set; } = "Information";

    /// <summary>Logs are also kept in <c>logs/</c> of the data folder; the server does.</summary>
    public bool LogFiles { get; set; }

    /// <summary>Address of an OpenTelemetry collector (gRPC).</summary>
    public string? Otlp { get; set; }

    /// <summary>Background work (loop steps, jobs) runs; off in tests that drive it themselves.</summary>
    public bool Background { get; set; } = true;

    public string InData(params string[] parts) => Path.Combine([Path.GetFullPath(DataFolder), .. parts]);
}

/// <summary>An identity provider that speaks OpenID Connect. The secret comes from the environment or from settings.json, never from the records.</summary>
public sealed class OidcOptions
{
    public string? Authority { get; set; }
    public string? ClientId { get; set; }
    public string? ClientSecret { get; set; }

    /// <summary>Name of the provider on the button.</summary>
    public string Label { get; set; } = "OpenID Connect";

    /// <summary>Claims that say who somebody is and what they may do.</summary>
    public string NameClaim { get; set; } = "name";
    public string RoleClaim { get; set; } = "roles";
    public string OutletClaim { get; set; } = "outlets";
    public string DepartmentClaim { get; set; } = "department";

    /// <summary>Value of the role claim to role of Piaozhi; a value that is a role's own code needs no entry.</summary>
    public Dictionary<string, string> Roles { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    public bool IsSet => !string.IsNullOrWhiteSpace(Authority) && !string.IsNullOrWhiteSpace(ClientId);
}

/// <summary>Requests a minute: of one address at the door and on public pages, of one token at the intake.</summary>
public sealed class LimitOptions
{
    public int Door { get; set; } = 20;
    public int Intake { get; set; } = 3000;
    public int Public { get; set; } = 60;
}
