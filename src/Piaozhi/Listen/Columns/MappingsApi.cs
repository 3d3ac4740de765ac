using Piaozhi.Access;
using Piaozhi.Core.Listen.Mapping;
using Piaozhi.Host;

namespace Piaozhi.Listen.Columns;

/// <summary>Column mappings below <c>/api/v1/listen/mappings</c>.</summary>
public static class MappingsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/listen/mappings").WithTags("listen");
        group.MapGet("", async (Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return (await ListMappings.RunAsync(session, ct)).Select(m => new { name = m.Mapping.Name, kind = m.Mapping.Kind.ToString().ToLowerInvariant(), in_the_box = m.IsBuiltIn, columns = m.Mapping.Signature, uses = m.Uses });
        }).WithName("ListMappings").WithSummary("Column mappings: those that people made, then those in the box");
        group.MapGet("/{name}", async (string name, Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            var found = await ListMappings.FindAsync(name, session, ct);
            return found.Ok ? Results.Content(Core.Listen.Mapping.Mappings.Write(found.Value), "application/json") : found.ToResult();
        }).WithName("GetMapping").WithSummary("One column mapping, as it is exported and imported");
        group.MapPut("/{name}", async (string name, HttpRequest request, Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            using var reader = new StreamReader(request.Body);
            var text = await reader.ReadToEndAsync(ct);
            return (await SaveMapping.RunAsync(text, session, ct, name)).ToResult();
        }).Accepts<Mapping>("application/json").WithName("SaveMapping").WithSummary("Keeps a column mapping under its name").DisableAntiforgery();
        group.MapDelete("/{name}", async (string name, Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return (await RemoveMapping.RunAsync(name, session, ct)).ToResult();
        }).WithName("RemoveMapping").WithSummary("Takes a column mapping away; what was loaded with it stays").DisableAntiforgery();
    }
}
