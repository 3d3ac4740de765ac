using System.Globalization;
using Piaozhi.Host;

namespace Piaozhi.Access;

/// <summary>The person of this request or circuit; pages and endpoints open their sessions through it. Nobody until sign-in has been looked at.</summary>
public sealed class Who(Sessions sessions)
{
    public Actor Actor { get; set; } = Actor.Nobody;

    public Session Open() => sessions.Open(Actor, CultureInfo.CurrentUICulture);
}
