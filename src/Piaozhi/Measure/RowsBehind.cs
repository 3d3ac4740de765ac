using System.Data.Common;
using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Core.Measure.Sql;
using Piaozhi.Host;

namespace Piaozhi.Measure;

/// <summary>One row behind a figure.</summary>
/// <param name="At">Local time.</param>
/// <param name="Counted">True when it counts in the numerator (or is the value itself).</param>
/// <param name="Amount">What it weighs or measures, in the indicator's unit; NaN where it only counts.</param>
public sealed record BehindRow(
    string Id, string CaseId, DateTime At, bool Counted, double Amount, string? What, string? Outcome, string? Reason, string? Channel, string? Outlet, string? Product, string? Staff, string? Text);

/// <summary>The rows from which a figure was counted, the latest first.</summary>
public static class RowsBehind
{
    public const int Most = 20_000;

    /// <param name="Period">Days, or null for the day or hour in <paramref name="At"/>.</param>
    /// <param name="Slice">Slice of the figure: its last dimension is the broken-down one, the others are the filter.</param>
    /// <param name="By">Dimension of <paramref name="Slice"/> that was broken down; null = the whole of the slice.</param>
    /// <param name="Rhythm">An hour of the week (in the week of <see cref="FactQuery.RhythmMonday"/>) instead of all hours.</param>
    public sealed record Input(string Code, Period Period, Slice Slice, string? By = null, RowPart Part = RowPart.All, DateTime? Rhythm = null, int Skip = 0, int Take = 50);

    public sealed record Page(IReadOnlyList<BehindRow> Rows, long Total, Indicator Indicator);

    public static async Task<Outcome<Page>> RunAsync(Input input, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.ReadRows) is { } no)
            return no;
        if (await Indicators.VersionsAsync(input.Code, session, ct) is not { } versions)
            return new Refusal("measure.indicator.unknown", input.Code) { Kind = RefusalKind.NotFound };
        var indicator = versions.On(DateOnly.FromDateTime(input.Period.From)).Indicator;
        var value = input.By is { } by && input.Slice[by] is { Length: > 0 } values ? values[0] : null;
        var filter = input.By is { } cut && value is not null ? input.Slice.Without(cut) : input.Slice;
        if (AskFacts.Narrow(filter, session) is not { } narrowed)
            return new Page([], 0, indicator);
        var query = new FactQuery(indicator, input.Period, indicator.Definition is StockDefinition ? Grain.Day : null, narrowed, value is null ? [] : [input.By!]) { Rhythm = input.Rhythm is not null };
        // A stock is what it was at the end of the period.
        var bucket = input.Rhythm ?? (indicator.Definition is StockDefinition ? input.Period.To.AddDays(-1).Date : null);
        var sql = RenderQuery.RowsOf(new RowQuery(query, bucket, value, input.Part, input.Skip, Math.Min(input.Take, Most)),
            AskFacts.DialectOf(session.Facts), session.Options.ServiceId, session.Options.UtcOffset, await WorkCalendars.OfAsync(session, ct));
        var total = 0L;
        var rows = await session.Facts.QueryAsync(sql.Text, sql.Parameters, r =>
        {
            total = r.GetInt64(13);
            return Row(r, session.Options.UtcOffset);
        }, ct);
        return new Page(rows, total, indicator);
    }

    private static BehindRow Row(DbDataReader r, TimeSpan offset)
    {
        string? Text(int column) => r.IsDBNull(column) ? null : r.GetString(column);
        return new BehindRow(r.GetString(0), Text(1) ?? "", r.GetDateTime(2) + offset, r.GetBoolean(3), r.IsDBNull(4) ? double.NaN : r.GetDouble(4),
            Text(5), Text(6), Text(7), Text(8), Text(9), Text(10), Text(11), Text(12));
    }
}
