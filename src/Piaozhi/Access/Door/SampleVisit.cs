using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Piaozhi.Host;
using Piaozhi.Storage.Facts;

namespace Piaozhi.Access.Door;

/// <summary>
/// While nothing but invented data is here and only this machine can reach the server, a visitor needs no account and may look through
/// the eyes of every role. The first real data, or any other address, ends that.
/// </summary>
public sealed class SampleVisit(Installation installation, IServer server, FactStore facts)
{
    public const string Scheme = "sample";
    public const string Cookie = "piaozhi.role";
    private const string Prefix = "sample:";
    private string? _outlet;

    public bool Allowed => installation.Holding != Holding.Own && LoopbackOnly;

    /// <summary>False as soon as one address that the server listens on can be reached from elsewhere.</summary>
    public bool LoopbackOnly => server.Features.Get<IServerAddressesFeature>()?.Addresses is { Count: > 0 } all && all.All(WebHost.IsLoopback);

    /// <summary>Also a request that was handed on by a proxy, or that a foreign name was pointed here for, has not come from this machine.</summary>
    public bool Admits(HttpContext http) =>
        Allowed && http.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && (http.Request.Host.Host == "localhost" || (IPAddress.TryParse(http.Request.Host.Host.Trim('[', ']'), out var host) && IPAddress.IsLoopback(host)))
        && !http.Request.Headers.Keys.Any(k => k.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase) || k.StartsWith("X-Original-", StringComparison.OrdinalIgnoreCase) || k.Equals("Forwarded", StringComparison.OrdinalIgnoreCase));

    /// <summary>The role of a visitor's id; null for the id of an account.</summary>
    public static string? RoleOf(string id) => id.StartsWith(Prefix, StringComparison.Ordinal) ? id[Prefix.Length..] : null;

    /// <summary>The person whom a visitor is taken for: one role, or, before one is chosen, a quality engineer who also administers.</summary>
    public async Task<Actor> ActorAsync(string? role, CancellationToken ct)
    {
        if (role is null || !Roles.Names.ContainsKey(role))
            return new Actor(Prefix + Roles.Engineer, Name(Roles.Engineer), new HashSet<string> { Roles.Engineer, Roles.Administrator });
        var outlets = role is Roles.Outlet or Roles.Clerk && await OutletAsync(ct) is { } outlet ? new HashSet<string> { outlet } : null;
        return new Actor(Prefix + role, Name(role), new HashSet<string> { role }, outlets);
    }

    private static string Name(string role) => Roles.Names[role].In(System.Globalization.CultureInfo.CurrentUICulture);

    /// <summary>The outlet that the sample's outlet manager has: the one where most happens.</summary>
    private async Task<string?> OutletAsync(CancellationToken ct) => _outlet ??= await facts.ScalarAsync<string?>(
        "SELECT outlet FROM listen_event WHERE outlet IS NOT NULL GROUP BY outlet ORDER BY COUNT(*) DESC, outlet LIMIT 1", ct: ct);
}
