using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Options;
using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Storage.Records;

namespace Piaozhi.Host.Settings;

/// <summary>Where the operator is: the offset of its local time, and the language of what goes out without a reader's own choice.</summary>
public sealed record RegionSettings(int OffsetMinutes, string Language)
{
    public const string Key = "host.region";

    public static readonly string[] Languages = ["zh-CN", "en"];
}

/// <summary>Reads and changes the region; what is kept in the records stands above the start options.</summary>
public sealed class Region(PiaozhiOptions options, IOptions<RequestLocalizationOptions> localization)
{
    private static readonly (int Least, int Most) Offsets = (-12 * 60, 14 * 60);

    public RegionSettings Now { get; private set; } = new((int)options.UtcOffset.TotalMinutes, "zh-CN");

    /// <summary>Language of alerts, mails and reports.</summary>
    public CultureInfo Culture => CultureInfo.GetCultureInfo(Now.Language);

    public async Task LoadAsync(Session session, CancellationToken ct = default) => Take(await session.Records.SettingAsync(RegionSettings.Key, Now, ct));

    public async Task<Outcome<Done>> ChangeAsync(RegionSettings settings, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.Administer) is { } no)
            return no;
        if (settings.OffsetMinutes < Offsets.Least || settings.OffsetMinutes > Offsets.Most || settings.OffsetMinutes % 15 != 0)
            return new Refusal("host.region.offset", settings.OffsetMinutes.ToString(session.Culture));
        if (!RegionSettings.Languages.Contains(settings.Language))
            return new Refusal("host.region.language", settings.Language);
        await session.Records.SetAsync(RegionSettings.Key, settings, ct);
        await session.Records.SaveChangesAsync(ct);
        Take(settings);
        return default(Done);
    }

    private void Take(RegionSettings settings)
    {
        Now = settings;
        options.UtcOffset = TimeSpan.FromMinutes(settings.OffsetMinutes);
        localization.Value.SetDefaultCulture(settings.Language);
    }
}
