using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Piaozhi.Core.Detect.Alerts;

namespace Piaozhi.Detect.Alerts;

/// <summary>Carries one message out of the house: by mail or to a robot. Nothing here is logged: addresses are secrets.</summary>
public sealed class Channels : IDisposable
{
    private const int TimeoutSeconds = 10;
    private static readonly HttpRequestOptionsKey<bool> Private = new("private");
    private readonly HttpClient _http;

    public Channels()
    {
        var handler = new SocketsHttpHandler
        {
            // A redirect could lead into the own network, a proxy could hide where it leads.
            AllowAutoRedirect = false, UseProxy = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(5), PooledConnectionLifetime = TimeSpan.Zero,
            ConnectCallback = ConnectAsync,
        };
        _http = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(TimeoutSeconds), MaxResponseContentBufferSize = 64 * 1024 };
    }

    public async Task<(Tried Tried, string Said)> PostAsync(AlertChannel channel, string address, string? secret, AlertMessage message, DateTimeOffset now, bool mayBePrivate, CancellationToken ct)
    {
        var body = channel switch
        {
            AlertChannel.WeCom => Robots.WeCom(message),
            AlertChannel.DingTalk => Robots.DingTalk(message),
            AlertChannel.Feishu => Robots.Feishu(message, now, secret),
            _ => Robots.Webhook(message),
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, channel == AlertChannel.DingTalk ? Robots.DingTalkAddress(address, now, secret) : address)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Options.Set(Private, mayBePrivate);
        request.Headers.UserAgent.ParseAdd("Piaozhi/1");
        if (channel == AlertChannel.Webhook && !string.IsNullOrEmpty(secret))
        {
            request.Headers.Add("X-Piaozhi-Timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
            request.Headers.Add("X-Piaozhi-Signature", Robots.WebhookSign(now.ToUnixTimeSeconds(), body, secret));
        }

        try
        {
            using var answer = await _http.SendAsync(request, ct);
            return Sending.Read((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(ct));
        }
        catch (HttpRequestException e) when (e.InnerException is PrivateAddressException || e.GetBaseException() is PrivateAddressException)
        {
            return (Tried.Refused, "detect.alert.private-address");
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.NameResolutionError)
        {
            return (Tried.Later, "detect.alert.no-host");
        }
        catch (HttpRequestException)
        {
            return (Tried.Later, "detect.alert.no-connection");
        }
        catch (TaskCanceledException) when (!ct.IsCancellationRequested)
        {
            return (Tried.Later, "detect.alert.timeout");
        }
    }

    public static async Task<(Tried Tried, string Said)> MailAsync(AlertSettings settings, string? password, string to, AlertMessage message, CancellationToken ct)
    {
        using var mail = Letter.Of(message, settings.MailFrom, to);
        using var client = new SmtpClient { Timeout = TimeoutSeconds * 1000 };
        try
        {
            await client.ConnectAsync(settings.MailHost, settings.MailPort, settings.MailSecurity switch
            {
                MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
                MailSecurity.StartTls => SecureSocketOptions.StartTls,
                _ => SecureSocketOptions.None,
            }, ct);
            if (settings.MailUser.Length > 0)
                await client.AuthenticateAsync(settings.MailUser, password ?? "", ct);
            await client.SendAsync(mail, ct);
            await client.DisconnectAsync(true, ct);
            return (Tried.Sent, "");
        }
        catch (AuthenticationException)
        {
            return (Tried.Refused, "detect.alert.mail-login");
        }
        catch (SmtpCommandException e)
        {
            // 4xx: try again; 5xx: never.
            return ((int)e.StatusCode is >= 400 and < 500 ? Tried.Later : Tried.Refused, ((int)e.StatusCode).ToString(CultureInfo.InvariantCulture));
        }
        catch (SslHandshakeException)
        {
            return (Tried.Refused, "detect.alert.mail-tls");
        }
        catch (Exception e) when (e is SocketException or IOException or SmtpProtocolException or ServiceNotConnectedException or TimeoutException or NotSupportedException
            || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return (Tried.Later, e is NotSupportedException ? "detect.alert.mail-tls" : e is TimeoutException or OperationCanceledException ? "detect.alert.timeout" : "detect.alert.no-connection");
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>True for addresses of this machine and of the network behind it.</summary>
    public static bool IsPrivate(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) || address.IsIPv6LinkLocal || address.IsIPv6SiteLocal
            || address.IsIPv6UniqueLocal || address.IsIPv6Multicast)
            return true;
        if (address.AddressFamily != AddressFamily.InterNetwork)
            return false;
        var b = address.GetAddressBytes();
        return b[0] is 0 or 10 or 127 or >= 224 || (b[0] == 100 && b[1] is >= 64 and < 128) || (b[0] == 169 && b[1] == 254) || (b[0] == 172 && b[1] is >= 16 and < 32)
            || (b[0] == 192 && b[1] == 168) || (b[0] == 192 && b[1] == 0 && b[2] == 0) || (b[0] == 198 && b[1] is 18 or 19);
    }

    /// <summary>The address is judged after the name was looked up, on what is really connected to: a name cannot first point outside and then inside.</summary>
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var mayBePrivate = context.InitialRequestMessage.Options.TryGetValue(Private, out var may) && may;
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, ct);
        var allowed = mayBePrivate ? addresses : [.. addresses.Where(a => !IsPrivate(a))];
        if (allowed.Length == 0)
            throw new PrivateAddressException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class PrivateAddressException : IOException;
}
