using System.Globalization;
using Piaozhi.Access;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Listen.Screening;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Listen.Import;

namespace Piaozhi.Listen.Rejects;

/// <summary>What is asked of the reject store; null = any.</summary>
public sealed record RejectFilter(string? File = null, string? Reason = null, FactKind? Kind = null, bool WithMended = false, int Most = 2000);

/// <summary>Something that could not be taken: of one row, or one field of a row that was kept.</summary>
public sealed record RejectRow(string RowId, string Kind, string File, long Line, string Field, string Text, string Reason, DateTime ArrivedAt, DateTime? MendedAt, string? Header, string? SealedRow)
{
    /// <summary>True when the row itself was refused; false when it was kept without this field.</summary>
    public bool IsWholeRow => SealedRow is not null || Reason is Reasons.UnreadableFile or Reasons.UnknownTable;

    public FactKind? FactKind => Kind.Length == 0 ? null : Fields.Kind(Kind);
}

/// <summary>How many rejects of one reason there are in one file.</summary>
public sealed record RejectCount(string Kind, string File, string Field, string Reason, long Open, long Mended, DateTime LastArrived);

/// <summary>What could not be taken, the latest first.</summary>
public static class ListRejects
{
    public static async Task<Outcome<IReadOnlyList<RejectRow>>> RunAsync(RejectFilter filter, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.ImportFacts) is { } no)
            return no;
        var (where, parameters) = Where(filter, session);
        return await session.Facts.QueryAsync(
            $"SELECT row_id, kind, file, line, field, text, reason, arrived_at, mended_at, header, row_text FROM listen_reject WHERE {where} ORDER BY arrived_at DESC, file, line, field LIMIT {filter.Most.ToString(CultureInfo.InvariantCulture)}",
            parameters,
            r => new RejectRow(r.GetString(0), r.GetString(1), r.GetString(2), r.GetInt64(3), r.GetString(4), r.GetString(5), r.GetString(6), Local(r.GetDateTime(7), session), r.IsDBNull(8) ? null : Local(r.GetDateTime(8), session), r.IsDBNull(9) ? null : r.GetString(9), r.IsDBNull(10) ? null : r.GetString(10)), ct);
    }

    /// <summary>The rejects counted by file, field and reason, most first; without their content, so everybody may see it.</summary>
    public static Task<List<RejectCount>> CountAsync(Session session, CancellationToken ct = default) => session.Facts.QueryAsync("""
        SELECT kind, file, field, reason, count(*) FILTER (WHERE mended_at IS NULL) AS open, count(*) FILTER (WHERE mended_at IS NOT NULL), max(arrived_at)
        FROM listen_reject WHERE service_id = $1 GROUP BY kind, file, field, reason ORDER BY open DESC, file, reason LIMIT 500
        """, [session.Options.ServiceId],
        r => new RejectCount(r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetInt64(4), r.GetInt64(5), Local(r.GetDateTime(6), session)), ct);

    internal static DateTime Local(DateTime utc, Session session) => utc + session.Options.UtcOffset;

    private static (string Where, List<object?> Parameters) Where(RejectFilter filter, Session session)
    {
        var (where, parameters) = ("service_id = $1", new List<object?> { session.Options.ServiceId });
        void And(string column, string? value)
        {
            if (value is not { Length: > 0 })
                return;
            parameters.Add(value);
            where += string.Create(CultureInfo.InvariantCulture, $" AND {column} = ${parameters.Count}");
        }

        And("file", filter.File);
        And("reason", filter.Reason);
        And("kind", filter.Kind?.Word());
        return (filter.WithMended ? where : where + " AND mended_at IS NULL", parameters);
    }
}
