using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Piaozhi.Core.Listen;

/// <summary>The kinds of row that Piaozhi takes in; the word of each is its file name and its API path.</summary>
public enum FactKind
{
    Events,
    Feedback,
    Responses,
    Readings,
    Actions,
    Surveys,
}

/// <summary>What every accepted row has: a key that makes loading twice harmless, when it was recorded, and where it was met.</summary>
public abstract record Fact
{
    /// <summary>Idempotency key, unique within a kind.</summary>
    public required string Id { get; init; }

    /// <summary>When the source recorded or sent it; the later one wins between rows with one key.</summary>
    public DateTimeOffset? RecordedAt { get; init; }

    public Dimensions Dimensions { get; init; } = Dimensions.None;

    /// <summary>What the contract does not name, as a JSON object text; null when there is none.</summary>
    public string? Attributes { get; init; }
}

public enum EventOutcome
{
    Ok,
    Failed,
    Abandoned,
}

/// <summary>A further object that an event speaks of (ticket, seat, refund).</summary>
public sealed record ObjectRef(string Type, string Id);

/// <summary>One step of a case (order, trip, call, complaint).</summary>
public sealed record EventFact : Fact
{
    public required string CaseId { get; init; }
    public required string Activity { get; init; }
    public required DateTimeOffset OccurredAt { get; init; }
    public EventOutcome Outcome { get; init; }
    public string? Reason { get; init; }
    public long? DurationMs { get; init; }
    public decimal? Amount { get; init; }
    public string? Currency { get; init; }
    public IReadOnlyList<ObjectRef> Objects { get; init; } = [];
    public string? Source { get; init; }
    public string? SourceId { get; init; }
}

/// <summary>Something that a customer said in free text. The text is masked at the door.</summary>
public sealed record FeedbackFact : Fact
{
    public required DateTimeOffset ReceivedAt { get; init; }
    public required string Source { get; init; }
    public required string Text { get; init; }
    public double? Rating { get; init; }
    public double RatingMax { get; init; } = 5;
    public string? Language { get; init; }
    public string? CaseId { get; init; }

    /// <summary>What screening made of the text; null until it was classified.</summary>
    public Classification? Classification { get; init; }
}

/// <summary>What a text speaks of: leaf of the taxonomy (empty for chatter), <c>negative|neutral|positive</c>, intensity 1–5.</summary>
/// <param name="Topics">All topics as a JSON array of <c>{taxonomy, polarity}</c>.</param>
public sealed record Classification(string Taxonomy, string Polarity, int Intensity, double Confidence, string Topics = "[]");

/// <summary>One answered questionnaire. An answer is a number, a string, or several strings.</summary>
public sealed record ResponseFact : Fact
{
    public required string Survey { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public required DateTimeOffset SubmittedAt { get; init; }
    public string? Mode { get; init; }
    public required IReadOnlyDictionary<string, JsonElement> Answers { get; init; }
    public string? CaseId { get; init; }

    /// <summary>Why it does not count (codes); empty when it does.</summary>
    public IReadOnlyList<string> Exclusions { get; init; } = [];

    public double Weight { get; init; } = 1;
}

/// <summary>One value that another system measured.</summary>
public sealed record ReadingFact : Fact
{
    public required string Indicator { get; init; }
    public required DateTimeOffset MeasuredAt { get; init; }
    public required double Value { get; init; }

    /// <summary>Number of units behind the value; 1 when the source does not say.</summary>
    public double Weight { get; init; } = 1;
}

/// <summary>One improvement action that was carried out, whose effect is to be verified.</summary>
public sealed record ActionFact : Fact
{
    public string? Title { get; init; }
    public required string Indicator { get; init; }

    /// <summary><c>up</c>, <c>down</c>, or null when the direction of the indicator says it.</summary>
    public string? Expected { get; init; }

    /// <summary>Promised size of the change, ≥ 0, in the indicator's own unit.</summary>
    public double? ExpectedChange { get; init; }

    public required DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public Loop.Slice Scope { get; init; } = Loop.Slice.Whole;
}

public enum QuestionType
{
    Rating,
    Nps,
    Ces,
    Single,
    Multi,
    Text,
}

/// <summary>One question of a questionnaire. <c>Dimension</c> = <c>overall</c> marks the outcome question.</summary>
public sealed record Question
{
    public required string Code { get; init; }
    public string Text { get; init; } = "";
    public QuestionType Type { get; init; }
    public int? ScaleMax { get; init; }
    public string? Dimension { get; init; }
    public string? Tier { get; init; }
    public string? ExpectationOf { get; init; }
}

/// <summary>One questionnaire definition; its id is the survey's code.</summary>
public sealed record SurveyFact : Fact
{
    public string Title { get; init; } = "";
    public required IReadOnlyList<Question> Questions { get; init; }
}

/// <summary>A row (or one field of it) that could not be taken: where it stood, what it said, and what to mend.</summary>
/// <param name="File">File name or address of the source.</param>
/// <param name="Line">1-based line or row number; 0 when the whole file is meant.</param>
/// <param name="Field">Field that is wrong; empty when the row itself is unreadable.</param>
/// <param name="Text">The offending text, shortened and masked.</param>
/// <param name="Reason">Stable code such as <c>time-without-offset</c>; its text says what to mend.</param>
/// <param name="Row">The whole row as it came, so that it can be mended and loaded again; null when only a field was dropped.</param>
public sealed record Reject(string File, long Line, string Field, string Text, string Reason, string? Row = null)
{
    /// <summary>Kind of row that it would have been; null where that was never known.</summary>
    public FactKind? Kind { get; init; }

    /// <summary>Header line of the table that the row stood in; null for a row that names its own fields.</summary>
    public string? Header { get; init; }

    /// <summary>One for everything that is wrong with one row, the same whenever the same row comes again.</summary>
    public string RowId { get => field ??= Identity(); init; }

    private string Identity()
    {
        var text = string.Join('\u001f', Kind?.ToString(), File, Line.ToString(CultureInfo.InvariantCulture), Row ?? Field + '\u001e' + Text);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 12));
    }
}
