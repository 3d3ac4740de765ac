using Piaozhi.Core.Detect;
using Piaozhi.Core.Loop;
using Piaozhi.Storage.Records;

namespace Piaozhi.Diagnose.Problems;

/// <summary>Where a problem stands with people.</summary>
public enum ProblemState
{
    /// <summary>Nobody has taken it yet.</summary>
    New,

    /// <summary>It has an owner, or a later stage works on it.</summary>
    InWork,

    /// <summary>Back to normal, or no longer borne out by the facts.</summary>
    Ended,

    /// <summary>People say that it is none, with their reason.</summary>
    Dismissed,

    /// <summary>Part of another problem.</summary>
    Merged,
}

/// <summary>A problem in a list: what was found, and how people stand to it.</summary>
public sealed record ProblemLine(ProblemRow Row, WorkRow? Work, ProblemState State, IReadOnlyList<ProblemWork> Doing)
{
    public Bilingual Title => new(Row.TitleZh, Row.TitleEn);

    public Slice Slice => Slice.Parse(Row.Slice);

    public static ProblemState StateOf(ProblemRow row, WorkRow? work, IEnumerable<ProblemWork> doing) =>
        work?.MergedInto is not null ? ProblemState.Merged
        : work?.Dismissal is not null ? ProblemState.Dismissed
        : row.EndedAt is not null || !row.StillFound ? ProblemState.Ended
        : work?.OwnerId is not null || doing.Any(d => d.Running) ? ProblemState.InWork
        : ProblemState.New;
}

/// <summary>Everything that the page of a problem shows of this stage.</summary>
/// <param name="Signals">Its own signals and those of the problems merged into it, the sharpest first.</param>
public sealed record ProblemFile(
    ProblemLine Line, IReadOnlyList<Signal> Signals, IReadOnlyList<ProblemRow> Merged, IReadOnlyList<NoteRow> Notes, IReadOnlyList<TrailRow> Trail)
{
    public ProblemRow Row => Line.Row;
}
