using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Host;

namespace Piaozhi.Measure;

/// <summary>Makes an indicator of the operator's own, or the next version of one; of those in the box only the target changes.</summary>
public static class DefineIndicator
{
    /// <param name="From">First day of the new version; null = today. The first version counts from the beginning.</param>
    public sealed record Input(Indicator Indicator, DateOnly? From = null, string Note = "");

    public static async Task<Outcome<Indicator>> RunAsync(Input input, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.DefineIndicators) is { } no)
            return no;
        var refusals = IndicatorRules.Check(input.Indicator).Select(w => new Refusal(w.Code, w.Subject)).ToList();
        if (refusals.Count > 0)
            return refusals;
        var today = DateOnly.FromDateTime(session.LocalNow);
        var known = await Indicators.VersionsAsync(input.Indicator.Code, session, ct);
        var last = known?.All[^1];
        if (last is not null)
            refusals.AddRange(Allowed(last.Indicator, input.Indicator));
        if (input.From is { } from && (from < today.AddYears(-5) || from > today.AddYears(2)))
            refusals.Add(new Refusal("measure.indicator.from", from.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));
        if (input.Note.Length > 500)
            refusals.Add(new Refusal("measure.indicator.note", ""));
        if (refusals.Count > 0)
            return refusals;
        var next = input.Indicator with { Code = last?.Indicator.Code ?? input.Indicator.Code, Version = (last?.Indicator.Version ?? 0) + 1 };
        if (last is not null && !last.Retired && Body(last.Indicator with { Version = 0 }) == Body(next with { Version = 0 }))
            return new Refusal("measure.indicator.unchanged", next.Code) { Kind = RefusalKind.Conflict };
        session.Records.Add(new IndicatorRow
        {
            Code = next.Code, Version = next.Version, From = last is null ? null : input.From ?? today, Body = Body(next), Note = input.Note.Trim(),
            At = session.Now.UtcDateTime, By = session.Actor.Id, ByName = session.Actor.Name,
        });
        session.Trail(new Artefact(ArtefactKind.Indicator, next.Code), last is null ? "measure.indicator.defined" : "measure.indicator.changed", null, next.Name.Zh, next.Version);
        try
        {
            await session.Records.SaveChangesAsync(ct);
        }
        catch (DbUpdateException)
        {
            // Two people saved the same next version; the first one stands.
            return new Refusal("measure.indicator.changed-meanwhile", next.Code) { Kind = RefusalKind.Conflict };
        }

        return next;
    }

    /// <summary>What a version may not change: with another unit or statistic the days before and after would not be figures of one thing.</summary>
    private static IEnumerable<Refusal> Allowed(Indicator last, Indicator next)
    {
        if (last.Unit != next.Unit || last.Statistic != next.Statistic)
            yield return new Refusal("measure.indicator.other-kind", last.Code);
        if (IndicatorCatalog.BuiltIn.Find(last.Code) is { } builtIn && Body(builtIn with { Target = null, Version = 0 }) != Body(next with { Target = null, Version = 0, Code = builtIn.Code }))
            yield return new Refusal("measure.indicator.built-in", last.Code);
    }

    private static string Body(Indicator indicator) => JsonSerializer.Serialize(indicator, IndicatorCatalog.Json);
}

/// <summary>Changes what an indicator should reach, from a day on.</summary>
public static class SetTarget
{
    /// <param name="Source">Who says so: a key of the catalogue or the operator's own words.</param>
    public sealed record Input(string Code, double? AtLeast, double? AtMost, string Source = "", DateOnly? From = null, string Note = "");

    public static async Task<Outcome<Indicator>> RunAsync(Input input, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.DefineIndicators) is { } no)
            return no;
        if (await Indicators.VersionsAsync(input.Code, session, ct) is not { } versions)
            return new Refusal("measure.indicator.unknown", input.Code) { Kind = RefusalKind.NotFound };
        var target = input.AtLeast is null && input.AtMost is null ? null : new Target(input.AtLeast, input.AtMost, input.Source.Trim());
        return await DefineIndicator.RunAsync(new(versions.All[^1].Indicator with { Target = target }, input.From, input.Note), session, ct);
    }
}
