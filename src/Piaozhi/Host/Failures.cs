using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Localization;
using Piaozhi.Core.Loop;

namespace Piaozhi.Host;

/// <summary>The one handler of what nobody foresaw: a sentence and a trace id outside, the exception only in the log.</summary>
public static class Failures
{
    public static string TraceId(HttpContext http) => Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;

    public static void UseFailures(this WebApplication app) => app.UseExceptionHandler(new ExceptionHandlerOptions
    {
        SuppressDiagnosticsCallback = failure => failure.Exception is BadHttpRequestException,
        ExceptionHandler = AnswerAsync,
    });

    /// <summary>An answer of the API that is only a number (no such route, a body that could not be read) gets the shape of all others.</summary>
    public static void UseWholeAnswers(this WebApplication app) => app.UseWhen(http => http.Request.Path.StartsWithSegments("/api/v1"), api => api.Use(async (http, next) =>
    {
        await next(http);
        var answer = http.Response;
        if (answer.HasStarted || answer.StatusCode < StatusCodes.Status400BadRequest || answer.ContentType is not null || answer.ContentLength is > 0)
            return;
        var code = answer.StatusCode switch
        {
            StatusCodes.Status404NotFound => "host.no-address",
            StatusCodes.Status405MethodNotAllowed => "host.no-method",
            StatusCodes.Status413PayloadTooLarge => "host.body-too-large",
            StatusCodes.Status415UnsupportedMediaType => "host.content-type",
            StatusCodes.Status401Unauthorized => "access.sign-in-needed",
            StatusCodes.Status403Forbidden => "access.forbidden",
            _ => "host.unreadable",
        };
        await Refused.With(answer.StatusCode, new Refusal(code, http.Request.Path)).ExecuteAsync(http);
    }));

    private static Task AnswerAsync(HttpContext http)
    {
        // What the caller sent could not even be read; that is no failure of ours.
        var bad = http.Features.Get<IExceptionHandlerFeature>()?.Error as BadHttpRequestException;
        if (bad is not null)
            return Refused.With(bad.StatusCode, new Refusal(bad.StatusCode == StatusCodes.Status413PayloadTooLarge ? "host.body-too-large" : "host.unreadable")).ExecuteAsync(http);
        return Results.Problem(
            detail: http.RequestServices.GetRequiredService<IStringLocalizer<Text>>()["Unexpected"],
            statusCode: StatusCodes.Status500InternalServerError,
            type: "about:blank",
            extensions: new Dictionary<string, object?> { ["traceId"] = TraceId(http) }).ExecuteAsync(http);
    }
}
