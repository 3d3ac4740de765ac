using Piaozhi.Access;
using Piaozhi.Host;

namespace Piaozhi.Customers.Complaints;

/// <summary>Complaints below <c>/api/v1/customers</c>.</summary>
public static class ComplaintsApi
{
    public static void Map(RouteGroupBuilder api) => api.MapGroup("/customers").WithTags("customers").MapGet("/complaints", async (Who who, CancellationToken ct) =>
    {
        await using var session = who.Open();
        return (await ListComplaints.RunAsync(session, ct)).ToResult();
    }).WithName("ListComplaints").WithSummary("Complaints that are not closed, by deadline").Produces<ComplaintQueue>();
}
