using Microsoft.Extensions.DependencyInjection;
using Piaozhi.Host;

namespace Piaozhi.Tests.Host;

public class InstallationTests
{
    [Fact]
    public async Task The_first_facts_may_come_by_many_requests_at_once()
    {
        await using var app = await PiaozhiApp.StartAsync();
        var installation = app.Services.GetRequiredService<Installation>();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
        {
            await using var session = app.Session();
            await installation.BeginOwnAsync(session);
        })));
        Assert.Equal(Holding.Own, installation.Holding);
    }
}
