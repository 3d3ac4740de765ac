using System.Globalization;
using Piaozhi.Core.Statistics.Estimation;

namespace Piaozhi.Core.Diagnose.Process;

/// <summary>A case that broke a rule, and where.</summary>
public sealed record Breach(string Case, long At);

/// <param name="Cases">Cases in which the rule had anything to say.</param>
/// <param name="Broken">Of these, cases that broke it; <paramref name="Share"/> with the Wilson interval.</param>
/// <param name="Undecided">Cases in which the time to keep it had not run out when the log ended.</param>
/// <param name="Lacks">The attribute that the rule needs and the log does not have; then nothing was checked.</param>
public sealed record RuleFinding(ProcessRule Rule, long Activations, long Cases, long Broken, long Undecided, double Share, Interval Interval, IReadOnlyList<Breach> Examples, string? Lacks);

/// <summary>Checks rules on every case of a log.</summary>
public static class RuleCheck
{
    public static IReadOnlyList<RuleFinding> Of(EventLog log, IEnumerable<ProcessRule> rules, int examples = 5) => [.. rules.Select(r => Of(log, r, examples))];

    public static RuleFinding Of(EventLog log, ProcessRule rule, int examples = 5)
    {
        bool[] Codes(IReadOnlyList<string>? names)
        {
            var codes = new bool[log.Activities.Count];
            for (var i = 0; i < codes.Length; i++)
                codes[i] = names is not null && names.Contains(log.Activities[i]);
            return codes;
        }

        var lacks = Lacking(log, rule);
        var check = new Check(log, rule, Codes(rule.A), Codes(rule.B), Codes(rule.Undo), log.Events == 0 ? 0 : log.At.Max());
        if (lacks is not null)
            return new RuleFinding(rule, 0, 0, 0, 0, double.NaN, Interval.Unknown, [], lacks);
        long activations = 0, cases = 0, broken = 0, undecided = 0;
        var found = new List<Breach>();
        for (var c = 0; c < log.Cases; c++)
        {
            var (activated, breach, open) = check.Case(c);
            if (activated == 0)
                continue;
            activations += activated;
            if (breach < 0 && open)
            {
                undecided++;
                continue;
            }

            cases++;
            if (breach < 0)
                continue;
            broken++;
            if (found.Count < examples)
                found.Add(new Breach(log.CaseName(c), log.At[breach]));
        }

        return new RuleFinding(rule, activations, cases, broken, undecided, cases == 0 ? double.NaN : (double)broken / cases, Intervals.Wilson(broken, cases), found, null);
    }

    /// <summary>Only what the rule cannot do without: a weight that is not there counts one, and where no event has the exempting attribute none is exempt.</summary>
    private static string? Lacking(EventLog log, ProcessRule rule)
    {
        bool Has(string name) => log.Attributes.Concat(log.CaseAttributes).Any(a => a.Name == name);
        if (rule.Template == RuleTemplate.AmountLimit && rule.Number is { } number && !Has(number))
            return number;
        return rule.When?.Attribute is { } when && !Has(when) ? when : null;
    }

    private sealed class Check(EventLog log, ProcessRule rule, bool[] a, bool[] b, bool[] undo, long end)
    {
        private readonly LogAttribute? _number = log.Attributes.FirstOrDefault(x => x.Name == rule.Number), _per = log.Attributes.FirstOrDefault(x => x.Name == rule.Per);
        private readonly Dictionary<int, int> _each = [];
        private readonly Func<int, int, bool> _when = Condition(log, rule.When, true), _unless = Condition(log, rule.Unless, false);

        /// <summary>How many times the rule applies, the event that breaks it (−1: none), and whether it may still be kept.</summary>
        public (int Activated, int Breach, bool Open) Case(int c)
        {
            var (from, to) = (log.Start[c], log.Start[c + 1]);
            if (from == to)
                return default;
            switch (rule.Template)
            {
                case RuleTemplate.Existence:
                    return Whole(c, Any(a, from, to) ? -1 : to - 1);
                case RuleTemplate.Init:
                    return Whole(c, a[log.Activity[from]] ? -1 : from);
                case RuleTemplate.End:
                    return Whole(c, a[log.Activity[to - 1]] ? -1 : to - 1);
                case RuleTemplate.CoExistence:
                    return Any(a, from, to) || Any(b, from, to) ? Whole(c, Any(a, from, to) && Any(b, from, to) ? -1 : to - 1) : default;
                case RuleTemplate.Balance:
                    return Balance(c, from, to);
                case RuleTemplate.AmountLimit:
                    return Amounts(c, from, to);
                default:
                    return Each(c, from, to);
            }
        }

        private (int, int, bool) Whole(int c, int breach) => _when(c, log.Start[c]) && !_unless(c, log.Start[c]) ? (1, breach, false) : default;

