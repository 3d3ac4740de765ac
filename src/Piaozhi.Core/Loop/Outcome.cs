using System.Diagnostics.CodeAnalysis;

namespace Piaozhi.Core.Loop;

/// <summary>
/// A rule of the business said no. <paramref name="Code"/> is stable (<c>improve.close.needs-verdict</c>) and is the key of the text
/// shown to the user; <paramref name="Subject"/> names what was refused; <paramref name="Args"/> fill the text.
/// </summary>
public sealed record Refusal(string Code, string Subject = "", params object[] Args)
{
    /// <summary>What kind of no it is; decides the HTTP status and the exit code.</summary>
    public RefusalKind Kind { get; init; } = RefusalKind.Invalid;
}

public enum RefusalKind
{
    /// <summary>The input or the state does not allow it (422).</summary>
    Invalid,

    /// <summary>What it speaks of is not there, or not for this person (404).</summary>
    NotFound,

    /// <summary>Somebody else changed it meanwhile, or it exists already (409).</summary>
    Conflict,

    /// <summary>The person's role does not allow it (403).</summary>
    Forbidden,
}

/// <summary>The result of a use case: a value, or every reason why not, found at once.</summary>
public readonly struct Outcome<T>
{
    private readonly T? _value;

    private Outcome(T? value, IReadOnlyList<Refusal> refusals) => (_value, Refusals) = (value, refusals);

    public IReadOnlyList<Refusal> Refusals { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    public bool Ok => Refusals.Count == 0;

    /// <summary>The value of a successful outcome; throws when it was refused.</summary>
    public T Value => Ok ? _value! : throw new InvalidOperationException($"Refused: {string.Join(", ", Refusals.Select(r => r.Code))}");

    public static implicit operator Outcome<T>(T value) => new(value, []);

    public static implicit operator Outcome<T>(Refusal refusal) => new(default, [refusal]);

    public static implicit operator Outcome<T>(List<Refusal> refusals) => new(default, refusals);

    public static Outcome<T> Refuse(IReadOnlyList<Refusal> refusals) => new(default, refusals);
}

/// <summary>The value of an outcome that has nothing to say but yes.</summary>
public readonly record struct Done;
