using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Piaozhi.Core.Detect;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Storage.Records;

namespace Piaozhi.Detect;

/// <summary>A signal as it is kept from run to run.</summary>
[Derived]
public sealed class SignalRow
{
    public required string Id { get; set; }
    public required string Indicator { get; set; }
    public required string Slice { get; set; }
    public DateTime Start { get; set; }
    public DateTime? End { get; set; }
    public DateTime DetectedAt { get; set; }
    public int Sign { get; set; }
    public bool Bad { get; set; }
    public double Observed { get; set; }
    public double Expected { get; set; }
    public long N { get; set; }
    public double Excess { get; set; }
    public double QValue { get; set; }
    public ChartKind Chart { get; set; }

    /// <summary>Codes of the broken rules, separated by spaces.</summary>
    public string Rules { get; set; } = "";

    public NullChange? Label { get; set; }

    /// <summary>False once a later run, with more facts, no longer finds it.</summary>
    public bool StillFound { get; set; } = true;

    public void Take(Signal s)
    {
        (Start, End, DetectedAt, Sign, Bad) = (s.Start, s.End, s.DetectedAt, s.Sign, s.Bad);
        (Observed, Expected, N, Excess, QValue) = (s.Observed, s.Expected, s.N, s.Excess, s.QValue);
        (Chart, Rules, Label, StillFound) = (s.Chart, string.Join(' ', s.Rules), s.Label, true);
    }

    public Signal ToSignal() => new()
    {
        Id = Id, Indicator = Indicator, Slice = Core.Loop.Slice.Parse(Slice), Start = Start, End = End, DetectedAt = DetectedAt, Sign = Sign,
        Bad = Bad, Observed = Observed, Expected = Expected, N = N, Excess = Excess, QValue = QValue, Chart = Chart,
        Rules = Rules.Split(' ', StringSplitOptions.RemoveEmptyEntries), Label = Label,
    };
}

public sealed class SignalTable : IEntityTypeConfiguration<SignalRow>
{
    public void Configure(EntityTypeBuilder<SignalRow> table)
    {
        table.ToTable("detect_signal");
        table.HasKey(r => r.Id);
        table.Property(r => r.Chart).HasConversion<string>();
        table.Property(r => r.Label).HasConversion<string>();
        table.Property(r => r.Start).IsLocalTime();
        table.Property(r => r.End).IsLocalTime();
        table.Property(r => r.DetectedAt).IsLocalTime();
        table.HasIndex(r => new { r.Indicator, r.Start });
    }
}
