using Piaozhi.Core.Listen;
using Piaozhi.Core.Sample.Contacts;
using Piaozhi.Core.Sample.Journey;
using Piaozhi.Core.Sample.Voices;

namespace Piaozhi.Core.Sample;

/// <summary>One simulated day: what the operator's systems recorded, and what nobody sees.</summary>
public sealed record SampleDay(DateOnly Date, IReadOnlyList<Fact> Facts, IReadOnlyList<TruthRow> Truth);

/// <summary>The simulated ticket operator. Days come one after the other; memory does not grow with their number.</summary>
public sealed class Simulator
{
    private readonly SamplePlan _plan;
    private readonly Scene _scene;
    private readonly Demand _demand;
    private readonly Purchase _purchase;
    private readonly Changes _changes;
    private readonly Gates _gates;
    private readonly Travel _travel;
    private readonly Questionnaires _questionnaires;
    private readonly IDaily[] _daily;
    private readonly Defects _defects;

    public Simulator(SamplePlan plan)
    {
        _plan = plan;
        _scene = new Scene(plan);
        var texts = new Texts();
        var complaints = new Complaints(_scene, texts);
        var afterwards = new Afterwards(_scene);
        var issue = new Issue(_scene, complaints, afterwards);
        var payments = new Payments(_scene, issue, complaints);
        _demand = new Demand(_scene);
        _purchase = new Purchase(_scene, payments, complaints);
        _changes = new Changes(_scene, complaints, issue);
        _questionnaires = new Questionnaires(_scene, texts);
        _travel = new Travel(_scene, complaints, _questionnaires, new Reviews(_scene, texts)) { Changes = _changes };
        _gates = new Gates(_scene, complaints, _travel);
        (afterwards.Changes, afterwards.Gates) = (_changes, _gates);
        _daily =
        [
            new Windows(_scene, _demand, _purchase, _changes, complaints, _questionnaires), new Kiosks(_scene, _demand, _purchase, complaints),
            new Hotline(_scene, _demand, complaints), new Chats(_scene, _demand, complaints, texts), new Backstage(_scene), new Readings(_scene),
        ];
        _defects = new Defects(_scene);
    }

    public IEnumerable<SampleDay> Days()
    {
        var last = DateOnly.FromDateTime(_plan.End.AddTicks(-1));
        for (var day = _plan.From.AddDays(-_plan.WarmUp); day <= last; day = day.AddDays(1))
        {
            Live(day);
            if (day >= _plan.From)
                yield return new SampleDay(day, Sorted(_scene.Told.Facts), [.. _scene.Truth.OrderBy(t => t.Id, StringComparer.Ordinal)]);
        }
    }

    private void Live(DateOnly day)
    {
        _scene.Begin(day);
        _demand.Begin();
        _purchase.Begin();
        _changes.Begin();
        _gates.Begin();
        if (day == _plan.From)
            _questionnaires.Define();
        _scene.DoPlanned();
        var chance = _scene.Chance("purchase");
        foreach (var wish in _demand.Wishes())
            _purchase.Buy(wish, chance);
        _travel.Runs();
        foreach (var action in SampleActions.Of(_plan).Where(a => DateOnly.FromDateTime(a.Fact.StartedAt.DateTime) == day))
            _scene.Told.Add(action.Fact.StartedAt.DateTime, action.Fact);
        foreach (var process in _daily)
            process.Live();
        _defects.Spoil(_scene.Told.Facts);
    }

    /// <summary>In the order of recording; questionnaires first, so that answers find their questions.</summary>
    private static Fact[] Sorted(List<Fact> facts)
    {
        Fact[] rows = [.. facts];
        var keys = new long[rows.Length];
        for (var i = 0; i < rows.Length; i++)
            keys[i] = rows[i] is SurveyFact ? 0 : rows[i].RecordedAt?.UtcTicks ?? 0;
        Array.Sort(keys, rows);
        return rows;
    }
}

/// <summary>A process that lives through each day on its own.</summary>
internal interface IDaily
{
    void Live();
}
