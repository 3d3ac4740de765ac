using System.Text.Json;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Sample;

namespace Piaozhi.Core.Tests.Sample;

/// <summary>Ten days of the operator without any fault, simulated once and asked by many tests.</summary>
public sealed class SimulatedDays
{
    public SimulatedDays()
    {
        Facts = [.. new Simulator(new SamplePlan { Seed = 11, From = new DateOnly(2026, 3, 9), Days = 10, Scale = .35 }).Days().SelectMany(d => d.Facts)];
        Events = [.. Facts.OfType<EventFact>().DistinctBy(e => e.Id)];
        ByActivity = Events.ToLookup(e => e.Activity);
    }

    public IReadOnlyList<Fact> Facts { get; }
    public IReadOnlyList<EventFact> Events { get; }
    public ILookup<string, EventFact> ByActivity { get; }

    public long Tickets => ByActivity["ticket.issued"].Sum(e => (long)e.Objects.Count);

    public static string? Attribute(EventFact e, string name)
    {
        using var json = JsonDocument.Parse(e.Attributes ?? "{}");
        return json.RootElement.TryGetProperty(name, out var value) ? value.ToString() : null;
    }
}

/// <summary>Tests that ask the same ten days.</summary>
[CollectionDefinition(nameof(SimulatedDays))]
public sealed class OfSimulatedDays : ICollectionFixture<SimulatedDays>;
