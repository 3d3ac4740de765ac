using Piaozhi.Core.Loop;
using Piaozhi.Core.Sample.Contacts;

namespace Piaozhi.Core.Tests.Sample;

/// <summary>The queue against formulas that were known long before it.</summary>
public class LineTests
{
    private static readonly DateTime Open = new(2026, 3, 2);

    [Theory]
    [InlineData(1, .7)]
    [InlineData(5, 4.0)]
    [InlineData(7, 4.3)]
    public void Waits_are_those_of_Erlang(int servers, double offered)
    {
        var (waited, total) = Run(servers, offered, c => c.Exponential(100), 120_000);
        var probability = ErlangC(servers, offered);
        Assert.Equal(probability, waited.Count(w => w > 0) / (double)total, .02);
        // Mean wait of M/M/c: C / (c/s − λ).
        Assert.Equal(probability * 100 / (servers - offered), waited.Average(), .1 * probability * 100 / (servers - offered));
    }

    [Fact]
    public void Waits_at_one_window_are_those_of_Pollaczek_and_Khinchine()
    {
        // Lognormal service with a coefficient of variation of .6, as at the windows.
        const double Sigma = .555, Load = .6, Mean = 100;
        var (waited, _) = Run(1, Load, c => Mean * Math.Exp(Sigma * c.Normal() - Sigma * Sigma / 2), 200_000);
        var variation = Math.Exp(Sigma * Sigma) - 1;
        var expected = Load / (1 - Load) * (1 + variation) / 2 * Mean;
        Assert.Equal(expected, waited.Average(), .08 * expected);
    }

    [Fact]
    public void Servers_that_are_not_manned_take_nobody()
    {
        var line = new Line(3, Open);
        for (var i = 0; i < 20; i++)
        {
            var (server, start) = line.Next(Open.AddSeconds(i), manned: 2);
            Assert.InRange(server, 0, 1);
            line.Occupy(server, start.AddSeconds(30));
        }
    }

    private static (List<double> Waited, int Total) Run(int servers, double offered, Func<Rng, double> service, int arrivals)
    {
        var chance = new Rng(3);
        var line = new Line(servers, Open);
        var waited = new List<double>(arrivals);
        var at = Open;
        for (var i = 0; i < arrivals; i++)
        {
            at = at.AddSeconds(chance.Exponential(100 / offered));
            var (server, start) = line.Next(at);
            line.Occupy(server, start.AddSeconds(service(chance)));
            waited.Add((start - at).TotalSeconds);
        }

        return (waited, arrivals);
    }

    private static double ErlangC(int servers, double offered)
    {
        double sum = 0, term = 1;
        for (var k = 0; k < servers; k++)
        {
            sum += term;
            term *= offered / (k + 1);
        }

        var top = term * servers / (servers - offered);
        return top / (sum + top);
    }
}
