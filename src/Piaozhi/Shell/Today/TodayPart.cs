using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Shell.Kit;

namespace Piaozhi.Shell;

/// <summary>Where a line stands on the Today page.</summary>
public enum TodayGroup
{
    /// <summary>One sentence on whether the service is in control.</summary>
    Control,

    /// <summary>The worst problems that go on.</summary>
    Worst,

    /// <summary>What the person has to do.</summary>
    Mine,

    /// <summary>What is past its day.</summary>
    Late,
}

/// <summary>One line of the Today page: a sentence and where it leads.</summary>
/// <param name="Bad">True only for what is not noise, or late.</param>
/// <param name="Note">A muted word behind it: how many cases, until when, whose.</param>
/// <param name="Rest">True for the line that leads to what did not find a place.</param>
/// <param name="Count">For how many things the line stands.</param>
public sealed record TodayLine(Bilingual Text, string Href, bool Bad = false, TodayGroup Group = TodayGroup.Worst, Bilingual? Note = null, bool Rest = false, int Count = 1);

/// <summary>What a stage has to say today. Stages register theirs; the page shows them in the order of the loop.</summary>
public interface ITodayPart
{
    Stage Stage { get; }

    Task<IReadOnlyList<TodayLine>> LinesAsync(Session session, CancellationToken ct);
}

/// <summary>One of the few figures at the top of the Today page.</summary>
/// <param name="Value">The value with its unit.</param>
/// <param name="Change">Against the period before, with its sign and unit; null where it cannot be told.</param>
/// <param name="Days">Over how many days the value goes.</param>
/// <param name="Points">The last values for a small line; gaps are NaN.</param>
/// <param name="State"><c>bad</c> only where a signal that is not noise goes on; otherwise <c>plain</c>.</param>
public sealed record KeyFigure(string Code, Bilingual Name, string Href, Bilingual Value, Bilingual? Change, Bilingual? Interval, long N, IReadOnlyList<double> Points, string State = "plain", int Days = 7);

/// <summary>Gives the key figures for the view of the top bar; registered by the stage that measures.</summary>
public interface IKeyFigures
{
    Task<IReadOnlyList<KeyFigure>> FiguresAsync(View view, Session session, CancellationToken ct);
}

/// <summary>The number that a stage shows in the picture of the loop, and what it counts: 3 open problems.</summary>
public sealed record LoopFigure(long Count, Bilingual What);

/// <summary>How much is in a stage just now. Each stage registers its own.</summary>
public interface ILoopFigure
{
    Stage Stage { get; }

    Task<LoopFigure?> FigureAsync(Session session, CancellationToken ct);
}
