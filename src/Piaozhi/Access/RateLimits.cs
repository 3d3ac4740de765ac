using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.RateLimiting;
using Piaozhi.Access.Door;
using Piaozhi.Access.Tokens;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Access;

/// <summary>How often one address or one token may call what is open to the public. Endpoints name the limit: <c>.RequireRateLimiting(RateLimits.Public)</c>.</summary>
public static class RateLimits
{
    /// <summary>Sign-in, set-up, change of password.</summary>
    public const string Door = "door";

    /// <summary>Handing in of facts, a token at a time.</summary>
    public const string Intake = "intake";

    /// <summary>Pages and forms that customers reach without an account.</summary>
    public const string Public = "public";

    public static void Add(IServiceCollection services, LimitOptions limits) => services.AddRateLimiter(o =>
    {
        o.AddPolicy(Door, http => Window(http.Connection.RemoteIpAddress?.ToString() ?? "", limits.Door));
        o.AddPolicy(Public, http => Window(http.Connection.RemoteIpAddress?.ToString() ?? "", limits.Public));
        o.AddPolicy(Intake, http => Window(
            http.User.Identity is { IsAuthenticated: true, AuthenticationType: TokenSignIn.Scheme } ? TokenSignIn.Shown(http.Request)! : http.Connection.RemoteIpAddress?.ToString() ?? "",
            limits.Intake));
        o.OnRejected = RejectAsync;
    });

    private static RateLimitPartition<string> Window(string key, int permits) => RateLimitPartition.GetFixedWindowLimiter(
        key, _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 });

    private static async ValueTask RejectAsync(OnRejectedContext context, CancellationToken ct)
    {
        var http = context.HttpContext;
        var seconds = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : 60;
        http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        var refusal = new Refusal("access.too-many", "", seconds);
        var answer = http.Request.HasFormContentType
            ? new RazorComponentResult<TooMany>(new { Refusals = (IReadOnlyList<Refusal>)[refusal], Path = http.Request.Path.Value! }) { StatusCode = StatusCodes.Status429TooManyRequests }
            : Refused.With(StatusCodes.Status429TooManyRequests, refusal);
        await answer.ExecuteAsync(http);
    }
}
