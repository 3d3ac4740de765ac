using MudBlazor;
using Piaozhi.Core.Loop;
using Piaozhi.Customers.Complaints;
using Piaozhi.Host;
using Piaozhi.Shell;

namespace Piaozhi.Customers;

/// <summary>Everything that the stage adds: services, endpoints, commands, menu, steps of the loop, jobs.</summary>
public static class CustomersStage
{
    public static PiaozhiBuilder AddCustomers(this PiaozhiBuilder app) => app
        .InShell<TodayComplaints>()
        .Api(ComplaintsApi.Map)
        .Command(ComplaintsCommand.Make)
        .Menu(Stage.Customers, "客户", "Customers", "/customers", Icons.Material.Outlined.SupportAgent);
}
