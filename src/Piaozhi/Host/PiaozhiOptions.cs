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

    /// <summary>Background work (loop steps, jobs) runs; off in tests that drive it themselves.</summary>
    public bool Background { get; set; } = true;

    public string InData(params string[] parts) => Path.Combine([Path.GetFullPath(DataFolder), .. parts]);
}
