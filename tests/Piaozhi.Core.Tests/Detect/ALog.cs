using Piaozhi.Core.Detect;
using Piaozhi.Core.Detect.Log;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Tests.Detect;

/// <summary>A made-up operation that can be told to go wrong: orders over the hours of the day, paid by one of three methods.</summary>
internal sealed class ALog
{
    public static readonly DateTime First = new(2026, 3, 2);

    private static readonly double[] OfDay = [.2, .1, .1, .1, .1, .3, 1, 2, 3, 3, 3, 2.5, 2, 2, 2, 2, 2.5, 3, 3, 2.5, 2, 2, 1, .5];
    private static readonly string[] Methods = ["wechat", "alipay", "unionpay"], Channels = ["app", "web", "counter"], Outlets = ["东站", "西站", "南站", "北站"];

    private readonly LogFacts _facts = new(TimeSpan.FromHours(8));
    private readonly Rng _rng;
    private int _count;

    public ALog(ulong seed) => _rng = new Rng(seed);

    /// <summary>One order as it is drawn, before it is paid.</summary>
    public sealed record Draw(DateTime At, string Method, string Channel, string Outlet);

    /// <param name="fails">Chance that the payment fails.</param>
    /// <param name="wait">Minutes from payment to ticket; null = no ticket events.</param>
    public ALog Orders(int days, int perDay, Func<Draw, double> fails, Func<Draw, double>? wait = null, Func<DateTime, double>? demand = null, Func<Draw, string>? reason = null)
    {
        for (var hour = 0; hour < days * 24; hour++)
        {
            var at = First.AddHours(hour);
            var n = Poisson(perDay * OfDay[hour % 24] / OfDay.Sum() * (demand?.Invoke(at) ?? 1));
            for (var i = 0; i < n; i++)
            {
                var draw = new Draw(at.AddMinutes(_rng.Next(60)), Methods[Pick(.5, .3)], Channels[Pick(.6, .3)], Outlets[_rng.Next(4)]);
                One(draw, fails(draw), wait?.Invoke(draw), reason);
            }
        }

        return this;
    }

    private void One(Draw d, double fails, double? wait, Func<Draw, string>? reason)
    {
        var order = "o" + ++_count;
        var failed = _rng.Chance(fails);
        Event(order, d, "order.submitted", d.At);
        Event(order, d, "payment.initiated", d.At.AddSeconds(20));
        Event(order, d, failed ? "payment.failed" : "payment.succeeded", d.At.AddSeconds(30), failed ? reason?.Invoke(d) ?? "declined" : null);
        if (!failed && wait is { } minutes)
            Event(order, d, "ticket.issued", d.At.AddSeconds(30).AddMinutes(minutes));
    }

    public void Event(string order, Draw d, string activity, DateTime at, string? reason = null) => _facts.Add(new EventFact
    {
        Id = $"{order}-{activity}", CaseId = order, Activity = activity, OccurredAt = Time(at), Reason = reason, Amount = 100,
        Outcome = reason is null ? EventOutcome.Ok : EventOutcome.Failed, Source = "booking",
        Dimensions = new Dimensions { Channel = d.Channel, Outlet = d.Outlet, CustomerId = "u" + order },
        Attributes = activity == "order.submitted" ? null : $$"""{"payment_method":"{{d.Method}}"}""",
    });

    public void Add(Fact fact) => _facts.Add(fact);

    public static DateTimeOffset Time(DateTime local) => new(local, TimeSpan.FromHours(8));

    public double Uniform() => _rng.NextDouble();

    public double LogNormal(double median, double sigma) => _rng.LogNormal(median, sigma);

    public FactLog Build(int days) => _facts.Build(First.AddDays(days));

    public int Poisson(double mean)
    {
        var (k, p, limit) = (0, 1.0, Math.Exp(-mean));
        while ((p *= _rng.NextDouble()) > limit)
            k++;
        return k;
    }

    private int Pick(double first, double second) => _rng.NextDouble() is var u && u < first ? 0 : u < first + second ? 1 : 2;

    public static DetectOptions Options { get; } = new() { Calendar = WorkCalendar.Chinese.Kind };

    public static Detection Find(FactLog log, params string[] codes) =>
        Detector.Find(log, codes.Length == 0 ? [.. IndicatorCatalog.BuiltIn.All, .. VoiceCharts.Of(log)] : codes.Select(c => IndicatorCatalog.BuiltIn.Find(c)!), Options);
}
