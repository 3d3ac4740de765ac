using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Piaozhi.Access;
using Piaozhi.Core.Diagnose;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Sample;
using Piaozhi.Core.Sample.Faults;
using Piaozhi.Diagnose;
using Piaozhi.Host;

namespace Piaozhi.Sample;

/// <summary>What goes on at the invented operator: its faults, and what its people did about them, told through the use cases that people use.</summary>
public static class SampleStory
{
    /// <summary>Days ago at which the window improvement took effect, and the new wording of messages did.</summary>
    private const int WindowsDone = 42, WordingDone = 40;

    /// <summary>The plan of a filling; it goes on for two years after it.</summary>
    public static SamplePlan Plan(LoadSample.Loaded loaded, TimeSpan offset)
    {
        var (days, scale, seed) = loaded.Input;
        var end = loaded.Day.AddDays(730);
        Fault Begun(FaultId id, int daysAgo, FaultSize size) => FaultCatalog.Begin(id, loaded.Day.AddDays(-daysAgo), end.ToDateTime(TimeOnly.MinValue), size);
        var from = loaded.Day.AddDays(1 - days);
        return new SamplePlan
        {
            Seed = seed,
            From = from,
            Days = end.DayNumber - from.DayNumber,
            Scale = scale,
            Voice = 3,
            UtcOffset = offset,
            Faults = days < 60 ? [] :
            [
                Begun(FaultId.F30, WindowsDone, FaultSize.Medium),
                Begun(FaultId.F08, 15, FaultSize.Severe),
                Begun(FaultId.F11, 9, FaultSize.Severe),
                Begun(FaultId.F23, 6, FaultSize.Severe),
                Begun(FaultId.F01, 2, FaultSize.Severe),
            ],
        };
    }

    /// <summary>The same operation, told only from a day on.</summary>
    public static SamplePlan Since(SamplePlan plan, DateOnly day)
    {
        var skipped = day.DayNumber - plan.From.DayNumber;
        return plan with { From = day, Days = plan.Days - skipped, WarmUp = plan.WarmUp + skipped };
    }

    public static async Task TellAsync(SamplePlan plan, Session session, CancellationToken ct)
    {
        if (plan.Faults.Count == 0)
            return;
        var people = new Storyteller(session);
        await ProvedStory.TellAsync(people, WindowsDone, ct);
        await UnprovedStory.TellAsync(people, WordingDone, ct);
        await RunningStories.TellAsync(people, ct);
    }
}

/// <summary>The people of the story, and sessions of theirs in the past.</summary>
internal sealed class Storyteller(Session session)
{
    public static readonly Actor
        Engineer = Person("sample-wang", "王敏", Roles.Engineer),
        West = Person("sample-chen", "陈立", Roles.Department),
        East = Person("sample-zhao", "赵云飞", Roles.Department),
        Service = Person("sample-liu", "刘倩", Roles.Department),
        Chair = Person("sample-zhou", "周建国", Roles.Chair);

    public Session Now => session;

    public DateOnly Day(int daysAgo) => DateOnly.FromDateTime(session.LocalNow).AddDays(-daysAgo);

    /// <summary>A session of a person at ten in the morning (or later) so many days ago. Shares the records; is not to be disposed.</summary>
    public Session As(Actor person, int daysAgo, double hour = 10)
    {
        session.Records.Actor = person;
        var at = Day(daysAgo).ToDateTime(TimeOnly.MinValue).AddHours(hour);
        var back = session.LocalNow - at;
        return new Session(session.Records, session.Facts, new PastClock(session.Clock, back > TimeSpan.Zero ? back : TimeSpan.Zero), person, session.Culture, session.Options);
    }

    /// <summary>The worst open fault that the product itself found on one of the indicators and at a place.</summary>
    public async Task<ProblemRow?> FoundAsync(string place, CancellationToken ct, params string[] indicators)
    {
        var problems = await session.Records.Set<ProblemRow>().AsNoTracking().Where(p => p.StillFound && p.Kind == ProblemKind.Fault).ToListAsync(ct);
        return problems.Where(p => p.Indicators.Split(' ').Append(p.Indicator).Intersect(indicators).Any())
            .OrderByDescending(p => Uri.UnescapeDataString(p.Slice).Contains(place, StringComparison.Ordinal)).ThenByDescending(p => p.StartedAt).FirstOrDefault();
    }

    /// <summary>A step of the story that was refused is a defect of the story.</summary>
    public static T Must<T>(Outcome<T> outcome) => outcome.Value;

    private static Actor Person(string id, string name, string role) =>
        new(id, name, new HashSet<string>(StringComparer.Ordinal) { role, Roles.Engineer });

    private sealed class PastClock(TimeProvider clock, TimeSpan back) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() - back;
    }
}
