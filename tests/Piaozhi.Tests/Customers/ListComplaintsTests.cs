using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Piaozhi.Access;
using Piaozhi.Core.Measure;
using Piaozhi.Customers.Complaints;
using Piaozhi.Host;
using Piaozhi.Shell;
using Piaozhi.Tests.Storage;

namespace Piaozhi.Tests.Customers;

/// <summary>The queue of complaints, worked out from what sources tell of them.</summary>
public class ListComplaintsTests
{
    private static readonly Actor Handler = new("anna", "Anna", new HashSet<string> { Roles.Complaints });

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("duckdb")]
    [InlineData("postgres")]
    public async Task What_is_not_closed_waits_by_deadline_in_working_days(string engine)
    {
        var database = engine == "postgres" ? await FactStoreUnderTest.NewDatabaseAsync() : null;
        await using var app = await PiaozhiApp.StartAsync(o => (o.Facts, o.Postgres) = (engine, database));
        await TellAsync(app,
            ("C-late", "registered", -40, "east"), ("C-late", "acknowledged", -39, "east"),
            ("C-new", "registered", 0, "west"),
            ("C-closed", "registered", -20, "east"), ("C-closed", "closed", -10, "east"),
            ("C-back", "registered", -60, "east"), ("C-back", "closed", -50, "east"), ("C-back", "reopened", -1, "east"),
            ("C-gone", "registered", -30, "east"), ("C-gone", "withdrawn", -29, "east"),
            ("C-unheard", "registered", -11, "west"));
        await using var session = app.Services.GetRequiredService<Sessions>().Open(Handler);
        var queue = (await ListComplaints.RunAsync(session, Ct)).Value;
        Assert.Equal(["C-late", "C-unheard", "C-back", "C-new"], queue.Open.Select(c => c.Id));
        Assert.Equal(["C-late"], queue.Open.Where(c => c.Overdue).Select(c => c.Id));
        Assert.Equal(["C-unheard"], queue.Open.Where(c => c.Unacknowledged && c.Id != "C-back").Select(c => c.Id));
        var today = DateOnly.FromDateTime(session.LocalNow);
        Assert.Equal(WorkCalendar.Chinese.Add(today, 10), queue.Open[^1].Due);
        Assert.Equal("complaint.reopened", queue.Open[2].State);

        var lines = await new TodayComplaints().LinesAsync(session, Ct);
        Assert.Contains(lines, l => l is { Group: TodayGroup.Late, Bad: true } && l.Text.Zh.Contains("C-late", StringComparison.Ordinal));
        Assert.Equal(3, lines.Where(l => l.Group == TodayGroup.Mine).Sum(l => l.Count));
        Assert.StartsWith("4 complaints are open, 1 past the deadline", lines.Single(l => l.Group == TodayGroup.Control).Text.En, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_with_an_outlet_sees_its_complaints_only_and_others_one_line()
    {
        await using var app = await PiaozhiApp.StartAsync();
        await TellAsync(app, ("C-east", "registered", -40, "east"), ("C-west", "registered", -40, "west"), ("C-done", "registered", -40, "west"), ("C-done", "closed", -39, "west"));
        await using var east = app.Services.GetRequiredService<Sessions>().Open(Handler with { Roles = new HashSet<string> { Roles.Outlet }, Outlets = new HashSet<string> { "east" } });
        Assert.Equal(["C-east"], (await ListComplaints.RunAsync(east, Ct)).Value.Open.Select(c => c.Id));
        var line = Assert.Single(await new TodayComplaints().LinesAsync(east, Ct));
        Assert.Equal((TodayGroup.Late, true, 1), (line.Group, line.Bad, line.Count));
    }

    [Fact]
    public async Task Where_nobody_says_what_is_closed_no_deadline_is_watched()
    {
        await using var app = await PiaozhiApp.StartAsync();
        await TellAsync(app, ("C-1", "registered", -400, "east"));
        await using var session = app.Services.GetRequiredService<Sessions>().Open(Handler);
        Assert.False((await ListComplaints.RunAsync(session, Ct)).Value.Kept);
        Assert.Empty(await new TodayComplaints().LinesAsync(session, Ct));
    }

    private static async Task TellAsync(PiaozhiApp app, params (string Case, string Activity, int Day, string Outlet)[] told)
    {
        using var client = await app.TokenClientAsync("listen.events");
        var now = TimeProvider.System.GetUtcNow();
        var lines = string.Join('\n', told.Select(t => string.Create(CultureInfo.InvariantCulture,
            $$"""{"case_id":"{{t.Case}}","activity":"complaint.{{t.Activity}}","occurred_at":"{{now.AddDays(t.Day).AddMinutes(-1):yyyy-MM-dd'T'HH:mm:ss'Z'}}","outlet":"{{t.Outlet}}"}""")));
        using var body = new StringContent(lines, Encoding.UTF8, "application/x-ndjson");
        (await client.PostAsync("/api/v1/listen/events", body, Ct)).EnsureSuccessStatusCode();
    }
}
