using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Piaozhi.Access;
using Piaozhi.Core.Improve;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Host;
using Piaozhi.Improve;
using Piaozhi.Storage.Facts;
using Piaozhi.Tests.Storage;
using R = Piaozhi.Storage.Records.Records;

namespace Piaozhi.Tests.Improve;

/// <summary>The real application with its records on either database, people who work in it, and a clock that is moved by hand.</summary>
public sealed class Workshop : IAsyncDisposable
{
    public static readonly DateTimeOffset First = new(2026, 3, 2, 0, 0, 0, TimeSpan.FromHours(8));

    public static readonly Actor
        Li = Person("li", "Li", Roles.Engineer), Wang = Person("wang", "Wang", Roles.Engineer), Outlet = Person("zhao", "Zhao", Roles.Outlet) with { Outlets = new HashSet<string> { "East" } },
        Clerk = Person("chen", "Chen", Roles.Clerk);

    private Workshop(PiaozhiApp app, HandClock clock) => (App, Clock) = (app, clock);

    public PiaozhiApp App { get; }

    public HandClock Clock { get; }

    public static async Task<Workshop> OpenAsync(string records = "sqlite")
    {
        var postgres = records == "postgres" ? await FactStoreUnderTest.NewDatabaseAsync() : null;
        var app = await PiaozhiApp.StartAsync(o => (o.Records, o.Postgres) = (records, postgres));
        return new Workshop(app, new HandClock(First.AddDays(60).AddHours(10)));
    }

    public Session As(Actor actor) =>
        new Sessions(App.Services.GetRequiredService<Func<R>>(), App.Services.GetRequiredService<FactStore>(), Clock, App.Services.GetRequiredService<PiaozhiOptions>())
            .Open(actor, CultureInfo.GetCultureInfo("en"));

    public Session System() => As(Actor.System);

    /// <summary>Sixty orders a day in each of two channels; the web always succeeds at 85 %, the app as said.</summary>
    public async Task PaymentsAsync(int from, int days, Func<int, double> app)
    {
        var rng = Rng.Named(7, "payments " + from);
        var log = new List<Fact>();
        for (var day = from; day < from + days; day++)
            for (var i = 0; i < 120; i++)
            {
                var (order, channel, at) = ($"o{day}-{i}", i % 2 == 0 ? "app" : "web", First.AddDays(day).AddMinutes(10 + i * 11));
                log.Add(Event(order, "payment.initiated", channel, at));
                if (rng.Chance(channel == "app" ? app(day) : 0.85))
                    log.Add(Event(order, "payment.succeeded", channel, at.AddSeconds(9)));
            }

        await using var session = System();
        await session.Facts.AppendAsync(FactKind.Events, log, new Arrival("p" + from, First.AddDays(from + days)));
    }

    /// <summary>A quick fix with one action, in effect since that day.</summary>
    public async Task<(string Improvement, string Action)> AQuickFixAsync(DateOnly startedOn, double change = 0.1)
    {
        await using var session = As(Li);
        var id = (await OpenImprovement.RunAsync(new("Retry", Method.QuickFix, "Li", null, "payments fail", "K22", "channel=app", OwnerId: "li"), session)).Value;
        var action = (await AddAction.RunAsync(new(id, "Retry at the gateway", "Wang", startedOn, "K22", Direction.Up, change, "channel=app", OwnerId: "wang"), session)).Value;
        Assert.True((await CompleteAction.RunAsync(action, startedOn, session)).Ok);
        return (id, action);
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    public static Actor Person(string id, string name, string role) => new(id, name, new HashSet<string> { role });

    private static EventFact Event(string order, string activity, string channel, DateTimeOffset at) => new()
    {
        Id = order + activity, CaseId = order, Activity = activity, OccurredAt = at, Dimensions = new Dimensions { Channel = channel },
    };

    /// <summary>A clock that stands until it is moved.</summary>
    public sealed class HandClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now.ToUniversalTime();
    }
}
