using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Listen.Import;

namespace Piaozhi.Listen.Privacy;

/// <summary>Forgetting customers and how long things are kept, below <c>/api/v1/listen</c>.</summary>
public static class PrivacyApi
{
    /// <param name="Customer">Id, phone number or e-mail address; in the body, so that it stands in no log of addresses.</param>
    /// <param name="Confirm">False only counts.</param>
    public sealed record EraseInput(string Customer, bool Confirm = false);

    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/listen").WithTags("listen");
        group.MapPost("/erase", async (EraseInput input, Who who, PrivacyKey key, IEnumerable<ICustomerTraces> others, CancellationToken ct) =>
        {
            await using var session = who.Open();
            var found = input.Confirm ? await EraseCustomer.RunAsync(input.Customer, session, key, others, ct) : await FindCustomer.RunAsync(input.Customer, session, key, others, ct);
            return found.Ok
                ? Results.Ok(new { erased = input.Confirm, reference = found.Value.Reference, events = found.Value.Events, feedback = found.Value.Feedback, responses = found.Value.Responses, rejects = found.Value.Rejects, others = found.Value.Others.Sum(o => o.Rows) })
                : found.ToResult();
        }).WithName("EraseCustomer").WithSummary("Counts what is kept of one customer; with confirm, makes the customer unknown").DisableAntiforgery();
        group.MapGet("/retention", async (Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return await Retention.OfAsync(session, ct);
        }).WithName("GetRetention").WithSummary("How many months each kind of row is kept; 0 = for ever");
        group.MapPut("/retention", async (Retention input, Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            Outcome<Done> done = await SetRetention.RunAsync(input, session, ct);
            return done.ToResult();
        }).WithName("SetRetention").WithSummary("Changes how long things are kept").DisableAntiforgery();
    }
}
