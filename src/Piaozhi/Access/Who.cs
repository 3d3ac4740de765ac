using System.Globalization;
using Piaozhi.Host;

namespace Piaozhi.Access;

/// <summary>The person of this request or circuit; pages and endpoints open their sessions through it. Nobody until sign-in has been looked at.</summary>
public sealed class Who(Sessions sessions)
{
    public Actor Actor { get; set; } = Actor.Nobody;

    public Session Open() => sessions.Open(Actor, CultureInfo.CurrentUICulture);

    /// <summary>For reading as somebody of this outlet would: what the person chose in the top bar narrows every query, and never widens one.</summary>
    public Session Open(string? outlet) => outlet is null ? Open()
        : sessions.Open(Actor with { Outlets = Actor.Outlets is { } mine && !mine.Contains(outlet) ? new HashSet<string>() : new HashSet<string> { outlet } }, CultureInfo.CurrentUICulture);
}
