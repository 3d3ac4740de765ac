using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Piaozhi.Core.Listen;

namespace Piaozhi.Listen.Import;

public enum ImportState
{
    Waiting,
    Running,

    /// <summary>Some file waits for a column mapping.</summary>
    NeedsMapping,
    Done,
    Cancelled,

    /// <summary>The process ended in the middle; what was loaded stands, and loading again counts nothing twice.</summary>
    Interrupted,
    Failed,
}

public enum FileState
{
    Waiting,
    Loading,
    NeedsMapping,
    Done,

    /// <summary>Nothing in it could be read.</summary>
    Unreadable,
}

/// <summary>One file of an import.</summary>
/// <param name="Path">Where it lies; null once it is no longer kept.</param>
/// <param name="Own">True for a copy of ours, which goes when it is loaded; false for a file of the caller's.</param>
public sealed record ImportFile(string Name, string? Path, long Bytes, bool Own)
{
    public FileState State { get; init; }
    public FactKind? Kind { get; init; }
    public string? Mapping { get; init; }
    public long Accepted { get; init; }
    public long Duplicates { get; init; }
    public long Rejected { get; init; }
    public long Dropped { get; init; }
}

/// <summary>One import: who loaded what, when, and what came of it.</summary>
public sealed class ImportRow
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public required string Id { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }

    /// <summary><c>page</c>, <c>command</c> or <c>http</c>.</summary>
    public required string Via { get; set; }

    /// <summary>The data folder whose process loads it: only that process knows whether it still runs. Empty in rows of earlier versions.</summary>
    public string Owner { get; set; } = "";

    public DateTime StartedAt { get; set; }
    public DateTime? EndedAt { get; set; }
    public ImportState State { get; set; }
    public string FilesJson { get; set; } = "[]";

    /// <summary>Kind that the caller named; null = told by the files.</summary>
    public string? Kind { get; set; }

    /// <summary>Mapping that the caller named; null = recognised by the header.</summary>
    public string? Mapping { get; set; }

    public long Accepted { get; set; }
    public long Duplicates { get; set; }
    public long Rejected { get; set; }

    /// <summary>True once its person has seen how it ended.</summary>
    public bool Seen { get; set; }

    public IReadOnlyList<ImportFile> Files
    {
        get => JsonSerializer.Deserialize<List<ImportFile>>(FilesJson, Json) ?? [];
        set
        {
            FilesJson = JsonSerializer.Serialize(value, Json);
            (Accepted, Duplicates, Rejected) = (value.Sum(f => f.Accepted), value.Sum(f => f.Duplicates), value.Sum(f => f.Rejected));
        }
    }

    public bool IsRunning => State is ImportState.Waiting or ImportState.Running;

    /// <summary>True when files are still there that can be loaded (again).</summary>
    public bool CanContinue => !IsRunning && Files.Any(f => f is { Path: not null, State: not (FileState.Done or FileState.Unreadable) });
}

public sealed class ImportTable : IEntityTypeConfiguration<ImportRow>
{
    public void Configure(EntityTypeBuilder<ImportRow> table)
    {
        table.ToTable("listen_import");
        table.HasKey(r => r.Id);
        table.Ignore(r => r.Files).Ignore(r => r.IsRunning).Ignore(r => r.CanContinue);
        table.Property(r => r.State).HasConversion<string>();
        table.HasIndex(r => r.StartedAt);
    }
}
