using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Detect.Log;

/// <content>Durations, values, rates, gaps and stocks.</content>
public sealed partial class CountUnits
{
    private UnitPart? Duration(DurationDefinition d, Unit unit)
    {
        if (RowTest.Of(_log, d.From) is not var (from, begins) || RowTest.Of(_log, d.To) is not var (to, ends))
            return null;
        var atMost = (long)(d.AtMost ?? DurationDefinition.Longest).TotalMilliseconds;
        var per = unit switch { Unit.Minutes => 60e3, Unit.Hours => 3600e3, Unit.Days => 86400e3, _ => 1e3 };
        var list = new UnitList(to);
        for (var t = 0; t < to.Count; t++)
        {
            var c = to.Case[t];
            if (c < 0 || !ends(t))
                continue;
            // The latest beginning before the end: a retry starts the clock anew.
            for (var f = from.Start[c + 1] - 1; f >= from.Start[c]; f--)
            {
                if (from.At[f] > to.At[t] || !begins(f))
                    continue;
                if (to.At[t] - from.At[f] <= atMost)
                    list.Add(t, to.At[t], d.WorkingDays ? WorkingDay(to.At[t]) - WorkingDay(from.At[f]) : (to.At[t] - from.At[f]) / per, 1);
                break;
            }
        }

        return list.ToPart();
    }

    private UnitPart? Value(ValueDefinition v)
    {
        if (RowTest.Of(_log, v.Rows) is not var (table, matches))
            return null;
        var number = RowTest.Number(_log, table, v.Field);
        var weight = v.Weight is null ? null : RowTest.Number(_log, table, v.Weight);
        var list = new UnitList(table);
        for (var row = 0; row < table.Count; row++)
        {
            if (!matches(row))
                continue;
            var x = number(row) / v.Divide;
            if (v.Map.Count > 0 && !double.IsNaN(x))
                x = v.Map.FirstOrDefault(m => x <= m.UpTo)?.Value ?? double.NaN;
            var w = weight is null ? 1 : weight(row);
            if (!double.IsNaN(x) && w > 0)
                list.Add(row, table.At[row], x * w, w);
        }

        return list.ToPart();
    }

    private List<UnitPart>? Rate(RateDefinition r)
    {
        if (Exposure(r) is not { } below)
            return null;
        if (RowTest.Of(_log, r.Count) is not var (counted, counts))
            return [below];
        var amount = r.CountField is null ? null : RowTest.Number(_log, counted, r.CountField);
        var above = new UnitList(counted);
        for (var row = 0; row < counted.Count; row++)
            if (counts(row) && (amount is null ? 1 : amount(row)) is var a && !double.IsNaN(a))
                above.Add(row, counted.At[row], r.Complement ? -a : a, 0);
        return [above.ToPart(), below];
    }

    private UnitPart? Exposure(RateDefinition r)
    {
        if (RowTest.Of(_log, r.Exposure) is not var (exposed, exposes))
            return null;
        UnitPart Count(string _)
        {
            var size = r.ExposureField is null ? null : RowTest.Number(_log, exposed, r.ExposureField);
            var below = new UnitList(exposed);
            for (var row = 0; row < exposed.Count; row++)
                if (exposes(row) && (size is null ? 1 : size(row)) is > 0 and var e)
                    below.Add(row, exposed.At[row], r.Complement ? e : 0, e);
            return below.ToPart();
        }

        return r.Exposure.Where.Count > 0 ? Count("") : _log.Exposures.GetOrAdd($"{r.Exposure.Table}|{string.Join(',', r.Exposure.Any)}|{r.ExposureField}|{r.Complement}", Count);
    }

    /// <summary>Rare events over what lies between them: counting them says the same as measuring the gaps, and adds up.</summary>
    private List<UnitPart>? Gap(GapDefinition g)
    {
        if (RowTest.Of(_log, g.Events) is not var (table, matches))
            return null;
        var above = new UnitList(table);
        for (var row = 0; row < table.Count; row++)
            if (matches(row))
                above.Add(row, table.At[row], 1, 0);
        if (g.Between is null)
            return [above.ToPart()];
        if (RowTest.Of(_log, g.Between) is not var (between, passes))
            return null;
        var below = new UnitList(between);
        for (var row = 0; row < between.Count; row++)
            if (passes(row))
                below.Add(row, between.At[row], 0, 1);
        return [above.ToPart(), below.ToPart()];
    }

    private UnitPart? Stock(StockDefinition s)
    {
        if (RowTest.Of(_log, s.Begun) is not var (table, begins))
            return null;
        var ended = RowTest.Of(_log, s.Ended);
        var list = new UnitList(table);
        for (var row = 0; row < table.Count; row++)
        {
            var c = table.Case[row];
            if (c < 0 || !begins(row) || EarlierBeginning(table, begins, row))
                continue;
            var end = long.MaxValue;
            if (ended is var (others, ends))
                for (var t = others.Start[c]; t < others.Start[c + 1]; t++)
                    if (ends(t))
                        end = Math.Min(end, others.At[t]);
            var old = Old(s, table.At[row]);
            if (end <= old)
                continue;
            list.Add(row, old, 1, 0);
            if (end < long.MaxValue)
                list.Add(row, end, -1, 0);
        }

        return list.ToPart();
    }

    private static bool EarlierBeginning(LogTable table, Func<int, bool> begins, int row)
    {
        for (var other = table.Start[table.Case[row]]; other < row; other++)
            if (begins(other))
                return true;
        return false;
    }

    /// <summary>The moment from which a case counts as old.</summary>
    private long Old(StockDefinition s, long begun)
    {
        if (s.OlderThanWorkingDays is not { } days)
            return begun + (long)(s.OlderThan ?? TimeSpan.Zero).TotalMilliseconds;
        // Old at the end of the first day that is more than so many working days later.
        var day = _calendar.Add(DateOnly.FromDateTime(FactLog.Moment(begun)), days + 1);
        return FactLog.Milliseconds(day.ToDateTime(TimeOnly.MinValue)) + Day - 1;
    }
}
