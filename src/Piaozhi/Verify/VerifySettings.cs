namespace Piaozhi.Verify;

/// <summary>How long a gain is watched after closing.</summary>
public sealed record VerifySettings(int WatchDays = 90)
{
    public const string Key = "verify.settings";
}
