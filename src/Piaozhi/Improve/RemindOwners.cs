using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Piaozhi.Core.Improve;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Storage.Records;

namespace Piaozhi.Improve;

/// <summary>One reminder: an open action whose day is near or past.</summary>
public sealed record Reminder(ImprovementRow Improvement, ActionRow Action, int DaysLeft)
{
    public bool Overdue => DaysLeft < 0;

    public string Href => "/improve/" + Improvement.Id;

    public Bilingual Text
    {
        get
        {
            var days = Math.Abs(DaysLeft).ToString(CultureInfo.InvariantCulture);
            var length = Math.Abs(DaysLeft) == 1 ? "1 day" : days + " days";
            return Overdue
                ? new($"“{Action.Title}”逾期 {days} 天（{Action.Owner}）", $"“{Action.Title}” is {length} overdue ({Action.Owner})")
                : DaysLeft == 0
                    ? new($"“{Action.Title}”今天到期（{Action.Owner}）", $"“{Action.Title}” is due today ({Action.Owner})")
                    : new($"“{Action.Title}”还有 {days} 天到期（{Action.Owner}）", $"“{Action.Title}” is due in {length} ({Action.Owner})");
        }
    }
}

/// <summary>When to remind.</summary>
public sealed record ReminderSettings(int DaysBefore = 3, int AtHour = 8)
{
    public const string Key = "improve.reminders";
}

/// <summary>Each morning: reminds the owners of what is due soon or late, once a day, and forgets for good what was deleted a month ago.</summary>
public sealed class RemindOwners : IJob
{
    private const string Done = "improve.reminded";

    public string Name => "improve.remind";

    public TimeSpan Every => TimeSpan.FromMinutes(10);

    public async Task RunAsync(Session session, CancellationToken ct)
    {
        var settings = await session.Records.SettingAsync(ReminderSettings.Key, new ReminderSettings(), ct);
        var now = session.LocalNow;
        var today = now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (now.Hour < settings.AtHour || await session.Records.SettingAsync(Done, "", ct) == today)
            return;
        var due = await DueAsync(session, ct);
        foreach (var reminder in due)
            session.Trail(
                new Artefact(ArtefactKind.Action, reminder.Action.Id), reminder.Overdue ? "improve.reminded.overdue" : "improve.reminded.soon",
                new Artefact(ArtefactKind.Improvement, reminder.Improvement.Id), reminder.Action.Title, reminder.Action.Owner, Math.Abs(reminder.DaysLeft));
        var late = due.Count(r => r.Overdue);
        var (n, l) = (due.Count.ToString(CultureInfo.InvariantCulture), late.ToString(CultureInfo.InvariantCulture));
        await TellOwners.RunAsync(
            "improve.reminders", new Bilingual($"{n} 项措施要办，其中 {l} 项逾期", $"{n} actions to do, {l} of them overdue"), "/improve?show=mine",
            [.. due.Select(r => new Notice(r.Text, new Bilingual(r.Improvement.Title, r.Improvement.Title), r.Href, r.Action.OwnerId, Slice.Parse(r.Action.Scope)))], session, ct);
        await session.Records.MarkAsync(Done, today, ct);
        await session.Records.SaveChangesAsync(ct);
        await ForgetDeleted.RunAsync(session, ct);
    }

    /// <summary>Open actions of open improvements that are due within the days asked for, the latest first.</summary>
    public static async Task<List<Reminder>> DueAsync(Session session, CancellationToken ct = default)
    {
        var settings = await session.Records.SettingAsync(ReminderSettings.Key, new ReminderSettings(), ct);
        var today = DateOnly.FromDateTime(session.LocalNow);
        var until = today.AddDays(settings.DaysBefore);
        var actions = await session.Records.Set<ActionRow>().AsNoTracking().Where(a => !a.Done && a.WithdrawnOn == null && a.Due <= until).ToListAsync(ct);
        var ids = actions.Select(a => a.ImprovementId).Distinct().ToList();
        var open = await session.Records.Set<ImprovementRow>().AsNoTracking().Where(r => r.State != ImprovementState.Closed && ids.Contains(r.Id)).ToDictionaryAsync(r => r.Id, ct);
        return [.. actions.Where(a => open.ContainsKey(a.ImprovementId))
            .Select(a => new Reminder(open[a.ImprovementId], a, a.Due.DayNumber - today.DayNumber))
            .Where(r => FindImprovement.Sees(r.Improvement, [r.Action], session.Actor))
            .OrderBy(r => r.DaysLeft).ThenBy(r => r.Action.Id, StringComparer.Ordinal)];
    }
}
