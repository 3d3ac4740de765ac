using System.CommandLine;
using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Host.Settings;

namespace Piaozhi.Host;

/// <summary>One line of the menu, added by the stage that owns the page.</summary>
/// <param name="Key">Key of the text in the stage's resources; the text itself is given in both languages.</param>
public sealed record MenuLine(Stage? Stage, Bilingual Text, string Href, string Icon, int Order = 0);

/// <summary>What a stage does when facts are new: called in loop order by <see cref="LoopRunner"/>.</summary>
public interface ILoopStep
{
    Stage Stage { get; }

    Task AdvanceAsync(Session session, IProgress<string> progress, CancellationToken ct);
}

/// <summary>Work that is done from time to time.</summary>
public interface IJob
{
    string Name { get; }
    TimeSpan Every { get; }

    Task RunAsync(Session session, CancellationToken ct);
}

/// <summary>Where stages register what they add; each stage has exactly one <c>AddX</c> extension of it.</summary>
public sealed class PiaozhiBuilder(IServiceCollection services, IConfiguration configuration, PiaozhiOptions options)
{
    public IServiceCollection Services { get; } = services;
    public IConfiguration Configuration { get; } = configuration;
    public PiaozhiOptions Options { get; } = options;
    public List<Action<WebApplication>> Middleware { get; } = [];
    public List<Action<RouteGroupBuilder>> Endpoints { get; } = [];
    public List<Action<WebApplication>> Routes { get; } = [];
    public List<Func<CommandHost, Command>> Commands { get; } = [];
    public List<MenuLine> MenuLines { get; } = [];
    public List<SettingsLine> SettingsLines { get; } = [];

    /// <summary>Endpoints below <c>/api/v1</c>.</summary>
    public PiaozhiBuilder Api(Action<RouteGroupBuilder> map)
    {
        Endpoints.Add(map);
        return this;
    }

    /// <summary>Routes outside the API (downloads, sign-in posts, public pages).</summary>
    public PiaozhiBuilder Map(Action<WebApplication> map)
    {
        Routes.Add(map);
        return this;
    }

    public PiaozhiBuilder Use(Action<WebApplication> middleware)
    {
        Middleware.Add(middleware);
        return this;
    }

    /// <summary>A top-level command or noun of the command line. Nouns with one name are merged.</summary>
    public PiaozhiBuilder Command(Func<CommandHost, Command> command)
    {
        Commands.Add(command);
        return this;
    }

    public PiaozhiBuilder Menu(Stage? stage, string zh, string en, string href, string icon, int order = 0)
    {
        MenuLines.Add(new MenuLine(stage, new Bilingual(zh, en), href, icon, order));
        return this;
    }

    /// <summary>A section of the settings. Its page has the address <paramref name="href"/> below /settings and <c>@layout SettingsFrame</c>.</summary>
    public PiaozhiBuilder Settings(Bilingual text, Bilingual about, string href, string icon, Right? right = null, int order = 0)
    {
        SettingsLines.Add(new SettingsLine(text, about, href, icon, right, order));
        return this;
    }

    public PiaozhiBuilder Step<T>() where T : class, ILoopStep
    {
        Services.AddSingleton<ILoopStep, T>();
        return this;
    }

    public PiaozhiBuilder Job<T>() where T : class, IJob
    {
        Services.AddSingleton<IJob, T>();
        return this;
    }
}
