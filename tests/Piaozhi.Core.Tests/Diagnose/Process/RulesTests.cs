using Piaozhi.Core.Diagnose.Process;
using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Tests.Diagnose.Process;

public class RulesTests
{
    private static ProcessRule Rule(RuleTemplate template, string a, string b = "b", double? within = null) => new("r", new Bilingual("规则", "rule"), template, [a], [b], Within: within);

    /// <summary>Each template on traces that keep it, break it, or do not concern it.</summary>
    [Theory]
    [InlineData(RuleTemplate.Existence, "ab", "bc", "")]
    [InlineData(RuleTemplate.Absence, "", "ab", "bc")]
    [InlineData(RuleTemplate.AtMostOnce, "abc", "abca", "bc")]
    [InlineData(RuleTemplate.Init, "abc", "ba", "")]
    [InlineData(RuleTemplate.End, "cba", "ab", "")]
    [InlineData(RuleTemplate.RespondedExistence, "bca", "aca", "bb")]
    [InlineData(RuleTemplate.CoExistence, "ba", "bb", "cc")]
    [InlineData(RuleTemplate.NotCoExistence, "aca", "bca", "bb")]
    [InlineData(RuleTemplate.Response, "aacb", "abac", "bb")]
    [InlineData(RuleTemplate.Precedence, "baa", "abb", "bb")]
    [InlineData(RuleTemplate.AlternateResponse, "abacb", "aabb", "bb")]
    [InlineData(RuleTemplate.AlternatePrecedence, "babca", "baab", "bb")]
    [InlineData(RuleTemplate.ChainResponse, "abcab", "acb", "bb")]
    [InlineData(RuleTemplate.ChainPrecedence, "bacba", "bca", "bb")]
    [InlineData(RuleTemplate.NotSuccession, "bba", "acb", "bb")]
    public void Templates_mean_what_declare_says(RuleTemplate template, string kept, string broken, string silent)
    {
        foreach (var (trace, cases, breaches) in new[] { (kept, 1, 0), (broken, 1, 1), (silent, 0, 0) })
            if (trace.Length > 0)
            {
                var found = RuleCheck.Of(Logs.Of(trace), Rule(template, "a"));
                Assert.Equal((trace, cases, breaches), (trace, (int)found.Cases, (int)found.Broken));
            }
    }

    [Fact]
    public void A_deadline_that_has_not_passed_when_the_log_ends_is_undecided()
    {
        var builder = new EventLogBuilder();
        builder.Add("kept", "seat.locked", 0);
        builder.Add("kept", "ticket.issued", 2_100_000);
        builder.Add("late", "seat.locked", 0);
        builder.Add("late", "ticket.issued", 2_100_001);
        builder.Add("leaked", "seat.locked", 10_000);
        builder.Add("open", "seat.locked", 9_500_000);
        builder.Add("other", "search.queried", 10_000_000);
        var found = RuleCheck.Of(builder.Build(), ProcessRule.Ticketing.Single(r => r.Id == "lock-resolved"));
        Assert.Equal((4, 3, 2, 1), (found.Activations, found.Cases, found.Broken, found.Undecided));
        Assert.Equal(["late", "leaked"], found.Examples.Select(e => e.Case));
        Assert.True(found.Interval.Low < 2 / 3.0 && found.Interval.High > 2 / 3.0);
    }

    [Fact]
    public void Rules_of_ticketing_find_the_faults_they_are_made_for()
    {
        var builder = new EventLogBuilder();
        var time = 0L;
        void Event(string c, string activity, params (string, string)[] values)
        {
            builder.Add(c, activity, time += 1000);
            foreach (var (name, value) in values)
                builder.Set(name, value);
        }

        Event("good", "payment.succeeded", ("amount", "100"));
        Event("good", "ticket.issued", ("tickets", "2"), ("amount", "100"));
        Event("good", "gate.passed");
        Event("good", "gate.passed");
        Event("free", "ticket.issued", ("amount", "0"));
        Event("unpaid", "ticket.issued", ("amount", "80"));
        Event("unpaid", "gate.passed");
        Event("unpaid", "checkin.reverted");
        Event("unpaid", "gate.passed");
        Event("unpaid", "gate.passed");
        Event("before the log", "gate.passed");
        Event("before the log", "gate.passed");
        Event("before the log", "refund.settled", ("amount", "30"));
        Event("pair", "gate.passed", ("ticket_id", "t1"));
        Event("pair", "gate.passed", ("ticket_id", "t2"));
        Event("copied", "gate.passed", ("ticket_id", "t3"));
        Event("copied", "gate.passed", ("ticket_id", "t3"));
        Event("generous", "payment.succeeded", ("amount", "50"));
        Event("generous", "refund.settled", ("amount", "30"));
        Event("generous", "refund.settled", ("amount", "30"));
        Event("named", "id.requested");
        Event("named", "payment.succeeded", ("amount", "50"));
        Event("named", "ticket.issued", ("amount", "50"));
        Event("cold", "complaint.registered");
        Event("cold", "complaint.closed");
        var found = RuleCheck.Of(builder.Build(), ProcessRule.Ticketing).ToDictionary(f => f.Rule.Id);
        Assert.All(found.Values, f => Assert.Null(f.Lacks));
        string[] Cases(string id) => [.. found[id].Examples.Select(e => e.Case)];
        Assert.Equal(["unpaid"], Cases("paid-before-issued"));
        Assert.Equal(["unpaid", "copied"], Cases("one-entry-per-ticket"));
        Assert.Equal((4, 1), (found["one-entry-per-ticket"].Cases, found["refund-within-paid"].Cases));
        Assert.Equal(["generous"], Cases("refund-within-paid"));
        Assert.Equal(["named"], Cases("verified-before-issued"));
        Assert.Equal(["cold"], Cases("responded-before-closed"));
        Assert.Equal(1, found["verified-before-issued"].Cases);
    }

    [Fact]
    public void A_rule_on_what_the_log_does_not_have_is_not_checked_and_says_so()
    {
        var found = RuleCheck.Of(Logs.Of("ab"), ProcessRule.Ticketing.Single(r => r.Id == "refund-within-paid"));
        Assert.Equal(("amount", 0L), (found.Lacks, found.Cases));
        Assert.True(double.IsNaN(found.Share));
    }

    [Fact]
    public void Rules_can_be_written_by_the_operator_and_errors_say_where()
    {
        static IReadOnlyList<ProcessRule> Read(string text) => ProcessRule.Read(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)));
        var rule = Read("""[{ "id": "x", "name": { "zh": "甲", "en": "A" }, "template": "alternate-response", "a": ["p"], "b": ["q"], "unless": { "attribute": "channel", "values": ["app"] } }]""").Single();
        Assert.Equal((RuleTemplate.AlternateResponse, "channel"), (rule.Template, rule.Unless!.Attribute));
        Assert.Equal("diagnose.rules.bad-json", Assert.Throws<UnreadableLog>(() => Read("""[{ "template": "often" }]""")).Code);
        Assert.Equal("diagnose.rules.incomplete", Assert.Throws<UnreadableLog>(() => Read("""[{ "id": "x", "template": "absence", "a": [], "b": [], "name": { "zh": "", "en": "" } }]""")).Code);
    }
}
