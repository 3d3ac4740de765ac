using System.Globalization;
using Microsoft.Extensions.Localization;
using Piaozhi.Core.Loop;

namespace Piaozhi.Host;

/// <summary>The one place where a refusal becomes an HTTP answer in the language of the request.</summary>
public static class Refused
{
    public static IResult ToResult<T>(this Outcome<T> outcome) => outcome.Ok ? Results.Ok(outcome.Value) : new Problem(Status(outcome.Refusals[0].Kind), outcome.Refusals);

    /// <summary>A refusal that is made before any use case runs, with a status of its own.</summary>
    public static IResult With(int status, params Refusal[] refusals) => new Problem(status, refusals);

    public static int Status(RefusalKind kind) => kind switch
    {
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.Conflict => StatusCodes.Status409Conflict,
        RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    /// <summary>
    /// The text of a code, from the texts of the folder that its first word names; the code itself where no text exists. In the text
    /// {0} is the subject and {1} onwards are the arguments.
    /// </summary>
    public static string Say(this IStringLocalizerFactory texts, Refusal refusal)
    {
        var folder = refusal.Code.Split('.')[0];
        var anchor = typeof(Refused).Assembly.GetType($"Piaozhi.{folder}.Text", throwOnError: false, ignoreCase: true);
        var text = anchor is null ? null : texts.Create(anchor)[refusal.Code];
        return text is null || text.ResourceNotFound ? refusal.Code : string.Format(CultureInfo.CurrentCulture, text.Value, [refusal.Subject, .. refusal.Args]);
    }

    private sealed class Problem(int status, IReadOnlyList<Refusal> refusals) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var texts = httpContext.RequestServices.GetRequiredService<IStringLocalizerFactory>();
            var said = refusals.Select(r => new { code = r.Code, subject = r.Subject, text = texts.Say(r) }).ToList();
            return Results.Problem(
                detail: string.Join(' ', said.Select(s => s.text)),
                statusCode: status,
                type: "about:blank",
                extensions: new Dictionary<string, object?> { ["refusals"] = said, ["traceId"] = Failures.TraceId(httpContext) })
                .ExecuteAsync(httpContext);
        }
    }
}
