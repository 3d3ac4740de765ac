using System.Diagnostics;
using Microsoft.Extensions.Localization;

namespace Piaozhi.Host;

/// <summary>The one handler of what nobody foresaw: a sentence and a trace id outside, the exception only in the log.</summary>
public static class Failures
{
    public static string TraceId(HttpContext http) => Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;

    public static void UseFailures(this WebApplication app) => app.UseExceptionHandler(failed => failed.Run(http =>
        Results.Problem(
            detail: http.RequestServices.GetRequiredService<IStringLocalizer<Text>>()["Unexpected"],
            statusCode: StatusCodes.Status500InternalServerError,
            type: "about:blank",
            extensions: new Dictionary<string, object?> { ["traceId"] = TraceId(http) }).ExecuteAsync(http)));
}
