using System.Globalization;
using Piaozhi.Host;

namespace Piaozhi.Access;

/// <summary>Who may do what. Registers identity, tokens and the audit trail.</summary>
public static class AccessParts
{
    public static PiaozhiBuilder AddAccess(this PiaozhiBuilder app)
    {
        app.Services.AddHttpContextAccessor();
        app.Services.AddScoped<Who>();
        return app;
    }
}

/// <summary>The person of this request or circuit; pages and endpoints open their sessions through it.</summary>
public sealed class Who(Sessions sessions)
{
    public Actor Actor { get; set; } = Actor.System;

    public Session Open() => sessions.Open(Actor, CultureInfo.CurrentUICulture);
}
