using Piaozhi.Host;

namespace Piaozhi.Customers;

/// <summary>Everything that the stage adds: services, endpoints, commands, menu, steps of the loop, jobs.</summary>
public static class CustomersStage
{
    public static PiaozhiBuilder AddCustomers(this PiaozhiBuilder app) => app;
}
