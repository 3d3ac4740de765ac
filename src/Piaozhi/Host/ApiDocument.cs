using System.Reflection;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Piaozhi.Access;
using Piaozhi.Access.Tokens;
using Scalar.AspNetCore;

namespace Piaozhi.Host;

/// <summary>The description of the API for programs (<c>/openapi/v1.json</c>) and the page to browse it (<c>/api</c>).</summary>
public static class ApiDocument
{
    private const string Bearer = "token";

    public static void Add(IServiceCollection services) => services.AddOpenApi("v1", o =>
    {
        o.ShouldInclude = description => description.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) == true;
        o.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "票质 Piaozhi",
                Version = typeof(ApiDocument).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0],
                Description = "Programs send a token in Authorization: Bearer; each operation names the scope that the token needs. Refusals are application/problem+json with a list of stable codes and texts in the language of Accept-Language.",
            };
            document.Tags = document.Paths.Keys.Select(p => p.Split('/')[3]).Distinct().Select(name => new OpenApiTag { Name = name }).ToHashSet();
            // The address is the reader's own; the document is the same wherever it is served.
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A token made under Settings, Tokens, or by piaozhi access token add. Scopes: " + string.Join(", ", TokenScopes.All.Keys) },
            };
            return Task.CompletedTask;
        });
        o.AddOperationTransformer((operation, context, _) =>
        {
            var metadata = context.Description.ActionDescriptor.EndpointMetadata;
            if (metadata.OfType<NeedsScope>().LastOrDefault()?.Scope is { } scope)
                operation.Description = (operation.Description is { Length: > 0 } text ? text + "\n\n" : "") + $"Scope: `{scope}`";
            // Grouped by stage, also where nobody said so.
            operation.Tags = new HashSet<OpenApiTagReference> { new(context.Description.RelativePath!.Split('/')[2], context.Document) };
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, context.Document)] = [] }];
            operation.Responses ??= [];
            foreach (var (code, text) in Answers)
                operation.Responses.TryAdd(code, new OpenApiResponse { Description = text });
            return Task.CompletedTask;
        });
    });

    private static readonly (string Code, string Text)[] Answers =
        [("401", "No token, or one that is unknown, expired or revoked"), ("403", "The token lacks the scope, or the role the right"), ("422", "Refused, with every reason"), ("429", "Too many requests; Retry-After says when to come back")];

    /// <summary>Our own page around the script that the package brings: its own page writes a script into itself, which our headers rightly refuse.</summary>
    private const string Page = """
        <!doctype html>
        <html>
        <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <title>API · 票质 Piaozhi</title>
            <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        </head>
        <body>
            <div id="app"></div>
            <script src="/api/reference/scalar.js"></script>
            <script src="/api.js"></script>
        </body>
        </html>
        """;

    public static void Map(WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapScalarApiReference("/api/reference");
        app.MapGet("/api", () => Results.Text(Page, "text/html", System.Text.Encoding.UTF8)).ExcludeFromDescription();
    }
}
