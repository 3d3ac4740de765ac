using System.Globalization;
using Piaozhi.Core.Loop;
using Piaozhi.Storage.Facts;
using Piaozhi.Storage.Records;

namespace Piaozhi.Host;

/// <summary>Who acts, and what of the operation they may see.</summary>
/// <param name="Outlets">Outlets that the person may see; null = all.</param>
public sealed record Actor(string Id, string Name, IReadOnlySet<string> Roles, IReadOnlySet<string>? Outlets = null, string? Department = null)
{
    /// <summary>Whoever has not signed in: no role, sees nothing that asks for one.</summary>
    public static Actor Nobody { get; } = new("", "", new HashSet<string>(), new HashSet<string>());

    /// <summary>Where the person acts from: <c>web</c> and an address, <c>api</c> and the beginning of a token, <c>command</c>, or <c>loop</c>. For the audit trail.</summary>
    public string From { get; init; } = "loop";

    /// <summary>Scheduled work and the command line of the machine's owner.</summary>
    public static Actor System { get; } = new("system", "system", new HashSet<string> { Access.Roles.Administrator });

    public bool Is(string role) => Roles.Contains(Access.Roles.Administrator) || Roles.Contains(role);

    /// <summary>The slice that every query of this person is narrowed to.</summary>
    public Slice Scope => Outlets is null ? Slice.Whole : Slice.Of("outlet", [.. Outlets]);
}

/// <summary>Everything that a use case needs, for the length of one operation. Dispose it when the operation ends.</summary>
public sealed class Session(Records records, FactStore facts, TimeProvider clock, Actor actor, CultureInfo culture, PiaozhiOptions options)
    : IAsyncDisposable
{
    public Records Records { get; } = records;
    public FactStore Facts { get; } = facts;
    public TimeProvider Clock { get; } = clock;
    public Actor Actor { get; } = actor;
    public CultureInfo Culture { get; } = culture;
    public PiaozhiOptions Options { get; } = options;

    public DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>Now in the operator's local time.</summary>
    public DateTime LocalNow => Now.ToOffset(Options.UtcOffset).DateTime;

    /// <summary>Links two artefacts and says what happened; the trail is the spine of the product.</summary>
    public void Trail(Artefact of, string code, Artefact? to = null, params object[] args) =>
        Records.Add(new TrailRow
        {
            At = Now.UtcDateTime,
            Of = of.ToString(),
            To = to?.ToString(),
            Code = code,
            Args = System.Text.Json.JsonSerializer.Serialize(args.Select(a => Convert.ToString(a, CultureInfo.InvariantCulture))),
            Actor = Actor.Id,
            ActorName = Actor.Name,
        });

    public ValueTask DisposeAsync() => Records.DisposeAsync();
}

/// <summary>Opens sessions: for the system, or for the person of a request or a circuit.</summary>
public sealed class Sessions(Func<Records> records, FactStore facts, TimeProvider clock, PiaozhiOptions options)
{
    public Session Open(Actor actor, CultureInfo? culture = null)
    {
        var open = records();
        (open.Actor, open.Clock) = (actor, clock);
        return new(open, facts, clock, actor, culture ?? CultureInfo.CurrentUICulture, options);
    }

    public Session OpenSystem() => Open(Actor.System);
}