        private (int, int, bool) Each(int c, int from, int to)
        {
            var (activated, breach, open, before) = (0, -1, false, -1);
            for (var row = from; row < to; row++)
            {
                if (!a[log.Activity[row]] || !_when(c, row) || _unless(c, row))
                    continue;
                activated++;
                var pending = false;
                var kept = rule.Template switch
                {
                    RuleTemplate.Absence => false,
                    RuleTemplate.AtMostOnce => before < 0,
                    RuleTemplate.RespondedExistence => Any(b, from, to),
                    RuleTemplate.NotCoExistence => !Any(b, from, to),
                    RuleTemplate.NotSuccession => !Any(b, row + 1, to),
                    RuleTemplate.Precedence => Any(b, from, row),
                    RuleTemplate.AlternatePrecedence => Any(b, before < 0 ? from : before + 1, row),
                    RuleTemplate.ChainPrecedence => row > from && b[log.Activity[row - 1]],
                    RuleTemplate.ChainResponse => row + 1 < to && b[log.Activity[row + 1]],
                    RuleTemplate.AlternateResponse => Next(row, to) is var n && Any(b, row + 1, n),
                    RuleTemplate.Response => Within(row, to, out pending),
                    _ => throw new ArgumentOutOfRangeException(nameof(c), rule.Template, null),
                };
                if (!kept && pending)
                    open = true;
                else if (!kept && breach < 0)
                    breach = row;
                before = row;
            }

            return (activated, breach, open);
        }

        private bool Within(int row, int to, out bool pending)
        {
            var until = rule.Within is { } seconds ? log.At[row] + (long)(seconds * 1000) : long.MaxValue;
            pending = until != long.MaxValue && end < until;
            for (var r = row + 1; r < to && log.At[r] <= until; r++)
                if (b[log.Activity[r]])
                    return true;
            return false;
        }

        private (int, int, bool) Balance(int c, int from, int to)
        {
            double taken = 0, given = 0;
            var (activated, breach) = (0, -1);
            _each.Clear();
            for (var row = from; row < to; row++)
            {
                int activity = log.Activity[row];
                var of = _per?.Code[row] ?? -1;
                if (b[activity])
                    given += Number(row) is > 0 and var weight ? weight : 1;
                if (undo[activity] && of >= 0)
                    _each[of] = Math.Max(0, _each.GetValueOrDefault(of) - 1);
                else if (undo[activity])
                    taken = Math.Max(0, taken - 1);
                // Without its own name, and where the log does not show what was given, nothing can be said.
                if (!a[activity] || !_when(c, row) || _unless(c, row) || (of < 0 && given == 0))
                    continue;
                activated++;
                if (of >= 0 ? (_each[of] = _each.GetValueOrDefault(of) + 1) > 1 : ++taken > given)
                    breach = breach < 0 ? row : breach;
            }

            return (activated, breach, false);
        }

        private (int, int, bool) Amounts(int c, int from, int to)
        {
            double taken = 0, given = 0;
            var (activated, last, known) = (0, -1, false);
            for (var row = from; row < to; row++)
            {
                var amount = Number(row);
                if (b[log.Activity[row]])
                    (given, known) = (given + (double.IsNaN(amount) ? double.PositiveInfinity : amount), true);
                if (!a[log.Activity[row]] || !_when(c, row) || _unless(c, row) || double.IsNaN(amount))
                    continue;
                activated++;
                taken += amount;
                last = row;
            }

            // A case whose payment lies before the log cannot be judged. Less than a tenth of the smallest coin is rounding.
            return known ? (activated, activated > 0 && taken > given + .001 ? last : -1, false) : default;
        }

        private double Number(int row) => _number?[row] is { } text && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN;

        private bool Any(bool[] of, int from, int to)
        {
            for (var row = from; row < to; row++)
                if (of[log.Activity[row]])
                    return true;
            return false;
        }

        private int Next(int row, int to)
        {
            for (row++; row < to && !a[log.Activity[row]]; row++)
            {
            }

            return row;
        }

        private static Func<int, int, bool> Condition(EventLog log, RuleCondition? condition, bool otherwise)
        {
            if (condition is null)
                return (_, _) => otherwise;
            if (condition.HasActivity is { } activity)
            {
                var code = log.Find(activity);
                return (c, _) => code >= 0 && log.Trace(c).Contains((ushort)code);
            }

            var (of, ofCase) = (log.Attributes.FirstOrDefault(x => x.Name == condition.Attribute), log.CaseAttributes.FirstOrDefault(x => x.Name == condition.Attribute));
            return (c, row) => (of?[row] ?? ofCase?[c]) is { } value && condition.Values?.Contains(value, StringComparer.Ordinal) != false;
        }
    }
}
