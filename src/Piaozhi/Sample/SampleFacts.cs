using System.Threading.Channels;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Listen.Feedback;
using Piaozhi.Core.Sample;
using Piaozhi.Host;
using Piaozhi.Storage.Facts;

namespace Piaozhi.Sample;

/// <summary>Writes simulated facts straight into the store, as the import would leave them: texts understood, careless answers set aside.</summary>
internal static class SampleFacts
{
    public const string Import = "sample";
    private const int Batch = 50_000;

    /// <summary>Appends the days of a plan; days beyond its number, up to its end, are left to whoever wrote them before.</summary>
    public static async Task<long> AppendAsync(SamplePlan plan, Session session, IProgress<double> progress, CancellationToken ct)
    {
        var arrival = new Arrival(Import, session.Now);
        var waiting = new Dictionary<FactKind, List<Fact>>();
        long rows = 0;
        // The next days are made while those before are written.
        var days = Channel.CreateBounded<SampleDay>(6);
        var making = Task.Run(async () =>
        {
            try
            {
                foreach (var day in new Simulator(plan).Days().Take(plan.Days))
                    await days.Writer.WriteAsync(day, ct);
                days.Writer.Complete();
            }
            catch (Exception e)
            {
                days.Writer.Complete(e);
            }
        }, ct);
        var done = 0;
        await foreach (var day in days.Reader.ReadAllAsync(ct))
        {
            foreach (var fact in day.Facts)
            {
                var kind = ContractRow.KindOf(fact);
                if (!waiting.TryGetValue(kind, out var list))
                    waiting[kind] = list = [];
                list.Add(fact);
                if (list.Count >= Batch)
                    rows += await WriteAsync(kind, list, arrival, session, ct);
            }

            progress.Report((double)++done / plan.Days);
        }

        await making;
        foreach (var (kind, list) in waiting.OrderByDescending(p => p.Key))
            rows += await WriteAsync(kind, list, arrival, session, ct);
        return rows;
    }

    private static async Task<long> WriteAsync(FactKind kind, List<Fact> list, Arrival arrival, Session session, CancellationToken ct)
    {
        List<Fact> rows = kind switch
        {
            FactKind.Feedback => [.. list.Cast<FeedbackFact>().Select(f => f with { Classification = Classifier.Classify(f.Text, f.Rating / f.RatingMax), Language = Classifier.Language(f.Text) })],
            FactKind.Responses => [.. list.Cast<ResponseFact>().GroupBy(r => r.Survey).SelectMany(g => Careless.Screen([.. g]))],
            _ => [.. list],
        };
        list.Clear();
        return (await session.Facts.AppendAsync(kind, rows, arrival, ct)).Added;
    }
}
