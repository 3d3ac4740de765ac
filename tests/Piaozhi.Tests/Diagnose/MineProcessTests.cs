using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Piaozhi.Access;
using Piaozhi.Core.Diagnose.Process;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Loop;
using Piaozhi.Diagnose.Mining;
using Piaozhi.Host;
using Piaozhi.Storage.Facts;

namespace Piaozhi.Tests.Diagnose;

public sealed class MineProcessTests
{
    private static readonly DateTimeOffset Monday = new(2026, 1, 5, 8, 0, 0, TimeSpan.FromHours(8));

    /// <summary>The days on which orders begin; without a period the last four weeks are taken, and some gates are passed on the day after.</summary>
    private static readonly MineProcess.Input All = new(Period.Days(new DateOnly(2026, 1, 5), new DateOnly(2026, 2, 1)));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Four weeks: a hundred orders a day at two outlets, one a day issued without payment; and a counter with one window.</summary>
    private static IEnumerable<Fact> Facts()
    {
        for (var day = 0; day < 28; day++)
        {
            for (var i = 0; i < 100; i++)
            {
                var outlet = i % 4 == 0 ? "西站" : "东站";
                EventFact Event(string activity, int seconds, bool ticket = false) => new()
                {
                    Id = $"{day}-{i}-{activity}", CaseId = $"o{day}-{i}", Activity = activity, OccurredAt = Monday.AddDays(day).AddMinutes(5 * i).AddSeconds(seconds), Amount = 100,
                    Objects = ticket ? [new ObjectRef("ticket", $"T{day}-{i}"), new ObjectRef("customer", "c1")] : [], Dimensions = new Dimensions { Outlet = outlet },
                };
                yield return Event("order.created", 0);
                if (i != 50)
                    yield return Event("payment.succeeded", 40);
                yield return Event("ticket.issued", 45, ticket: true);
                yield return Event("gate.passed", 50_000, ticket: true);
            }

            double free = 0;
            for (var i = 0; i < 60; i++)
            {
                var at = i * 300 + i % 7 * 20;
                var start = Math.Max(at, free);
                free = start + 200 + i % 5 * 40;
                EventFact Visit(string activity, double seconds) => new()
                {
                    Id = $"w{day}-{i}-{activity}", CaseId = $"w{day}-{i}", Activity = activity, OccurredAt = Monday.AddDays(day).AddSeconds(seconds), Dimensions = new Dimensions { Outlet = "东站", Device = "W1" },
                };
                yield return Visit("window.ticket_taken", at);
                yield return Visit("window.served_start", start);
                yield return Visit("window.served_end", free);
            }
        }
    }

    private static async Task<PiaozhiApp> WithFactsAsync()
    {
        var app = await PiaozhiApp.StartAsync();
        await using var session = app.Session();
        await session.Facts.AppendAsync(FactKind.Events, [.. Facts()], new Arrival("i", Monday));
        return app;
    }

    private static Session As(PiaozhiApp app, string role, params string[] outlets) => app.Services.GetRequiredService<Sessions>()
        .Open(new Actor("u1", "李工", new HashSet<string> { role }, outlets.Length == 0 ? null : outlets.ToHashSet()));

    [Fact]
    public async Task The_process_is_mined_from_what_the_reader_may_see_and_followed_beyond_the_period()
    {
        await using var app = await WithFactsAsync();
        await using var all = As(app, Roles.Engineer);
        var picture = (await MineProcess.RunAsync(All, all, Ct)).Value;
        Assert.Equal(28 * 160, picture.Graph.Cases);
        Assert.Equal(5, picture.Graph.Arc("payment.succeeded", "ticket.issued")!.Median);
        // The common way is the model; the order a day that is issued without payment does not fit it.
        Assert.Equal(1 - 28 / 4480.0, picture.Alignment.ShareFitting, 12);
        var rule = picture.Rules.Single(r => r.Rule.Id == "paid-before-issued");
        Assert.Equal((2800, 28), (rule.Cases, rule.Broken));
        Assert.Equal(0, picture.Rules.Single(r => r.Rule.Id == "one-entry-per-ticket").Broken);

        Assert.Equal(27 * 160, (await MineProcess.RunAsync(new(), all, Ct)).Value.Graph.Cases);

        await using var west = As(app, Roles.Outlet, "西站");
        Assert.Equal(28 * 25, (await MineProcess.RunAsync(All, west, Ct)).Value.Graph.Cases);
        // Orders of one day pass the gate fourteen hours later, some of them on the next day: still whole cases.
        var day = (await MineProcess.RunAsync(new(Period.Days(new DateOnly(2026, 1, 6), new DateOnly(2026, 1, 6))), west, Ct)).Value;
        Assert.Equal((25, 25), (day.Graph.Cases, day.Graph.Last[day.Log.Find("gate.passed")]));
        Assert.Equal("diagnose.process.no-events", (await MineProcess.RunAsync(new(Period.Days(new DateOnly(2020, 1, 6), new DateOnly(2020, 1, 6))), all, Ct)).Refusals[0].Code);
    }

