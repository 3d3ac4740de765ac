using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Piaozhi.Access;
using Piaozhi.Access.Accounts;
using Piaozhi.Access.Door;
using Piaozhi.Access.Tokens;
using Piaozhi.Host;
using Piaozhi.Tests.Browser;

namespace Piaozhi.Tests.Access;

/// <summary>Everything that the API lets read, through the eyes of somebody who may see one outlet, on the living sample.</summary>
public sealed class ScopeWalkTests(Operation operation)
{
    private const int Most = 12;

    /// <summary>Fields that hold what people wrote, in whose words any place may be named.</summary>
    private static readonly HashSet<string> Words = new(StringComparer.Ordinal) { "text", "answers", "quote", "comment", "note", "why" };

    /// <summary>Addresses of a kind that this account has nothing to do with, each with its reason.</summary>
    private static readonly Dictionary<string, string> Elsewhere = new(StringComparer.Ordinal)
    {
        ["/api/v1/access/"] = "accounts and tokens are the administrator's, whatever the outlet",
        ["/api/v1/standardize/lessons"] = "lessons are for everybody",
    };

    /// <summary>Addresses that answer nothing without a question of their own.</summary>
    private static readonly Dictionary<string, string[]> Asking = new(StringComparer.Ordinal)
    {
        ["/api/v1/diagnose/staffing"] = ["queue=windows", "day=Friday", "from=9", "to=18", "limit=900"],
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_of_one_outlet_reads_of_no_other_outlet_at_any_address()
    {
        await operation.StartAsync();
        var app = operation.App;
        await using var session = app.Session();
        var outlets = await session.Facts.QueryAsync("SELECT outlet FROM listen_event WHERE outlet <> '' GROUP BY 1 ORDER BY count(*) DESC, 1", [], r => r.GetString(0), Ct);
        Assert.True(outlets.Count > 2);
        var (mine, others) = (outlets[^1], outlets[..^1]);
        using var whole = await TokenAsync(app, null);
        using var one = await TokenAsync(app, mine);
        var addresses = await AddressesAsync(app, whole, mine, others[0]);

        var (broken, told, answered) = (new List<string>(), new HashSet<string>(), new HashSet<string>());
        foreach (var (template, address) in addresses)
        {
            var (status, seen) = await SeenAsync(one, address, others);
            if ((int)status >= 500 || status == HttpStatusCode.BadRequest)
                broken.Add($"{address}: answers {(int)status}");
            if (status == HttpStatusCode.OK)
                answered.Add(template);
            broken.AddRange(seen.Where(s => !IsEcho(s, address)).Select(s => $"{address}: {s}"));
            // Who asks for another outlet by name gets no figure of it.
            if (address.Contains(Uri.EscapeDataString("outlet=" + others[0]), StringComparison.Ordinal) && !template.StartsWith("/api/v1/diagnose", StringComparison.Ordinal) && await CountsAsync(one, address) is > 0 and var n)
                broken.Add($"{address}: counts {n} of another outlet");
            // The same address tells somebody without a scope of other outlets: else nothing was tried here.
            if (!told.Contains(template) && (await SeenAsync(whole, address, others)).Seen.Count > 0)
                told.Add(template);
        }

        Assert.True(broken.Count == 0, string.Join('\n', broken.Take(40)));
        Assert.True(told.Count >= 10, "only these tell of other outlets at all: " + string.Join(' ', told));
        Assert.True(answered.Count >= 25, "only these answered: " + string.Join(' ', answered));
    }

    private static async Task<HttpClient> TokenAsync(PiaozhiApp app, string? outlet)
    {
        await using var session = app.Session();
        var account = new AccountRow { UserName = "walk" + Guid.NewGuid().ToString("N")[..6], Name = "walk", Roles = Roles.Administrator, Outlets = outlet, Disabled = false, SecurityStamp = "x" };
        await app.Services.GetRequiredService<Identities>().Of(session).CreateAsync(account);
        await using var hers = app.Services.GetRequiredSessions().Open(Actors.Of(account));
        var made = await MakeToken.RunAsync(new("walk", [.. TokenScopes.All.Keys.Where(s => s.StartsWith("read.", StringComparison.Ordinal))]), hers, app.Services.GetRequiredService<KnownTokens>(), Ct);
        var client = app.Client();
        client.DefaultRequestHeaders.Authorization = new("Bearer", made.Value.Token);
        return client;
    }

    /// <summary>Every GET of the document, with things of every outlet in its address and with every way of asking for another outlet.</summary>
    private static async Task<List<(string Template, string Address)>> AddressesAsync(PiaozhiApp app, HttpClient whole, string mine, string other)
    {
        await using var session = app.Session();
        using var visitor = app.Client();
        using var document = JsonDocument.Parse(await visitor.GetStringAsync("/openapi/v1.json", Ct));
        var ids = new Dictionary<string, List<string>>
        {
            ["/api/v1/listen/imports/"] = await IdsAsync(whole, "/api/v1/listen/imports"),
            ["/api/v1/listen/mappings/"] = ["none"],
            ["/api/v1/listen/cases/"] = await session.Facts.QueryAsync($"SELECT max(case_id) FROM listen_event WHERE outlet <> '' GROUP BY outlet, activity ORDER BY 1 LIMIT {Most * 3}", [], r => r.GetString(0), Ct),
            ["/api/v1/measure/indicators/"] = ["K22", "K44", "K71", "K20", "K104"],
            ["/api/v1/detect/signals/"] = await IdsAsync(whole, "/api/v1/detect/signals"),
            ["/api/v1/detect/charts/"] = ["K44", "K22"],
            ["/api/v1/diagnose/problems/"] = await IdsAsync(whole, "/api/v1/diagnose/problems"),
            ["/api/v1/diagnose/process/"] = ["bpmn", "pnml", "xes", "ocel", "csv"],
            ["/api/v1/improve/files/"] = ["none"],
            ["/api/v1/improve/"] = await IdsAsync(whole, "/api/v1/improve"),
            ["/api/v1/verify/"] = await IdsAsync(whole, "/api/v1/verify"),
        };
        var now = session.LocalNow;
        var (from, to) = (now.AddDays(-60).ToString("yyyy-MM-dd", null), now.ToString("yyyy-MM-dd", null));
        var slice = Uri.EscapeDataString("outlet=" + other);
        var all = new List<(string, string)>();
        foreach (var path in document.RootElement.GetProperty("paths").EnumerateObject().Where(p => p.Value.TryGetProperty("get", out _) && !Elsewhere.Keys.Any(e => p.Name.StartsWith(e, StringComparison.Ordinal))))
        {
            var get = path.Value.GetProperty("get");
            var asked = get.TryGetProperty("parameters", out var p) ? p.EnumerateArray().Where(q => q.GetProperty("in").GetString() == "query").Select(q => q.GetProperty("name").GetString()!).ToHashSet() : [];
            string? Given(string name, string value) => asked.Contains(name) ? name + "=" + value : null;
            string[] shared = Asking.TryGetValue(path.Name, out var own) ? own : [.. new[] { Given("from", from), Given("to", to), Given("problem", ids["/api/v1/diagnose/problems/"].FirstOrDefault() ?? "x"), Given("indicator", "K44") }.OfType<string>().Where(g => path.Name != "/api/v1/detect/signals" || !g.StartsWith("indicator", StringComparison.Ordinal))];
            string?[][] ways = [[], [Given("by", "outlet")], [Given("outlet", Uri.EscapeDataString(other))], [Given("slice", slice)], [Given("within", slice)], [Given("scope", slice)], [Given("slice", slice), Given("by", "outlet")], [Given("by", "outlet"), Given("part", Uri.EscapeDataString(other))]];
            foreach (var address in Filled(path.Name, ids))
                foreach (var way in ways.Where(w => w.All(g => g is not null)).Select(w => string.Join('&', w)).Distinct())
                {
                    // What is required is given always, whichever way is tried.
                    if (asked.Contains("by") && get.GetProperty("parameters").EnumerateArray().Any(q => q.GetProperty("name").GetString() == "by" && q.TryGetProperty("required", out var r) && r.GetBoolean()) && !way.Contains("by=", StringComparison.Ordinal))
                        continue;
                    all.Add((path.Name, address + "?" + string.Join('&', shared.Append(way).Where(g => g.Length > 0))));
                }
        }

        Assert.True(all.Count > 150 && mine != other);
        return all;
    }

    private static IEnumerable<string> Filled(string template, Dictionary<string, List<string>> ids)
    {
        var at = template.IndexOf('{', StringComparison.Ordinal);
        if (at < 0)
            return [template];
        Assert.True(ids.ContainsKey(template[..at]), "say here which things to ask for at " + template);
        var end = template.IndexOf('}', StringComparison.Ordinal);
        return ids[template[..at]].Take(Most * 3).Select(id => template[..at] + Uri.EscapeDataString(id) + template[(end + 1)..]);
    }

    /// <summary>The answer repeats which slice was asked for.</summary>
    private static bool IsEcho(string seen, string address) => (seen.StartsWith("/slice says", StringComparison.Ordinal) || seen.StartsWith("/scope says", StringComparison.Ordinal)) && address.Contains("outlet%3D", StringComparison.Ordinal);

    private static async Task<long> CountsAsync(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(address, Ct);
        if (!answer.IsSuccessStatusCode)
            return 0;
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct));
        long Sum(JsonElement e) => e.ValueKind switch
        {
            JsonValueKind.Array => e.EnumerateArray().Sum(Sum),
            JsonValueKind.Object => e.EnumerateObject().Sum(f => f.Name is "n" or "total" or "rows" && f.Value.ValueKind == JsonValueKind.Number ? (long)f.Value.GetDouble() : Sum(f.Value)),
            _ => 0,
        };
        return Sum(json.RootElement);
    }

    private static async Task<List<string>> IdsAsync(HttpClient whole, string address)
    {
        using var list = JsonDocument.Parse(await whole.GetStringAsync(address, Ct));
        var found = new List<string>();
        void Look(JsonElement e)
        {
            if (e.ValueKind == JsonValueKind.Array)
                foreach (var one in e.EnumerateArray())
                    Look(one);
            if (e.ValueKind != JsonValueKind.Object)
                return;
            foreach (var field in e.EnumerateObject())
                if (field.Value.ValueKind == JsonValueKind.String && (field.Name is "id" or "action_id" or "improvement_id"))
                    found.Add(field.Value.GetString()!);
                else
                    Look(field.Value);
        }

        Look(list.RootElement);
        // Spread over the whole list, not only its beginning.
        return [.. found.Distinct().Where((_, i) => i % Math.Max(1, found.Count / (Most * 3)) == 0)];
    }

    private static async Task<(HttpStatusCode Status, List<string> Seen)> SeenAsync(HttpClient client, string address, IReadOnlyList<string> others)
    {
        using var answer = await client.GetAsync(address, Ct);
        var body = await answer.Content.ReadAsStringAsync(Ct);
        var seen = new List<string>();
        if (answer.Content.Headers.ContentType?.MediaType?.Contains("json", StringComparison.Ordinal) != true)
            return (answer.StatusCode, [.. others.Where(body.Contains)]);
        // A refusal repeats what was asked for.
        if (!answer.IsSuccessStatusCode)
            return (answer.StatusCode, []);
        using var json = JsonDocument.Parse(body);
        void Look(JsonElement e, string at)
        {
            switch (e.ValueKind)
            {
                case JsonValueKind.Array:
                    foreach (var one in e.EnumerateArray())
                        Look(one, at);
                    break;
                case JsonValueKind.Object:
                    foreach (var field in e.EnumerateObject().Where(f => !Words.Contains(f.Name)))
                    {
                        if (others.Contains(field.Name))
                            seen.Add($"{at} is keyed by {field.Name}");
                        Look(field.Value, at + "/" + field.Name);
                    }

                    break;
                case JsonValueKind.String when others.FirstOrDefault(o => e.GetString()!.Contains(o, StringComparison.Ordinal)) is { } other:
                    seen.Add($"{at} says {e.GetString()} ({other})");
                    break;
            }
        }

        Look(json.RootElement, "");
        return (answer.StatusCode, [.. seen.Distinct().Take(3)]);
    }
}
