using Piaozhi.Core.Sample.Faults;

namespace Piaozhi.Core.Sample;

/// <summary>What is to be simulated. The same plan gives the same facts, byte for byte.</summary>
public sealed record SamplePlan
{
    public required ulong Seed { get; init; }

    /// <summary>First day that is told; some days before it are lived through, so that the first day is like any other.</summary>
    public required DateOnly From { get; init; }

    public required int Days { get; init; }

    /// <summary>Days lived through before the first one told, so that journeys, refunds and answers are under way.</summary>
    public int WarmUp { get; init; } = 21;

    /// <summary>1 = 20 000 orders a day. Counters, seats and gates stay as they are: below 1 what is told of them is a sample.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Local time after which nothing is known; null = the end of the last day.</summary>
    public DateTime? Until { get; init; }

    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>How much more readily customers speak up than the table of the literature says; small samples need more voices.</summary>
    public double Voice { get; init; } = 1;

    /// <summary>Whether the data have the defects that real exports have (duplicates, late rows, skewed clocks, missing codes).</summary>
    public bool Defects { get; init; } = true;

    public TimeSpan UtcOffset { get; init; } = TimeSpan.FromHours(8);

    public DateTime End => Until ?? From.AddDays(Days).ToDateTime(TimeOnly.MinValue);
}
