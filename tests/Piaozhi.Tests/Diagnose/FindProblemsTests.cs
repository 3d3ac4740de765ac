using System.Net;
using System.Text.Json;
using Piaozhi.Core.Listen;
using Piaozhi.Host;
using Piaozhi.Storage.Facts;
using Microsoft.Extensions.DependencyInjection;

namespace Piaozhi.Tests.Diagnose;

public class FindProblemsTests
{
    public static readonly DateTimeOffset First = new(2026, 1, 5, 8, 0, 0, TimeSpan.FromHours(8));

    /// <summary>Sixty days of payments; from day 50 one in seven of those by UnionPay fails more than before.</summary>
    public static IEnumerable<Fact> Payments()
    {
        for (var day = 0; day < 60; day++)
            for (var i = 0; i < 300; i++)
            {
                var method = i % 3 == 0 ? "unionpay" : i % 3 == 1 ? "wechat" : "alipay";
                var failed = (i * 7 + day * 13) % 60 == 0 || (day >= 50 && method == "unionpay" && i % 7 == 0);
                EventFact Event(string activity, int minute) => new()
                {
                    Id = $"{day}-{i}-{activity}", CaseId = $"o{day}-{i}", Activity = activity, OccurredAt = First.AddDays(day).AddMinutes(i + minute),
                    Attributes = $$"""{"payment_method":"{{method}}"}""", Dimensions = new Dimensions { Channel = i % 2 == 0 ? "app" : "web" },
                };
                yield return Event("payment.initiated", 0);
                yield return Event(failed ? "payment.failed" : "payment.succeeded", 1);
            }
    }

    [Fact]
    public async Task Facts_with_a_fault_become_one_problem_at_its_place_on_the_page_and_in_the_api()
    {
        await using var app = await PiaozhiApp.StartAsync();
        await using (var session = app.Session())
            await session.Facts.AppendAsync(FactKind.Events, [.. Payments()], new Arrival("i", First));
        await app.Services.GetRequiredService<LoopRunner>().AdvanceAsync();
        using var client = app.Client();
        using var json = JsonDocument.Parse(await client.GetStringAsync("/api/v1/diagnose/problems"));
        var problem = json.RootElement.EnumerateArray().First();
        Assert.Equal("fault", problem.GetProperty("kind").GetString());
        Assert.Equal("attributes.payment_method=unionpay", problem.GetProperty("slice").GetString());
        var title = problem.GetProperty("title").GetProperty("zh").GetString()!;
        Assert.Contains(title, WebUtility.HtmlDecode(await client.GetStringAsync("/diagnose")), StringComparison.Ordinal);
        Assert.Contains(title, WebUtility.HtmlDecode(await client.GetStringAsync($"/diagnose/{problem.GetProperty("id").GetString()}")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Running_the_loop_again_keeps_the_problem_and_its_trail_as_they_are()
    {
        await using var app = await PiaozhiApp.StartAsync();
        await using var session = app.Session();
        await session.Facts.AppendAsync(FactKind.Events, [.. Payments()], new Arrival("i", First));
        var loop = app.Services.GetRequiredService<LoopRunner>();
        await loop.AdvanceAsync();
        var before = (await Piaozhi.Diagnose.ListProblems.RunAsync(session)).Value.Select(p => p.Id).ToList();
        await loop.AdvanceAsync();
        Assert.Equal(before, (await Piaozhi.Diagnose.ListProblems.RunAsync(session)).Value.Select(p => p.Id));
        Assert.Single((await Piaozhi.Diagnose.ListProblems.OneAsync(before[0], session)).Value.Trail);
    }
}
