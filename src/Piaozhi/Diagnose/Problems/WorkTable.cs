using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Piaozhi.Storage.Records;

namespace Piaozhi.Diagnose.Problems;

/// <summary>What people did with a problem; kept apart from what the runs find, so that neither overwrites the other.</summary>
public sealed class WorkRow
{
    public required string ProblemId { get; set; }
    public string? OwnerId { get; set; }
    public string? OwnerName { get; set; }

    /// <summary>Why people say that it is none; null = it counts.</summary>
    public string? Dismissal { get; set; }

    public string? DismissedBy { get; set; }
    public DateTime? DismissedAt { get; set; }

    /// <summary>The problem that it is part of.</summary>
    public string? MergedInto { get; set; }

    /// <summary>The problem that it was split from.</summary>
    public string? SplitFrom { get; set; }

    /// <summary>Ids of the signals that a split gave to it, separated by spaces.</summary>
    public string SplitSignals { get; set; } = "";

    /// <summary>Outlets with facts in its slice, one a line; null = not looked for yet, empty = none.</summary>
    public string? Outlets { get; set; }

    public IReadOnlyList<string> SignalsTaken => SplitSignals.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

public sealed class WorkTable : IEntityTypeConfiguration<WorkRow>
{
    public void Configure(EntityTypeBuilder<WorkRow> table)
    {
        table.ToTable("diagnose_work");
        table.HasKey(r => r.ProblemId);
        table.Ignore(r => r.SignalsTaken);
        table.Property(r => r.DismissedAt).IsLocalTime();
    }
}

/// <summary>What a person said about a problem.</summary>
public sealed class NoteRow
{
    public long Id { get; set; }
    public required string ProblemId { get; set; }
    public DateTime At { get; set; }
    public required string Author { get; set; }
    public required string AuthorName { get; set; }
    public required string Text { get; set; }
}

public sealed class NoteTable : IEntityTypeConfiguration<NoteRow>
{
    public void Configure(EntityTypeBuilder<NoteRow> table)
    {
        table.ToTable("diagnose_comment");
        table.HasIndex(r => r.ProblemId);
        table.Property(r => r.At).IsLocalTime();
    }
}
