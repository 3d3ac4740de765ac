using System.Globalization;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Sample.Faults;

namespace Piaozhi.Core.Sample;

/// <summary>What the processes of one simulated day share: plan, faults, today, what was planned for it, and where facts are told.</summary>
internal sealed class Scene
{
    private readonly Dictionary<DateOnly, List<Action>> _planned = [];

    public Scene(SamplePlan plan)
    {
        Plan = plan;
        Faults = new FaultSet(plan.Faults);
        Told = new Told(plan);
        Timetable = new Timetable(this);
    }

    public SamplePlan Plan { get; }
    public FaultSet Faults { get; }
    public Told Told { get; }
    public Timetable Timetable { get; }
    public List<TruthRow> Truth { get; } = [];

    public DateOnly Today { get; private set; }

    /// <summary>Midnight at which today begins.</summary>
    public DateTime Midnight => Today.ToDateTime(TimeOnly.MinValue);

    /// <summary>Orders that were paid lately: those whom calls, chats and walk-ins are about.</summary>
    public Lately Lately { get; } = new(6000);

    public void Begin(DateOnly today)
    {
        Today = today;
        Told.Begin(today);
        Truth.Clear();
    }

    /// <summary>Keeps what is true about a row, if the row itself is told and recorded before the end.</summary>
    public void Know(DateTime at, DateTime recorded, TruthRow row)
    {
        if (Told.IsTold(at) && recorded < Plan.End)
            Truth.Add(row);
    }

    /// <summary>A stream of chance of its own for a process on this day, so that one process does not disturb another.</summary>
    public Rng Chance(string process) => Rng.Named(Plan.Seed, process + Today.DayNumber.ToString(CultureInfo.InvariantCulture));

    /// <summary>Plans work for a later day (or now, when the moment lies today); nothing is planned beyond the end of the data.</summary>
    public void Plans(DateTime at, Action work)
    {
        var day = DateOnly.FromDateTime(at);
        if (day <= Today)
        {
            work();
            return;
        }

        if (at >= Plan.End)
            return;
        if (!_planned.TryGetValue(day, out var list))
            _planned[day] = list = [];
        list.Add(work);
    }

    public void DoPlanned()
    {
        if (_planned.Remove(Today, out var list))
            foreach (var work in list)
                work();
    }
}

/// <summary>The last so many orders, replaced in turn, so that memory does not grow with the days.</summary>
internal sealed class Lately(int size)
{
    private readonly Order[] _orders = new Order[size];
    private int _next;

    public int Count { get; private set; }

    public void Add(Order order)
    {
        _orders[_next] = order;
        _next = (_next + 1) % size;
        Count = Math.Min(size, Count + 1);
    }

    public Order? Pick(Rng chance) => Count == 0 ? null : _orders[chance.Next(Count)];
}

/// <summary>What nobody sees: why something was said or done, kept beside the facts.</summary>
/// <param name="Kind">complaint, feedback, careless, oversold …</param>
/// <param name="Id">Id of the row it speaks of.</param>
/// <param name="Cause">Fault code, or <c>base:</c> and the failure of everyday life.</param>
public sealed record TruthRow(string Kind, string Id, string Cause, string? Taxonomy = null, string? Case = null, string? Polarity = null);
