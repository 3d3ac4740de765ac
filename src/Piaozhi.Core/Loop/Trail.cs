namespace Piaozhi.Core.Loop;

/// <summary>
/// The kinds of artefact that a trail links. A trail is the answer to "where did this go?": fact → indicator → signal → problem →
/// improvement → action → effect → lesson or standard.
/// </summary>
public enum ArtefactKind
{
    Import,
    Indicator,
    Signal,
    Problem,
    Improvement,
    Action,
    Effect,
    Lesson,
    Standard,
}

/// <summary>One artefact, named the same way everywhere: kind and id.</summary>
public readonly record struct Artefact(ArtefactKind Kind, string Id)
{
    public override string ToString() => $"{Kind.ToString().ToLowerInvariant()}:{Id}";
}
