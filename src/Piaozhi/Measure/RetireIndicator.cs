using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Host;

namespace Piaozhi.Measure;

/// <summary>Takes an indicator out of use, or back into use. Its history stays.</summary>
public static class RetireIndicator
{
    public static async Task<Outcome<Done>> RunAsync(string code, bool retired, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.DefineIndicators) is { } no)
            return no;
        if (await Indicators.VersionsAsync(code, session, ct) is not { } versions)
            return new Refusal("measure.indicator.unknown", code) { Kind = RefusalKind.NotFound };
        var last = versions.All[^1];
        if (last.Retired == retired)
            return new Refusal(retired ? "measure.indicator.retired-already" : "measure.indicator.in-use", versions.Code) { Kind = RefusalKind.Conflict };
        var version = last.Indicator.Version + 1;
        session.Records.Add(new IndicatorRow
        {
            Code = versions.Code, Version = version, From = DateOnly.FromDateTime(session.LocalNow), Body = JsonSerializer.Serialize(last.Indicator with { Version = version }, IndicatorCatalog.Json), Retired = retired,
            At = session.Now.UtcDateTime, By = session.Actor.Id, ByName = session.Actor.Name,
        });
        session.Trail(new Artefact(ArtefactKind.Indicator, versions.Code), retired ? "measure.indicator.retired" : "measure.indicator.restored", null, last.Indicator.Name.Zh);
        await session.Records.SaveChangesAsync(ct);
        return new Done();
    }
}

/// <summary>Deletes an indicator of the operator's own with its versions and points, for what was made by mistake.</summary>
public static class DeleteIndicator
{
    public static async Task<Outcome<Done>> RunAsync(string code, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.DefineIndicators) is { } no)
            return no;
        if (IndicatorCatalog.BuiltIn.Find(code) is not null)
            return new Refusal("measure.indicator.built-in-stays", code);
        var rows = await session.Records.Set<IndicatorRow>().Where(r => r.Code == code).ToListAsync(ct);
        if (rows.Count == 0)
            return new Refusal("measure.indicator.unknown", code) { Kind = RefusalKind.NotFound };
        session.Records.RemoveRange(rows);
        session.Trail(new Artefact(ArtefactKind.Indicator, code), "measure.indicator.deleted", null, rows[^1].ToVersion().Indicator.Name.Zh);
        await session.Records.SaveChangesAsync(ct);
        await session.Facts.ExecuteAsync("DELETE FROM measure_point WHERE service_id = $1 AND (indicator = $2 OR (indicator = '(counted)' AND value = $2))", [session.Options.ServiceId, code], ct);
        return new Done();
    }
}
