using Piaozhi.Access;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Listen.Privacy;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Listen.Import;
using Piaozhi.Storage.Facts;

namespace Piaozhi.Listen.Privacy;

/// <summary>A customer as the facts know them.</summary>
/// <param name="Said">What the person typed: an id, a phone number, an e-mail address.</param>
/// <param name="Ids">The id itself and its pseudonyms under the present and former keys.</param>
/// <param name="Cases">Cases in which they are the only customer.</param>
public sealed record CustomerTrace(string Said, IReadOnlyList<string> Ids, IReadOnlyList<string> Cases);

/// <summary>What a later stage keeps of customers and must forget with them.</summary>
public interface ICustomerTraces
{
    /// <summary>What it is, for the person who is asked to confirm.</summary>
    Bilingual Name { get; }

    Task<long> CountAsync(CustomerTrace customer, Session session, CancellationToken ct);

    /// <summary>Forgets who it was; how many rows were changed or removed.</summary>
    Task<long> EraseAsync(CustomerTrace customer, Session session, CancellationToken ct);
}

/// <summary>What is kept of one customer, counted.</summary>
public sealed record CustomerFound(CustomerTrace Customer, string Reference, long Events, long Feedback, long Responses, long Rejects, IReadOnlyList<(Bilingual Name, long Rows)> Others)
{
    public long Total => Events + Feedback + Responses + Rejects + Others.Sum(o => o.Rows);
}

/// <summary>Finds everything that is kept of one customer, by id, phone number or e-mail address.</summary>
public static class FindCustomer
{
    public static async Task<Outcome<CustomerFound>> RunAsync(string said, Session session, PrivacyKey key, IEnumerable<ICustomerTraces> others, CancellationToken ct = default)
    {
        if (session.Refuses(Right.EraseCustomer) is { } no)
            return no;
        if (said.Trim() is not { Length: >= 2 and <= 200 } text)
            return new Refusal("listen.erase.needs-id");
        IReadOnlyList<string> ids = [text, .. key.Guards.Select(g => g.Hash(text))];
        var facts = session.Facts;
        object?[] who = [session.Options.ServiceId, string.Join('\u001f', ids)];
        const string theirs = "(customer_id IN (SELECT unnest(string_to_array($2, chr(31)))))";
        var mentioned = Mentioned(ids, 3);
        var cases = await facts.QueryAsync($"SELECT DISTINCT case_id FROM listen_event WHERE service_id = $1 AND case_id <> '' AND {theirs} UNION SELECT DISTINCT case_id FROM listen_feedback WHERE service_id = $1 AND case_id <> '' AND {theirs}", who, r => r.GetString(0), ct);
        var shared = cases.Count == 0 ? [] : await facts.QueryAsync(
            "SELECT DISTINCT case_id FROM listen_event WHERE service_id = $1 AND case_id IN (SELECT unnest(string_to_array($3, chr(31)))) AND customer_id IS NOT NULL AND customer_id NOT IN (SELECT unnest(string_to_array($2, chr(31))))",
            [.. who, string.Join('\u001f', cases)], r => r.GetString(0), ct);
        var trace = new CustomerTrace(text, ids, [.. cases.Except(shared)]);
        var counts = new List<long>();
        foreach (var table in (string[])["listen_event", "listen_feedback", "listen_response"])
            counts.Add(await facts.ScalarAsync<long>($"SELECT count(*) FROM {table} WHERE service_id = $1 AND ({theirs}{mentioned.Sql} OR (case_id <> '' AND case_id IN (SELECT unnest(string_to_array(${mentioned.Next}, chr(31))))))", [.. who, .. mentioned.Parameters, string.Join('\u001f', trace.Cases)], ct));
        var rejects = await RejectsAsync(trace, session, key, ct);
        var more = new List<(Bilingual, long)>();
        foreach (var other in others)
            if (await other.CountAsync(trace, session, ct) is > 0 and var n)
                more.Add((other.Name, n));
        return new CustomerFound(trace, ReferenceOf(text, key.Guard), counts[0], counts[1], counts[2], rejects.Count, more);
    }

    /// <summary>A short name for the record of an erasure that tells nothing of the person.</summary>
    public static string ReferenceOf(string said, Guard guard) => guard.Hash(said)[2..10];

    /// <summary>The condition that attributes speak of the customer; only pseudonyms can stand there.</summary>
    internal static (string Sql, object?[] Parameters, int Next) Mentioned(IReadOnlyList<string> ids, int from)
    {
        var hashes = ids.Where(i => i.StartsWith("p:", StringComparison.Ordinal)).ToArray();
        return (string.Concat(hashes.Select((_, i) => $" OR CAST(attributes AS VARCHAR) LIKE ${from + i}")), [.. hashes.Select(h => "%" + h + "%")], from + hashes.Length);
    }

    /// <summary>Rejected rows that name the customer; they are sealed, so each must be opened to be asked.</summary>
    internal static async Task<IReadOnlyList<string>> RejectsAsync(CustomerTrace customer, Session session, PrivacyKey key, CancellationToken ct)
    {
        var plain = PersonalText.Normal(customer.Said);
        var rows = await session.Facts.QueryAsync("SELECT DISTINCT row_id, row_text FROM listen_reject WHERE service_id = $1 AND row_text IS NOT NULL", [session.Options.ServiceId], r => (Id: r.GetString(0), Text: r.GetString(1)), ct);
        return [.. rows.Where(r => key.Open(r.Text) is { } text && (text.Contains(customer.Said, StringComparison.OrdinalIgnoreCase) || PersonalText.Normal(text).Contains(plain, StringComparison.Ordinal) || (plain.Length >= 7 && string.Concat(text.Where(char.IsAsciiDigit)).Contains(plain, StringComparison.Ordinal)))).Select(r => r.Id).Distinct()];
    }
}

