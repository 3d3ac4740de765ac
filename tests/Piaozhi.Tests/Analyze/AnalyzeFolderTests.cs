using System.Text.Json;
using Piaozhi.Core.Listen;
using Piaozhi.Tests.Diagnose;

namespace Piaozhi.Tests.Analyze;

public class AnalyzeFolderTests
{
    [Fact]
    public async Task A_folder_with_a_fault_and_an_action_gives_the_problem_the_effect_and_a_report_of_its_own()
    {
        var folder = Directory.CreateTempSubdirectory("piaozhi-analyze-test-").FullName;
        try
        {
            await using (var events = File.CreateText(Path.Combine(folder, "events.ndjson")))
                foreach (var e in FindProblemsTests.Payments().Cast<EventFact>())
                    await events.WriteLineAsync(JsonSerializer.Serialize(new
                    {
                        event_id = e.Id, case_id = e.CaseId, activity = e.Activity, occurred_at = e.OccurredAt, channel = e.Dimensions.Channel,
                        attributes = JsonDocument.Parse(e.Attributes!).RootElement,
                    }));
            await File.AppendAllTextAsync(Path.Combine(folder, "events.ndjson"), """{"case_id":"x","activity":"order.created","occurred_at":"2026-01-01T00:00:00"}""" + "\n");
            await File.WriteAllTextAsync(Path.Combine(folder, "actions.ndjson"), """{"action_id":"A1","indicator":"K22","expected":"up","started_at":"2026-02-01T00:00:00+08:00","scope":{"channel":"app"}}""");
            var output = Path.Combine(folder, "out");
            Assert.Equal(0, await Program.Main(["analyze", "--input", folder, "--output", output, "--language", "en"]));

            using var findings = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(output, "findings.json")));
            var root = findings.RootElement;
            Assert.Equal(36_000, root.GetProperty("data").GetProperty("events").GetInt64());
            Assert.Equal(1, root.GetProperty("data").GetProperty("rejected").GetInt64());
            var problem = root.GetProperty("problems")[0];
            Assert.Equal("unionpay", problem.GetProperty("cause").GetProperty("slice").GetProperty("attributes.payment_method").GetString());
            Assert.StartsWith("2026-02-24", problem.GetProperty("started_at").GetString(), StringComparison.Ordinal);
            Assert.Equal("A1", root.GetProperty("effects")[0].GetProperty("action_id").GetString());
            Assert.Contains("time-without-offset", await File.ReadAllTextAsync(Path.Combine(output, "findings-rejects.ndjson")), StringComparison.Ordinal);
            var report = await File.ReadAllTextAsync(Path.Combine(output, "report.html"));
            Assert.Contains("<svg", report, StringComparison.Ordinal);
            Assert.DoesNotContain("src=\"http", report, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_folder_of_which_nothing_can_be_read_ends_with_2()
    {
        var folder = Directory.CreateTempSubdirectory("piaozhi-analyze-test-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "events.csv"), "a;b\n1;2\n");
        Assert.Equal(2, await Program.Main(["analyze", "--input", folder, "--output", Path.Combine(folder, "out")]));
        Directory.Delete(folder, recursive: true);
    }
}
