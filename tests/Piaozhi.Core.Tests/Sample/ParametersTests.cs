using Piaozhi.Core.Listen;
using Piaozhi.Core.Sample;
using Piaozhi.Core.Sample.Contacts;
using Piaozhi.Core.Sample.Journey;

namespace Piaozhi.Core.Tests.Sample;

/// <summary>The simulated operator has the shares, rates and times that its parameters say.</summary>
[Collection(nameof(SimulatedDays))]
public class ParametersTests(SimulatedDays days)
{
    [Fact]
    public void Channels_have_their_shares_of_the_orders()
    {
        var submitted = days.ByActivity["order.submitted"].ToList();
        foreach (var (channel, share) in Demand.Channels.Where(c => c.Name is not ("app" or "mini_program")))
            Near(share, submitted.Count(e => e.Dimensions.Channel == channel), submitted.Count, .06 * share);
    }

    [Theory]
    [InlineData("wechat")]
    [InlineData("alipay")]
    [InlineData("unionpay")]
    [InlineData("foreign_card")]
    public void A_payment_attempt_succeeds_as_often_as_its_provider_allows(string method)
    {
        var tried = days.ByActivity["payment.initiated"].Count(e => SimulatedDays.Attribute(e, "payment_method") == method);
        var succeeded = days.ByActivity["payment.succeeded"].Count(e => SimulatedDays.Attribute(e, "payment_method") == method);
        Near(Payments.Success(method), succeeded, tried, .002);
    }

    [Fact]
    public void Online_orders_follow_the_hours_of_the_profile()
    {
        // Wednesdays have a release; the profile is that of the other days.
        var hours = days.ByActivity["order.submitted"].Where(e => e.Dimensions.Channel is "web" or "app" && e.OccurredAt.DayOfWeek != DayOfWeek.Wednesday)
            .GroupBy(e => e.OccurredAt.Hour).ToDictionary(g => g.Key, g => g.Count());
        var total = hours.Values.Sum();
        var profile = Demand.OnlineHours.Sum();
        for (var hour = 0; hour < 24; hour++)
            Near(Demand.OnlineHours[hour] / profile, hours.GetValueOrDefault(hour), total, .004);
    }

    [Fact]
    public void Genuine_faces_are_rejected_as_often_as_their_scores_say()
    {
        var faces = days.ByActivity["gate.attempted"].Where(e => SimulatedDays.Attribute(e, "method") == "face").ToList();
        Near(.0335, faces.Count(e => e.Outcome == EventOutcome.Failed), faces.Count, .002);
        Assert.All(faces, e => Assert.Equal(e.Outcome == EventOutcome.Ok, double.Parse(SimulatedDays.Attribute(e, "score")!, System.Globalization.CultureInfo.InvariantCulture) >= Gates.Threshold));
    }

    [Fact]
    public void Complaints_lie_where_railways_report_them()
    {
        var rate = 1e5 * days.ByActivity["complaint.registered"].Count() / days.Tickets;
        Assert.InRange(rate, 15, 42);
    }

    [Fact]
    public void Refunds_changes_and_unpaid_orders_have_their_rates()
    {
        var issued = days.ByActivity["ticket.issued"].Count();
        Near(.113, days.ByActivity["refund.requested"].Count(), issued, .012);
        Near(.058, days.ByActivity["change.completed"].Count(), issued, .010);
        Near(.125, days.ByActivity["order.expired"].Count(), days.ByActivity["order.created"].Count(), .015);
    }

    [Fact]
    public void The_bot_solves_its_share_alone()
    {
        var ended = days.ByActivity["chat.started"].Count();
        Near(1 - Chats.Containment, days.ByActivity["chat.handoff"].Count(), ended, .01);
    }

    [Fact]
    public void Customers_are_content_as_often_as_the_latent_scale_is_cut_for()
    {
        var answers = days.Facts.OfType<ResponseFact>().Where(r => r.Survey == "trip").ToList();
        Near(.86, answers.Count(r => r.Answers["overall"].GetInt32() >= 4), answers.Count, .015);
        var nps = 100.0 * (answers.Count(r => r.Answers["nps"].GetInt32() >= 9) - answers.Count(r => r.Answers["nps"].GetInt32() <= 6)) / answers.Count;
        Assert.InRange(nps, 30, 46);
    }

    [Fact]
    public void Texts_are_varied()
    {
        var texts = days.Facts.OfType<FeedbackFact>().Where(f => f.Source != "chat").Select(f => f.Text).ToList();
        Assert.True(texts.Distinct().Count() > .6 * texts.Count, $"{texts.Distinct().Count()} of {texts.Count}");
    }

    /// <summary>The share lies within four standard errors, and what the model itself may add, of what it should be.</summary>
    private static void Near(double expected, int k, int n, double slack)
    {
        Assert.True(n > 100, $"n = {n}");
        var share = (double)k / n;
        var error = (4 * Math.Sqrt(expected * (1 - expected) / n)) + slack;
        Assert.True(Math.Abs(share - expected) <= error, $"{share:0.0000} is not {expected:0.0000} ± {error:0.0000} (n = {n})");
    }
}
