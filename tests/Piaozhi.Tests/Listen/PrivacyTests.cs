using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Listen.Import;
using Piaozhi.Listen.Privacy;

namespace Piaozhi.Tests.Listen;

/// <summary>What is kept of people: recognised at the door, removed when its time is over, forgotten on request.</summary>
public class PrivacyTests
{
    private const string Phone = "13800001234";

    private static readonly string[] Rows =
    [
        $$"""{"event_id":"e1","case_id":"T1","activity":"order.created","occurred_at":"2026-01-15T10:00:00Z","customer_id":"{{Phone}}","amount":5,"objects":[{"type":"customer","id":"{{Phone}}"},{"type":"ticket","id":"K1"}],"attributes":{"contact_phone":"{{Phone}}","passenger":{"name":"王小明","seat":"12A" },"product_name":"学生票"} }""",
        """{"event_id":"e2","case_id":"T1","activity":"payment.succeeded","occurred_at":"2026-01-15T10:01:00Z"}""",
        $$"""{"event_id":"e3","case_id":"G1","activity":"order.created","occurred_at":"2026-01-15T10:00:00Z","customer_id":"{{Phone}}" }""",
        """{"event_id":"e4","case_id":"G1","activity":"order.created","occurred_at":"2026-01-15T10:00:00Z","customer_id":"C-2"}""",
        """{"event_id":"e5","case_id":"T3","activity":"order.created","occurred_at":"2026-01-15T10:00:00Z","customer_id":"C-3"}""",
        $$"""{"event_id":"e6","case_id":"T4","activity":"order.created","occurred_at":"昨天","customer_id":"{{Phone}}" }""",
    ];

