using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Detect.Log;

/// <summary>Works out the units of an indicator from the log: the same definition that storage turns into SQL.</summary>
public sealed partial class CountUnits
{
    private const long Hour = 3_600_000, Day = 24 * Hour;

    private readonly FactLog _log;
    private readonly WorkCalendar _calendar;
    private readonly Dictionary<long, int> _workingDay = [];

    private CountUnits(FactLog log, WorkCalendar calendar) => (_log, _calendar) = (log, calendar);

    /// <summary>Null when the log holds nothing of the indicator's population.</summary>
    public static Units? Of(Indicator indicator, FactLog log, WorkCalendar? calendar = null)
    {
        var count = new CountUnits(log, calendar ?? WorkCalendar.Chinese);
        var waiting = Waiting(indicator.Definition);
        var parts = indicator.Definition switch
        {
            ShareDefinition s => One(count.Share(s)),
            DurationDefinition d => One(count.Duration(d, indicator.Unit)),
            ValueDefinition v => One(count.Value(v)),
            RateDefinition r => count.Rate(r),
            GapDefinition g => count.Gap(g),
            StockDefinition k => One(count.Stock(k)),
            _ => null,
        };
        if (parts is null || parts.Sum(p => p.Count) == 0)
            return null;
        var known = FactLog.Milliseconds(log.AsOf) - (long)waiting.TotalMilliseconds;
        return new Units(indicator, [.. parts.Select(p => Until(p, known))]) { Waiting = waiting };
    }

    /// <summary>How long after a unit rows may come that decide it.</summary>
    public static TimeSpan Waiting(Definition definition) => definition switch
    {
        ShareDefinition { WithinWorkingDays: { } days } => TimeSpan.FromDays(days * 1.4 + 9),
        ShareDefinition { Within: { } within } => within,
        _ => TimeSpan.Zero,
    };

    private static IReadOnlyList<UnitPart>? One(UnitPart? part) => part is null ? null : [part];

    private static UnitPart Until(UnitPart part, long known)
    {
        if (Array.TrueForAll(part.At, at => at <= known))
            return part;
        var kept = Enumerable.Range(0, part.Count).Where(i => part.At[i] <= known).ToArray();
        T[] Of<T>(T[] column) => [.. kept.Select(i => column[i])];
        return new UnitPart(part.Table, Of(part.Row), Of(part.At), Of(part.Num), Of(part.Den));
    }

    /// <summary>Number of working days up to and including the local day of a moment.</summary>
    private int WorkingDay(long at)
    {
        var day = at / Day;
        if (_workingDay.TryGetValue(day, out var nr))
            return nr;
        // Counted from a fixed day far before any fact.
        var date = DateOnly.FromDateTime(FactLog.Moment(day * Day));
        var first = DateOnly.FromDateTime(_log.First).AddDays(-200);
        _workingDay[day] = nr = date <= first ? 0 : _workingDay.TryGetValue(day - 1, out var before) ? before + (_calendar.IsWorking(date) ? 1 : 0) : _calendar.Between(first, date);
        return nr;
    }

    private UnitPart? Share(ShareDefinition s)
    {
        if (RowTest.Of(_log, s.Population) is not var (table, matches))
            return null;
        var own = RowTest.All(_log, table, s.When);
        var follows = s.Then is null ? null : Follows(s, s.Then, table, anyTime: false);
        var except = s.Except is null ? null : Follows(s, s.Except, table, anyTime: true);
        var tickets = s.Of == CountedUnit.Ticket && table.Kind == FactTable.Event ? RowTest.Number(_log, table, "tickets") : null;
        var list = new UnitList(table);
        foreach (var row in Population(s, table, matches))
        {
            if (except is not null && except(row))
                continue;
            var holds = own(row);
            var hit = follows is null ? holds != s.Negate : holds && follows(row) != s.Negate;
            var weight = tickets is null ? 1 : tickets(row);
            list.Add(row, table.At[row], hit ? weight : 0, weight);
        }

        return list.ToPart();
    }

    /// <summary>Rows that stand for a unit: every one, or one for each unit and day.</summary>
    private IEnumerable<int> Population(ShareDefinition s, LogTable table, Func<int, bool> matches)
    {
        var key = s.Of switch
        {
            CountedUnit.Row => null,
            CountedUnit.Case => table.Case,
            CountedUnit.Ticket => table.Text("ticket_id") ?? table.Case,
            CountedUnit.Customer => table.Text("customer_id") ?? [],
            _ => throw new ArgumentOutOfRangeException(nameof(s), s.Of, null),
        };
        if (key is null)
        {
            for (var row = 0; row < table.Count; row++)
                if (matches(row))
                    yield return row;
            yield break;
        }

        if (key.Length == 0)
            yield break;
        // Tickets of one number and cases of another never meet: a case without tickets stands for itself below zero.
        long Key(int row) => key[row] >= 0 || s.Of != CountedUnit.Ticket ? key[row] : -2L - table.Case[row];
        var chosen = new Dictionary<(long, long), int>();
        for (var row = 0; row < table.Count; row++)
        {
            if ((s.Of == CountedUnit.Customer && key[row] < 0) || !matches(row))
                continue;
            var unit = (table.At[row] / Day, Key(row));
            if (!chosen.TryGetValue(unit, out var other) || (s.Pick == Pick.Last ? table.At[row] >= table.At[other] : table.At[row] < table.At[other]))
                chosen[unit] = row;
        }

        foreach (var row in chosen.Values.Order())
            yield return row;
    }

    private Func<int, bool> Follows(ShareDefinition s, Selector then, LogTable population, bool anyTime)
    {
        if (RowTest.Of(_log, then) is not var (table, matches))
            return _ => false;
        var wait = anyTime ? 0 : (long)(s.NotBefore ?? TimeSpan.Zero).TotalMilliseconds;
        var within = s.Within is { } w ? (long)w.TotalMilliseconds : long.MaxValue / 4;
        bool Fits(int p, int t)
        {
            if (table == population && t == p)
                return false;
            var apart = table.At[t] - population.At[p];
            return apart >= wait && apart <= within && (s.WithinWorkingDays is not { } days || WorkingDay(table.At[t]) - WorkingDay(population.At[p]) <= days) && matches(t);
        }

        if (s.SameCustomer && !anyTime)
            return ByCustomer(table, population, matches, Fits);
        return p =>
        {
            var c = population.Case[p];
            if (c < 0)
                return false;
            for (var t = table.Start[c]; t < table.Start[c + 1]; t++)
                if (Fits(p, t))
                    return true;
            return false;
        };
    }

    private static Func<int, bool> ByCustomer(LogTable table, LogTable population, Func<int, bool> matches, Func<int, int, bool> fits)
    {
        if (table.Text("customer_id") is not { } then || population.Text("customer_id") is not { } own)
            return _ => false;
        var rows = new Dictionary<int, List<int>>();
        for (var t = 0; t < table.Count; t++)
            if (then[t] >= 0 && matches(t))
                (rows.TryGetValue(then[t], out var list) ? list : rows[then[t]] = []).Add(t);
        return p => own[p] >= 0 && rows.TryGetValue(own[p], out var list) && list.Exists(t => fits(p, t));
    }
}
