using System.Collections;
using System.Collections.Immutable;

namespace Piaozhi.Core.Loop;

/// <summary>
/// A set of dimension = value pairs. The empty slice is everything. Keys are dimension names or <c>attributes.&lt;name&gt;</c>;
/// a key may hold several values, joined by "or". Equal by content, whatever the order of writing.
/// </summary>
public sealed class Slice : IEquatable<Slice>, IEnumerable<KeyValuePair<string, ImmutableArray<string>>>
{
    private readonly ImmutableSortedDictionary<string, ImmutableArray<string>> _pairs;

    private Slice(ImmutableSortedDictionary<string, ImmutableArray<string>> pairs) => _pairs = pairs;

    public static Slice Whole { get; } = new(ImmutableSortedDictionary.Create<string, ImmutableArray<string>>(StringComparer.Ordinal));

    public static Slice Of(string dimension, params string[] values) => Whole.With(dimension, values);

    /// <summary>This slice narrowed (or overwritten) on one dimension.</summary>
    public Slice With(string dimension, params string[] values) =>
        new(_pairs.SetItem(dimension, [.. values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]));

    public Slice Without(string dimension) => new(_pairs.Remove(dimension));

    public bool IsWhole => _pairs.Count == 0;

    public int Count => _pairs.Count;

    public IEnumerable<string> Dimensions => _pairs.Keys;

    /// <summary>Values asked for on a dimension; empty when it is not restricted.</summary>
    public ImmutableArray<string> this[string dimension] => _pairs.TryGetValue(dimension, out var values) ? values : [];

    /// <summary>True when everything in <paramref name="other"/> also lies in this slice.</summary>
    public bool Covers(Slice other) => _pairs.All(p => other._pairs.TryGetValue(p.Key, out var values) && values.All(p.Value.Contains));

    /// <summary>True unless some dimension is restricted by both to values that exclude one another.</summary>
    public bool Meets(Slice other) => _pairs.All(p => !other._pairs.TryGetValue(p.Key, out var values) || values.Any(p.Value.Contains));

    /// <summary>Written as <c>channel=app,web;outlet=东站</c>; <see cref="Parse"/> reads it back. Used in addresses and as a key.</summary>
    public override string ToString() =>
        string.Join(';', _pairs.Select(p => Escape(p.Key) + "=" + string.Join(',', p.Value.Select(Escape))));

    public static Slice Parse(string? text)
    {
        var slice = Whole;
        foreach (var pair in (text ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            if (at > 0)
                slice = slice.With(Uri.UnescapeDataString(pair[..at]), [.. pair[(at + 1)..].Split(',').Select(Uri.UnescapeDataString)]);
        }

        return slice;
    }

    public bool Equals(Slice? other) => other is not null && ToString() == other.ToString();

    public override bool Equals(object? obj) => Equals(obj as Slice);

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    public IEnumerator<KeyValuePair<string, ImmutableArray<string>>> GetEnumerator() => _pairs.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static string Escape(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal).Replace(";", "%3B", StringComparison.Ordinal)
            .Replace(",", "%2C", StringComparison.Ordinal).Replace("=", "%3D", StringComparison.Ordinal);
}
