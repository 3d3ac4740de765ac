using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Improve;
using Piaozhi.Storage.Records;

namespace Piaozhi.Verify;

/// <summary>Changes when owners are reminded and how long gains are watched.</summary>
public static class SaveWorkSettings
{
    public static async Task<Outcome<Done>> RunAsync(ReminderSettings reminders, VerifySettings verify, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.Administer) is { } no)
            return no;
        var refusals = new List<Refusal>();
        if (reminders.DaysBefore is < 0 or > 60)
            refusals.Add(new Refusal("verify.settings.days-before", "", 60));
        if (reminders.AtHour is < 0 or > 23)
            refusals.Add(new Refusal("verify.settings.hour"));
        if (verify.WatchDays is < 14 or > 730)
            refusals.Add(new Refusal("verify.settings.watch-days", "", 14, 730));
        if (refusals.Count > 0)
            return refusals;
        await session.Records.SetAsync(ReminderSettings.Key, reminders, ct);
        await session.Records.SetAsync(VerifySettings.Key, verify, ct);
        await session.Records.SaveChangesAsync(ct);
        return default(Done);
    }
}