/// <summary>
/// Makes one customer unknown, on request: identifiers go, the cases that were theirs alone get a name that leads nowhere, texts are
/// emptied and rejected rows removed. What happened stays, without whom it happened to, so that no figure changes.
/// </summary>
public static class EraseCustomer
{
    private const string Erased = "erased";

    public static async Task<Outcome<CustomerFound>> RunAsync(string said, Session session, PrivacyKey key, IEnumerable<ICustomerTraces> others, CancellationToken ct = default)
    {
        var asked = others.ToList();
        var found = await FindCustomer.RunAsync(said, session, key, asked, ct);
        if (!found.Ok)
            return found;
        var (customer, service) = (found.Value.Customer, session.Options.ServiceId);
        if (found.Value.Total == 0)
            return new Refusal("listen.erase.unknown", said) { Kind = RefusalKind.NotFound };
        var rejects = await FindCustomer.RejectsAsync(customer, session, key, ct);
        foreach (var other in asked)
            await other.EraseAsync(customer, session, ct);
        foreach (var (table, kind) in ((string, FactKind)[])[("listen_event", FactKind.Events), ("listen_feedback", FactKind.Feedback), ("listen_response", FactKind.Responses)])
            await ForgetAsync(table, customer, session, ct);
        await session.Facts.ExecuteAsync("UPDATE listen_answer SET customer_id = NULL, text = CASE WHEN type IN ('single', 'multi') THEN text ELSE NULL END WHERE service_id = $1 AND (customer_id IN (SELECT unnest(string_to_array($2, chr(31)))) OR (case_id <> '' AND case_id IN (SELECT unnest(string_to_array($3, chr(31))))))", Who(customer, service), ct);
        foreach (var id in customer.Cases)
            await RenameAsync(id, session, ct);
        if (rejects.Count > 0)
            await session.Facts.ExecuteAsync("DELETE FROM listen_reject WHERE service_id = $1 AND row_id IN (SELECT unnest(string_to_array($2, ',')))", [service, string.Join(',', rejects)], ct);
        await RecordAsync(found.Value, session, ct);
        return found;
    }

    private static object?[] Who(CustomerTrace customer, string service) => [service, string.Join('\u001f', customer.Ids), string.Join('\u001f', customer.Cases)];

    private static async Task ForgetAsync(string table, CustomerTrace customer, Session session, CancellationToken ct)
    {
        const string Theirs = "(customer_id IN (SELECT unnest(string_to_array($2, chr(31)))) OR (case_id <> '' AND case_id IN (SELECT unnest(string_to_array($3, chr(31))))))";
        var words = table switch
        {
            "listen_feedback" => ", text = '', attributes = NULL",
            "listen_response" => ", answers = NULL, attributes = NULL",
            _ => ", objects = NULL",
        };
        // Objects and texts of a case go with their customer; of a case that others share only what is marked as theirs.
        await session.Facts.ExecuteAsync($"UPDATE {table} SET customer_id = NULL{words} WHERE service_id = $1 AND {Theirs}", Who(customer, session.Options.ServiceId), ct);
        var json = session.Facts.Engine == "postgres" ? "JSONB" : "JSON";
        foreach (var hash in customer.Ids.Where(i => i.StartsWith("p:", StringComparison.Ordinal)))
            await session.Facts.ExecuteAsync($"UPDATE {table} SET attributes = CAST(replace(CAST(attributes AS VARCHAR), $2, $3) AS {json}) WHERE service_id = $1 AND CAST(attributes AS VARCHAR) LIKE '%' || $2 || '%'", [session.Options.ServiceId, hash, Erased], ct);
    }

    /// <summary>Moves a case to a name that leads nowhere. Written anew rather than changed, because the name is what rows are distributed by.</summary>
    private static async Task RenameAsync(string id, Session session, CancellationToken ct)
    {
        var name = "e:" + Guid.NewGuid().ToString("N");
        foreach (var (table, columns) in ((string, IReadOnlyList<string>)[])
        [
            ("listen_event", FactRows.Columns(FactKind.Events)), ("listen_feedback", FactRows.Columns(FactKind.Feedback)),
            ("listen_response", FactRows.Columns(FactKind.Responses)), ("listen_answer", FactRows.AnswerColumns),
        ])
        {
            var taken = string.Join(", ", columns.Select(c => c == "case_id" ? "CAST($3 AS VARCHAR)" : c));
            await session.Facts.ExecuteAsync($"""
                INSERT INTO {table} ({string.Join(", ", columns)}) SELECT {taken} FROM {table} WHERE service_id = $1 AND case_id = $2;
                DELETE FROM {table} WHERE service_id = $1 AND case_id = $2 AND case_id <> $3
                """, [session.Options.ServiceId, id, name], ct);
        }
    }

    private static async Task RecordAsync(CustomerFound found, Session session, CancellationToken ct)
    {
        foreach (var (kind, rows) in ((string, long)[])[("events", found.Events), ("feedback", found.Feedback), ("responses", found.Responses), ("rejects", found.Rejects)])
            if (rows > 0)
                session.Records.Add(new RemovalRow { At = session.Now.UtcDateTime, ActorName = session.Actor.Name, Kind = kind, Why = "erasure " + found.Reference, Rows = rows });
        session.Trail(new Artefact(ArtefactKind.Import, "customer"), "listen.customer.erased", null, found.Reference, found.Total);
        await session.Records.SaveChangesAsync(ct);
    }
}
