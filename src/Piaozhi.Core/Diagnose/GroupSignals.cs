using System.Globalization;
using Piaozhi.Core.Detect;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Diagnose;

/// <summary>Joins signals that have one cause: the same time, slices that meet, indicators that follow one another on the journey.</summary>
public static class GroupSignals
{
    /// <summary>A slice must carry this share of the largest departure to be named as the place of the cause.</summary>
    private const double Explains = 0.7;

    /// <summary>Stages of the journey, upstream first; a fault shows at its own stage and at later ones.</summary>
    private static readonly string[] Journey = ["plan", "buy", "pay", "issue", "change", "arrive", "enter", "travel", "after", "resolve", "backstage"];

    /// <summary>Problems, worst first: by confidence times the units hurt (contract.md, exact meanings 8).</summary>
    public static IReadOnlyList<Problem> Of(IReadOnlyList<Signal> signals, IndicatorCatalog catalog)
    {
        // A change for the better, or of what is only watched, is no problem unless it has a name.
        var open = signals.Where(s => (s.Bad || s.Label is not null) && catalog.Find(s.Indicator) is not null)
            .OrderByDescending(Strength).ToList();
        var problems = new List<Problem>();
        while (open.Count > 0)
        {
            var lead = open[0];
            var members = open.Where(s => s == lead || Joins(lead, s, catalog)).ToList();
            open.RemoveAll(members.Contains);
            problems.Add(Make(members, catalog));
        }

        return [.. problems.OrderBy(p => p.Kind).ThenByDescending(p => p.Confidence * Math.Max(1, p.Impact.Cases)).ThenBy(p => p.Id, StringComparer.Ordinal)];
    }

    private static double Strength(Signal s) => -Math.Log10(Math.Max(s.QValue, 1e-300)) * Math.Sqrt(Math.Max(1, s.Excess));

    private static bool Joins(Signal lead, Signal other, IndicatorCatalog catalog)
    {
        if (lead.Label != other.Label || !lead.Slice.Meets(other.Slice))
            return false;
        var (from, to) = (lead.Start.AddDays(-1), (lead.End ?? DateTime.MaxValue.AddDays(-2)).AddDays(1));
        if (other.Start > to || (other.End ?? DateTime.MaxValue) < from)
            return false;
        return Math.Abs((other.Start - lead.Start).TotalDays) <= 3 && Linked(catalog.Find(lead.Indicator)!, catalog.Find(other.Indicator)!);
    }

    /// <summary>Neighbors on the journey, and the voices (after, resolve), which follow any stage.</summary>
    private static bool Linked(Indicator a, Indicator b)
    {
        var (x, y) = (Array.IndexOf(Journey, a.Journey), Array.IndexOf(Journey, b.Journey));
        var voice = a.Journey is "after" or "resolve" || b.Journey is "after" or "resolve";
        return a.Journey == b.Journey || voice || Math.Abs(x - y) <= 2;
    }

    private static Problem Make(List<Signal> members, IndicatorCatalog catalog)
    {
        // The indicator that stands out most sharply is nearest to the cause; elsewhere the departure is thinned by what is well.
        var sharpest = members.OrderBy(s => s.QValue).ThenBy(s => Array.IndexOf(Journey, catalog.Find(s.Indicator)!.Journey)).ThenByDescending(Strength).First();
        var place = Place([.. members.Where(s => s.Indicator == sharpest.Indicator)]);
        var indicator = catalog.Find(place.Indicator)!;
        var start = members.Where(s => s.Indicator == place.Indicator).Min(s => s.Start);
        var kind = place.Label switch
        {
            null => ProblemKind.Fault,
            NullChange.Data => ProblemKind.Data,
            NullChange.Definition => ProblemKind.Definition,
            NullChange.Mix => ProblemKind.Mix,
            NullChange.Calendar => ProblemKind.Calendar,
            _ => throw new ArgumentOutOfRangeException(nameof(members), place.Label, null),
        };
        return new Problem
        {
            Id = "P" + StableId.Of($"{kind}:{place.Indicator}", place.Slice, Grain.Week.Floor(start), place.Sign)[1..],
            Kind = kind,
            Title = Title(indicator, place, start),
            StartedAt = start,
            EndedAt = members.Any(s => s.End is null) ? null : members.Max(s => s.End),
            DetectedAt = members.Min(s => s.DetectedAt),
            Cause = new Cause(place.Slice, null, null, null),
            Signals = members,
            Impact = new Impact((long)Math.Round(place.Excess), 0, 0),
            Confidence = Confidence(members),
            Evidence = [.. members.OrderBy(s => s.QValue).DistinctBy(s => s.Indicator).Take(6).Select(s => new Evidence(EvidenceKind.Chart, Words(s, catalog)))],
        };
    }

    /// <summary>The signal on the smallest slice that still carries most of the departure.</summary>
    private static Signal Place(IReadOnlyList<Signal> same)
    {
        var largest = same.Max(s => s.Excess);
        return same.Where(s => s.Excess >= Explains * largest).OrderBy(s => s.N).ThenByDescending(Strength).First();
    }

    /// <summary>Sure when the evidence is strong (q) and several indicators or slices agree.</summary>
    private static double Confidence(List<Signal> members)
    {
        var q = members.Min(s => s.QValue);
        var agree = members.Select(s => s.Indicator).Distinct(StringComparer.Ordinal).Count();
        return Math.Round((1 - q) * (1 - 0.4 / (1 + agree)), 3);
    }

    private static Bilingual Title(Indicator i, Signal s, DateTime start)
    {
        var (zhPlace, enPlace) = Where(s.Slice);
        var (zhChange, enChange) = Change(i, s);
        return new Bilingual(
            string.Create(CultureInfo.InvariantCulture, $"{i.Name.Zh}{zhPlace}{(s.Sign > 0 ? "上升" : "下降")} {zhChange}，自 {start:MM-dd HH:mm}"),
            string.Create(CultureInfo.InvariantCulture, $"{i.Name.En}{enPlace} {(s.Sign > 0 ? "rose" : "fell")} by {enChange}, since {start:MM-dd HH:mm}"));
    }

    private static Bilingual Words(Signal s, IndicatorCatalog catalog)
    {
        var i = catalog.Find(s.Indicator)!;
        var title = Title(i, s, s.Start);
        return new Bilingual(
            string.Create(CultureInfo.InvariantCulture, $"{title.Zh}（n={s.N}，{Q(s.QValue)}）"),
            string.Create(CultureInfo.InvariantCulture, $"{title.En} (n={s.N}, {Q(s.QValue)})"));
    }

    private static string Q(double q) => q < 1e-4 ? "q<0.0001" : string.Create(CultureInfo.InvariantCulture, $"q={q:0.0000}");

    private static (string Zh, string En) Where(Slice slice)
    {
        if (slice.IsWhole)
            return ("", "");
        var text = string.Join(" · ", slice.Select(p => string.Join('/', p.Value)));
        return ($"在 {text} ", $" at {text}");
    }

    private static (string Zh, string En) Change(Indicator i, Signal s)
    {
        var change = Math.Abs(s.Observed - s.Expected);
        if (i.Unit == Unit.Percent)
        {
            var points = (change * 100).ToString("0.0", CultureInfo.InvariantCulture);
            return ($"{points} 个百分点", $"{points} percentage points");
        }

        var relative = s.Expected != 0 ? (change / Math.Abs(s.Expected) * 100).ToString("0", CultureInfo.InvariantCulture) + "%" : change.ToString("0.##", CultureInfo.InvariantCulture);
        return (relative, relative);
    }
}
