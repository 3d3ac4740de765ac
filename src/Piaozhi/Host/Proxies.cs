using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace Piaozhi.Host;

/// <summary>Behind a proxy that ends TLS, the caller's address and scheme are what the proxy says, if it is one of ours.</summary>
public static class Proxies
{
    public static void Use(WebApplication app, PiaozhiOptions options)
    {
        var known = options.Proxies.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(IPAddress.Parse).ToList();
        if (known.Count == 0)
            return;
        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var proxy in known)
            forwarded.KnownProxies.Add(proxy);
        app.UseForwardedHeaders(forwarded);
    }
}
