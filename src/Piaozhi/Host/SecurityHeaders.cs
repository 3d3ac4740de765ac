namespace Piaozhi.Host;

/// <summary>What every answer tells the browser to refuse.</summary>
public static class SecurityHeaders
{
    // MudBlazor writes styles into elements, hence 'unsafe-inline' for styles; scripts come from our own address only.
    private const string Policy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; " +
        "connect-src 'self' ws: wss:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public static void UseSecurityHeaders(this WebApplication app) => app.Use((http, next) =>
    {
        // Set when the answer starts, so that the exception handler, which clears headers, does not lose them.
        http.Response.OnStarting(() =>
        {
            var headers = http.Response.Headers;
            // A file that people attached is handed out under a policy of its own, under which nothing runs.
            if (!headers.ContentSecurityPolicy.ToString().StartsWith("sandbox", StringComparison.Ordinal))
                headers.ContentSecurityPolicy = Policy;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
            return Task.CompletedTask;
        });
        return next(http);
    });
}
