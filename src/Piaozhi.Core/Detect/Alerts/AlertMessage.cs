namespace Piaozhi.Core.Detect.Alerts;

/// <summary>Why a message is sent.</summary>
public enum AlertKind
{
    Opened,
    Ended,
    Digest,
    Test,
}

/// <summary>One line of a message: a word and its value.</summary>
public sealed record AlertFact(string Label, string Value);

/// <summary>One problem in a message that speaks of several.</summary>
public sealed record AlertItem(string Title, string Url, string Detail);

/// <summary>What is told, in one language, before it takes the shape of a channel.</summary>
/// <param name="Subject">What it is about, the same for every message about one thing: <c>problem:P1</c>.</param>
/// <param name="Url">Leads to the exact thing; empty where there is none.</param>
public sealed record AlertMessage(AlertKind Kind, string Subject, string Language, string Title, string Url, string UrlText, IReadOnlyList<AlertFact> Facts, IReadOnlyList<AlertItem> Items)
{
    /// <summary>When it was said, local time.</summary>
    public DateTime At { get; init; }
}