    public static TheoryData<string> Engines => OnEngine.Engines;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines))]
    public async Task Nothing_personal_is_in_the_facts_after_an_import(string engine)
    {
        await using var app = await OnEngine.StartAsync(engine);
        await FillAsync(app);
        await using var session = app.Session();
        var all = string.Join('\n', await session.Facts.QueryAsync("SELECT case_id || COALESCE(customer_id, '') || COALESCE(CAST(objects AS VARCHAR), '') || COALESCE(CAST(attributes AS VARCHAR), '') FROM listen_event", [], r => r.GetString(0), Ct));
        Assert.DoesNotContain(Phone, all, StringComparison.Ordinal);
        Assert.DoesNotContain("王小明", all, StringComparison.Ordinal);
        Assert.Contains("12A", all, StringComparison.Ordinal);
        Assert.Contains("学生票", all, StringComparison.Ordinal);
        // The same person is the same pseudonym wherever they stand.
        var hash = app.Services.GetRequiredService<PrivacyKey>().Guard.Hash(Phone);
        Assert.Equal(4, all.Split(hash).Length - 1);
    }

    [Fact]
    public async Task After_the_key_was_replaced_a_customer_is_found_under_both_and_rows_sealed_before_can_be_opened()
    {
        await using var app = await PiaozhiApp.StartAsync();
        await FillAsync(app);
        var key = app.Services.GetRequiredService<PrivacyKey>();
        await using var session = app.Session();
        var before = key.Guard.Hash(Phone);
        Assert.Equal(1, (await RotateKey.RunAsync(false, session, key, Ct)).Value);
        Assert.Equal(before, key.Guard.Hash(Phone));
        Assert.True((await RotateKey.RunAsync(true, session, key, Ct)).Ok);
        Assert.NotEqual(before, key.Guard.Hash(Phone));
        await app.LoadAsync("later.ndjson", $$"""{"event_id":"l1","case_id":"L1","activity":"order.created","occurred_at":"2026-02-15T10:00:00Z","customer_id":"{{Phone}}"}""");
        var found = (await FindCustomer.RunAsync(Phone, session, key, [], Ct)).Value;
        Assert.Equal((4L, 1L), (found.Events, found.Rejects));
        await using var clerk = app.As(Roles.Clerk);
        Assert.Equal(RefusalKind.Forbidden, (await RotateKey.RunAsync(true, clerk, key, Ct)).Refusals[0].Kind);
        Assert.Equal(2, Directory.GetFiles(Path.Combine(app.Folder, "keys"), "privacy.key*").Length);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_customer_is_found_by_phone_erased_everywhere_and_no_figure_changes(string engine)
    {
        await using var app = await OnEngine.StartAsync(engine);
        await FillAsync(app);
        var key = app.Services.GetRequiredService<PrivacyKey>();
        await using var session = app.Session();
        var found = (await FindCustomer.RunAsync("138 0000 1234", session, key, [], Ct)).Value;
        Assert.Equal((3L, 1L, 1L, 1L), (found.Events, found.Feedback, found.Responses, found.Rejects));
        Assert.Equal(["T1"], found.Customer.Cases);

        Assert.True((await EraseCustomer.RunAsync(Phone, session, key, [], Ct)).Ok);
        Assert.Equal("listen.erase.unknown", (await EraseCustomer.RunAsync(Phone, session, key, [], Ct)).Refusals[0].Code);
        var left = await session.Facts.QueryAsync("SELECT event_id, case_id, customer_id, CAST(attributes AS VARCHAR), objects IS NULL FROM listen_event ORDER BY event_id", [], r => (Id: r.GetString(0), Case: r.GetString(1), Customer: r.IsDBNull(2) ? null : r.GetString(2), Attributes: r.IsDBNull(3) ? "" : r.GetString(3), NoObjects: r.GetBoolean(4)), Ct);
        Assert.Equal(["e1", "e2", "e3", "e4", "e5"], left.Select(e => e.Id));
        Assert.StartsWith("e:", left[0].Case, StringComparison.Ordinal);
        Assert.Equal((left[0].Case, null, true), (left[1].Case, left[0].Customer, left[0].NoObjects));
        Assert.Equal(["G1", "G1", "T3"], left.Skip(2).Select(e => e.Case));
        Assert.Equal([null, "C-2", "C-3"], left.Skip(2).Select(e => e.Customer));
        Assert.DoesNotContain(key.Guard.Hash(Phone), string.Concat(left.Select(e => e.Attributes)), StringComparison.Ordinal);
        Assert.Equal("", await session.Facts.ScalarAsync<string>("SELECT text FROM listen_feedback"));
        Assert.Equal(5.0, await session.Facts.ScalarAsync<double>("SELECT value FROM listen_answer WHERE question = 'Q1'"));
        Assert.Equal(0, await session.Facts.ScalarAsync<long>("SELECT count(*) FROM listen_answer WHERE text LIKE '%窗口%'"));
        Assert.Equal(0, await session.Facts.ScalarAsync<long>("SELECT count(*) FROM listen_reject"));
        // It is known that it was done, not of whom.
        var record = await session.Records.Set<RemovalRow>().AsNoTracking().ToListAsync(Ct);
        Assert.Equal(["events", "feedback", "rejects", "responses"], record.Select(r => r.Kind).Order());
        Assert.All(record, r => Assert.DoesNotContain(Phone, r.Why, StringComparison.Ordinal));
        // The same file again brings the person's rows back to nobody.
        Assert.Equal(5, (await app.LoadAsync("events.ndjson", Rows)).Duplicates);
        Assert.Equal(0, await session.Facts.ScalarAsync<long>("SELECT count(*) FROM listen_event WHERE customer_id LIKE 'p:%'"));
    }

    [Fact]
    public async Task Who_may_not_erase_learns_nothing_and_a_later_stage_is_asked_too()
    {
        await using var app = await PiaozhiApp.StartAsync();
        await FillAsync(app);
        var key = app.Services.GetRequiredService<PrivacyKey>();
        await using var engineer = app.As(Roles.Engineer);
        Assert.Equal(RefusalKind.Forbidden, (await FindCustomer.RunAsync(Phone, engineer, key, [], Ct)).Refusals[0].Kind);
        Assert.Equal(RefusalKind.Forbidden, (await EraseCustomer.RunAsync(Phone, engineer, key, [], Ct)).Refusals[0].Kind);
        await using var session = app.Session();
        var other = new Elsewhere();
        Assert.Equal(7, (await FindCustomer.RunAsync(Phone, session, key, [other], Ct)).Value.Others.Single().Rows);
        await EraseCustomer.RunAsync(Phone, session, key, [other], Ct);
        Assert.Contains(key.Guard.Hash(Phone), other.Erased!.Ids);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_has_been_kept_long_enough_goes_and_is_logged_and_a_fresh_import_of_old_rows_stays(string engine)
    {
        await using var app = await OnEngine.StartAsync(engine);
        await app.LoadAsync("events.ndjson", """{"event_id":"old","case_id":"T1","activity":"a.b","occurred_at":"2001-01-15T10:00:00Z"}""", """{"event_id":"bad","case_id":"T1","activity":"a.b","occurred_at":"noon"}""");
        await using var session = app.Session();
        Assert.True((await SetRetention.RunAsync(new Retention(Events: 12, RejectedRows: 1), session, Ct)).Ok);
        Assert.Equal(0, await RemoveExpired.RunNowAsync(session, Ct));
        await session.Facts.ExecuteAsync("UPDATE listen_event SET arrived_at = $1", [new DateTime(2001, 2, 1)], Ct);
        await session.Facts.ExecuteAsync("UPDATE listen_reject SET arrived_at = arrived_at - INTERVAL '3 days'", [], Ct);
        await new RemoveExpired().RunAsync(session, Ct);
        Assert.Equal(0, await session.Facts.ScalarAsync<long>("SELECT count(*) FROM listen_event"));
        Assert.Equal(1, await session.Facts.ScalarAsync<long>("SELECT count(*) FROM listen_reject WHERE row_text IS NULL"));
        Assert.Equal([("events", 1L), ("rejected-rows", 1L)], (await session.Records.Set<RemovalRow>().AsNoTracking().ToListAsync(Ct)).Select(r => (r.Kind, r.Rows)).Order());
        Assert.Equal("listen.retention.out-of-range", (await SetRetention.RunAsync(new Retention(Events: -1), session, Ct)).Refusals[0].Code);
        await using var engineer = app.As(Roles.Engineer);
        Assert.Equal(RefusalKind.Forbidden, (await SetRetention.RunAsync(new Retention(), engineer, Ct)).Refusals[0].Kind);
    }

    private static async Task FillAsync(PiaozhiApp app)
    {
        await app.LoadAsync("events.ndjson", Rows);
        await app.LoadAsync("feedback.ndjson", $$"""{"feedback_id":"f1","source":"web","received_at":"2026-01-15T12:00:00Z","text":"等太久，请回电 {{Phone}}","case_id":"T1","customer_id":"{{Phone}}" }""");
        await app.LoadAsync("responses.ndjson", """{"response_id":"r1","survey":"S","submitted_at":"2026-01-15T12:00:00Z","answers":{"Q1":5,"Q2":"多开窗口"},"case_id":"T1"}""");
    }

    private sealed class Elsewhere : ICustomerTraces
    {
        public CustomerTrace? Erased { get; private set; }

        public Bilingual Name => new("别处", "Elsewhere");

        public Task<long> CountAsync(CustomerTrace customer, Session session, CancellationToken ct) => Task.FromResult(7L);

        public Task<long> EraseAsync(CustomerTrace customer, Session session, CancellationToken ct)
        {
            Erased = customer;
            return Task.FromResult(7L);
        }
    }
}
