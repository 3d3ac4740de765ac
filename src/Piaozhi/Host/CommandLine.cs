using System.CommandLine;

namespace Piaozhi.Host;

/// <summary>The command line: <c>piaozhi &lt;noun&gt; &lt;verb&gt;</c>, one noun a stage, and <c>serve</c>.</summary>
public static class CommandLine
{
    public static async Task<int> RunAsync(string[] args, Func<PiaozhiBuilder, PiaozhiBuilder> compose)
    {
        args = args.Length == 0 ? ["serve"] : args;
        var host = new CommandHost(compose, args);
        // Composing once, without building, collects the commands of the stages.
        var root = Root(host, compose(WebHost.Parts(new PiaozhiOptions())).Commands);
        var urls = new Option<string?>("--urls") { Description = "监听地址 / address to listen on" };
        var empty = new Option<bool>("--empty") { Description = "不装入样本 / without the sample" };
        var serve = new Command("serve", "启动网页与接口 / start the web application") { urls, empty };
        serve.SetAction((parsed, ct) =>
        {
            var options = WebHost.ReadOptions([], parsed.GetValue(host.Data), parsed.GetValue(urls));
            options.Empty |= parsed.GetValue(empty);
            return WebHost.ServeAsync(options, compose, ct);
        });
        root.Subcommands.Add(serve);
        var exit = await root.Parse(args).InvokeAsync();
        // The server that owns the folder did the work; its answer counts, not that of the half that began here.
        return host.Answered ?? exit;
    }

    /// <summary>Every command of the parts below one root; nouns with one name are merged.</summary>
    public static RootCommand Root(CommandHost host, IEnumerable<Func<CommandHost, Command>> commands)
    {
        var root = new RootCommand("票质 Piaozhi: 票务服务质量持续改进 / continuous improvement of ticket services");
        root.Options.Add(host.Data);
        foreach (var command in commands.Select(make => make(host)))
        {
            if (root.Subcommands.FirstOrDefault(c => c.Name == command.Name) is { } noun)
                foreach (var verb in command.Subcommands)
                    noun.Subcommands.Add(verb);
            else
                root.Subcommands.Add(command);
        }

        return root;
    }
}
