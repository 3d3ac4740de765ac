using Piaozhi.Host;

namespace Piaozhi.People;

/// <summary>Everything that the stage adds: services, endpoints, commands, menu, steps of the loop, jobs.</summary>
public static class PeopleStage
{
    public static PiaozhiBuilder AddPeople(this PiaozhiBuilder app) => app;
}
