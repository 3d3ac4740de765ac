using Piaozhi.Access;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Listen.Feedback;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Sample;
using Piaozhi.Host;
using Piaozhi.Storage.Facts;
using Piaozhi.Storage.Records;

namespace Piaozhi.Sample;

/// <summary>Fills an empty installation with ninety days of the invented operator, ending now, and the work of its people.</summary>
public static class LoadSample
{
    public const string Import = "sample";
    private const string Whole = "sample.whole";
    private const int Batch = 40_000;

    /// <param name="Days">Days that are told, the last one today.</param>
    /// <param name="Scale">1 = 20 000 orders a day.</param>
    public sealed record Input(int Days = 90, double Scale = .02, ulong Seed = 20260101);

    public static async Task<Outcome<long>> RunAsync(Input input, Session session, Installation installation, LoopRunner loop, CancellationToken ct = default)
    {
        if (session.Refuses(Right.Administer) is { } no)
            return no;
        if (installation.Holding == Holding.Own)
            return new Refusal("sample.load.own-data") { Kind = RefusalKind.Conflict };
        if (installation.Holding == Holding.Sample)
            await TakeAwaySample.ClearAsync(session, ct);
        await session.Records.SetAsync(Whole, false, ct);
        await installation.SetAsync(Holding.Sample, session, ct);
        installation.Fill(0);
        try
        {
            var plan = SampleStory.Plan(input.Days, input.Scale, input.Seed, session.LocalNow, session.Options.UtcOffset);
            var rows = await FactsAsync(plan, session, installation, ct);
            installation.Fill(.6);
            await loop.AdvanceAsync(ct);
            installation.Fill(.9);
            await SampleStory.TellAsync(plan, session, ct);
            await loop.AdvanceAsync(ct);
            await session.Records.SetAsync(Whole, true, ct);
            await session.Records.SaveChangesAsync(ct);
            return rows;
        }
        finally
        {
            installation.Fill(null);
        }
    }

    /// <summary>False when the process ended in the middle of the filling.</summary>
    public static Task<bool> IsWholeAsync(Session session, CancellationToken ct) => session.Records.SettingAsync(Whole, false, ct);

    private static async Task<long> FactsAsync(SamplePlan plan, Session session, Installation installation, CancellationToken ct)
    {
        var arrival = new Arrival(Import, session.Now);
        var waiting = new Dictionary<FactKind, List<Fact>>();
        long rows = 0;
        // The next days are made while those before are written.
        var days = System.Threading.Channels.Channel.CreateBounded<SampleDay>(8);
        var making = Task.Run(async () =>
        {
            foreach (var day in new Simulator(plan).Days())
                await days.Writer.WriteAsync(day, ct);
            days.Writer.Complete();
        }, ct);
        await foreach (var day in days.Reader.ReadAllAsync(ct))
        {
            foreach (var fact in day.Facts)
            {
                var kind = ContractRow.KindOf(fact);
                if (!waiting.TryGetValue(kind, out var list))
                    waiting[kind] = list = [];
                list.Add(fact);
                if (list.Count < Batch)
                    continue;
                rows += await AppendAsync(kind, list, arrival, session, ct);
            }

            installation.Fill(.6 * (day.Date.DayNumber - plan.From.DayNumber + 1) / plan.Days);
        }

        await making;
        foreach (var (kind, list) in waiting.OrderByDescending(p => p.Key))
            rows += await AppendAsync(kind, list, arrival, session, ct);
        return rows;
    }

    private static async Task<long> AppendAsync(FactKind kind, List<Fact> list, Arrival arrival, Session session, CancellationToken ct)
    {
        List<Fact> rows = kind switch
        {
            FactKind.Feedback => [.. list.Cast<FeedbackFact>().Select(f => f with { Classification = Classifier.Classify(f.Text, f.Rating / f.RatingMax), Language = Classifier.Language(f.Text) })],
            FactKind.Responses => [.. list.Cast<ResponseFact>().GroupBy(r => r.Survey).SelectMany(g => Careless.Screen([.. g]))],
            _ => [.. list],
        };
        list.Clear();
        await session.Facts.AppendAsync(kind, rows, arrival, ct);
        return rows.Count;
    }
}