    [Fact]
    public async Task Files_for_other_tools_read_back_and_rows_need_the_right_to_read_them()
    {
        await using var app = await WithFactsAsync();
        await using var all = As(app, Roles.Engineer);
        var xes = (await ExportProcess.RunAsync(All, ProcessFormat.Xes, all, Ct)).Value;
        Assert.Equal(28 * (399 + 180), XesLog.Read(new MemoryStream(xes.Content)).Log.Events);
        var csv = (await ExportProcess.RunAsync(All, ProcessFormat.Csv, all, Ct)).Value;
        Assert.Equal(28 * 160, (await CsvLog.ReadAsync(new MemoryStream(csv.Content), ct: Ct)).Log.Cases);
        var objects = await OcelJson.ReadAsync(new MemoryStream((await ExportProcess.RunAsync(All, ProcessFormat.Ocel, all, Ct)).Value.Content), Ct);
        // Tickets are objects of their own; people are not handed out.
        Assert.Equal(["case", "ticket"], objects.Types);
        Assert.Equal(2800, objects.Graphs().Single(g => g.Type == "ticket").Graph.Arc("ticket.issued", "gate.passed")!.Count);
        Assert.Contains(Core.Listen.Vocabulary.Activities.Name("order.created").In(all.Culture), System.Text.Encoding.UTF8.GetString((await ExportProcess.RunAsync(All, ProcessFormat.Bpmn, all, Ct)).Value.Content), StringComparison.Ordinal);
        Assert.NotEmpty(Pnml.Read(new MemoryStream((await ExportProcess.RunAsync(All, ProcessFormat.Pnml, all, Ct)).Value.Content)).Transitions);

        await using var clerk = As(app, Roles.Clerk, "东站");
        Assert.Equal("access.forbidden", (await ExportProcess.RunAsync(All, ProcessFormat.Xes, clerk, Ct)).Refusals[0].Code);
        Assert.True((await ExportProcess.RunAsync(All, ProcessFormat.Bpmn, clerk, Ct)).Ok);
    }

    [Fact]
    public async Task A_counter_with_one_window_is_told_how_many_it_needs()
    {
        await using var app = await WithFactsAsync();
        await using var all = As(app, Roles.Engineer);
        var report = (await AskStaffing.RunAsync(new("windows", DayOfWeek.Friday, 9, 12, 300), all, Ct)).Value;
        Assert.Equal(1, report.Model.Servers[4 * 24 + 10]);
        // Twelve an hour of 280 s: .93 Erlang; one window is nearly always busy, two keep P90 within five minutes.
        Assert.Equal(2, report.Answer.Servers);
        Assert.Equal("diagnose.whatif.no-arrivals", (await AskStaffing.RunAsync(new("hotline", DayOfWeek.Friday, 9, 12, 20), all, Ct)).Refusals[0].Code);
        Assert.Equal("diagnose.whatif.question", (await AskStaffing.RunAsync(new("windows", DayOfWeek.Friday, 12, 9, 300), all, Ct)).Refusals[0].Code);
        Assert.Equal("diagnose.whatif.nobody-comes", (await AskStaffing.RunAsync(new("windows", DayOfWeek.Friday, 1, 3, 300), all, Ct)).Refusals[0].Code);
    }

    [Fact]
    public async Task The_api_gives_the_process_its_files_and_the_staffing_and_names_what_it_does_not_know()
    {
        await using var app = await WithFactsAsync();
        using var client = app.Client();
        using var process = JsonDocument.Parse(await client.GetStringAsync("/api/v1/diagnose/process?from=2026-01-05&to=2026-02-01&variants=3", Ct));
        Assert.Equal(28 * 160, process.RootElement.GetProperty("cases").GetInt32());
        Assert.Equal(3, process.RootElement.GetProperty("variants").GetArrayLength());
        Assert.Equal(1 - 28 / 4480.0, process.RootElement.GetProperty("model").GetProperty("share_fitting").GetDouble(), 12);
        Assert.Contains("definitions", await client.GetStringAsync("/api/v1/diagnose/process/bpmn", Ct), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await client.GetAsync("/api/v1/diagnose/process/word", Ct)).StatusCode);
        using var staffing = JsonDocument.Parse(await client.GetStringAsync("/api/v1/diagnose/staffing?queue=windows&day=Friday&from=9&to=12&limit=300", Ct));
        Assert.Equal(2, staffing.RootElement.GetProperty("servers").GetInt32());
    }

    [Fact]
    public async Task Logs_of_other_tools_are_read_by_their_kind()
    {
        var folder = Directory.CreateTempSubdirectory("piaozhi-test-").FullName;
        try
        {
            var file = Path.Combine(folder, "log.csv");
            await File.WriteAllTextAsync(file, "订单号,活动,时间\n1,下单,2026-01-05 10:00\n1,支付,2026-01-05 10:01\n", Ct);
            var log = (await ReadLogFile.RunAsync(file, ct: Ct)).Value.Log;
            Assert.Equal((1, 2), (log.Cases, log.Events));
            Assert.Equal("diagnose.log.no-file", (await ReadLogFile.RunAsync(file + "x", ct: Ct)).Refusals[0].Code);
            await File.WriteAllTextAsync(file, "a,b\n1,2\n", Ct);
            Assert.Equal("diagnose.log.no-case", (await ReadLogFile.RunAsync(file, ct: Ct)).Refusals[0].Code);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
