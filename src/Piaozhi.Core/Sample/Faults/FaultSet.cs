namespace Piaozhi.Core.Sample.Faults;

/// <summary>The faults of a plan, asked at every step of the simulation.</summary>
internal sealed class FaultSet
{
    private readonly Fault?[] _of = new Fault?[31];

    public FaultSet(IEnumerable<Fault> faults)
    {
        foreach (var fault in faults)
            _of[(int)fault.Id] = fault;
    }

    public Fault? this[FaultId id] => _of[(int)id];

    /// <summary>Strength of a fault at a moment; 0 when it is not in the plan or not at work.</summary>
    public double Level(FaultId id, DateTime at) => _of[(int)id] is { } fault ? fault.At(at) : 0;

    /// <summary>Strength within the fault's scope on one dimension; 0 outside it.</summary>
    public double Level(FaultId id, DateTime at, string dimension, string? value) =>
        _of[(int)id] is { } fault && value is not null && fault.Kind.Scope[dimension].Contains(value) ? fault.At(at) : 0;
}
