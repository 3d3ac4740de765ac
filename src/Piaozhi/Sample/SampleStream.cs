using System.Threading.Channels;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Listen.Feedback;
using Piaozhi.Core.Sample;
using Piaozhi.Host;
using Piaozhi.Storage.Facts;

namespace Piaozhi.Sample;

/// <summary>
/// Simulated facts as they become known. What is not known yet waits, so that the operation can go on living; they are written straight
/// into the store, as an import would leave them: texts understood, careless answers set aside.
/// </summary>
internal sealed class SampleStream(SamplePlan plan) : IDisposable
{
    public const string Import = "sample";
    private const int Chunk = 10_000, Batch = 50_000;

    private readonly IEnumerator<SampleDay> _days = new Simulator(plan).Days().GetEnumerator();
    private readonly PriorityQueue<Fact, DateTimeOffset> _waiting = new();
    private DateOnly _next = plan.From;

    public void Dispose() => _days.Dispose();

    /// <summary>Writes what became known up to a moment; how many facts were new.</summary>
    /// <param name="last">Last day that is written; null = the day of the moment.</param>
    public async Task<long> WriteAsync(DateTimeOffset until, Session session, IProgress<double>? progress = null, DateOnly? last = null, CancellationToken ct = default)
    {
        var to = last ?? DateOnly.FromDateTime(until.ToOffset(plan.UtcOffset).DateTime);
        var chunks = Channel.CreateBounded<List<Fact>>(8);
        // The next days are made while those before are written.
        var making = Task.Run(async () =>
        {
            try
            {
                foreach (var chunk in Due(until, to).Chunk(Chunk))
                    await chunks.Writer.WriteAsync([.. chunk], ct);
                chunks.Writer.Complete();
            }
            catch (Exception e)
            {
                chunks.Writer.Complete(e);
            }
        }, ct);
        var arrival = new Arrival(Import, session.Now);
        var lists = new Dictionary<FactKind, List<Fact>>();
        long rows = 0;
        var days = to.DayNumber - plan.From.DayNumber + 1;
        await foreach (var chunk in chunks.Reader.ReadAllAsync(ct))
        {
            foreach (var fact in chunk)
            {
                var kind = ContractRow.KindOf(fact);
                if (!lists.TryGetValue(kind, out var list))
                    lists[kind] = list = [];
                list.Add(fact);
                if (list.Count >= Batch)
                    rows += await AppendAsync(kind, list, arrival, session, ct);
            }

            progress?.Report(Math.Min(1, (double)(_next.DayNumber - plan.From.DayNumber) / days));
        }

        await making;
        // Questionnaires first, so that answers find their questions.
        foreach (var (kind, list) in lists.OrderByDescending(p => p.Key))
            rows += await AppendAsync(kind, list, arrival, session, ct);
        return rows;
    }

    private IEnumerable<Fact> Due(DateTimeOffset until, DateOnly last)
    {
        while (_waiting.TryPeek(out var early, out var known) && known <= until)
        {
            _waiting.Dequeue();
            yield return early;
        }

        while (_next <= last && _days.MoveNext())
        {
            _next = _days.Current.Date.AddDays(1);
            foreach (var fact in _days.Current.Facts)
            {
                if (fact.RecordedAt <= until)
                    yield return fact;
                else
                    _waiting.Enqueue(fact, fact.RecordedAt ?? until);
            }
        }
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
        return (await session.Facts.AppendAsync(kind, rows, arrival, ct)).Added;
    }
}
