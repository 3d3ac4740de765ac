using System.Globalization;
using Piaozhi.Core.Loop;

namespace Piaozhi.Shell.Kit;

/// <summary>The period and the scope chosen in the top bar, the same on every page; read from the address (<c>?from=&amp;to=&amp;outlet=</c>).</summary>
/// <param name="Period">Null: everything, or what the page takes by itself.</param>
/// <param name="Scope">What to narrow queries to, beyond what the person may see.</param>
public sealed record View(Period? Period, Slice Scope)
{
    public static View Everything { get; } = new(null, Slice.Whole);

    private static readonly string[] Keys = ["from", "to", "outlet"];

    /// <summary>The outlet chosen; null = all.</summary>
    public string? Outlet => Scope["outlet"] is { Length: > 0 } outlets ? outlets[0] : null;

    /// <summary>Both dates belong to the period. What cannot be read counts as not said.</summary>
    public static View Of(string address)
    {
        var query = Query(address);
        Period? period = Date(query.GetValueOrDefault("from")) is { } from && Date(query.GetValueOrDefault("to")) is { } to && from <= to ? Core.Loop.Period.Days(from, to) : null;
        return new View(period, query.GetValueOrDefault("outlet") is { Length: > 0 } outlet ? Slice.Of("outlet", outlet) : Slice.Whole);
    }

    /// <summary>The address with this view in it.</summary>
    public string In(string address) => With(address,
        ("from", Period?.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        ("to", Period?.To.AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        ("outlet", Outlet));

    /// <summary>True when the address speaks of a view at all.</summary>
    public static bool IsIn(string address) => Query(address).Keys.Any(Keys.Contains);

    public bool Equals(View? other) => other is not null && other.Period == Period && other.Scope.Equals(Scope);

    public override int GetHashCode() => HashCode.Combine(Period, Scope);

    internal static Dictionary<string, string> Query(string address)
    {
        var at = address.IndexOf('?', StringComparison.Ordinal);
        var end = address.IndexOf('#', StringComparison.Ordinal);
        return at < 0 ? [] : Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(end > at ? address[at..end] : address[at..])
            .ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.Ordinal);
    }

    internal static string With(string address, params (string Key, string? Value)[] changes)
    {
        var query = Query(address);
        foreach (var (key, value) in changes)
        {
            if (string.IsNullOrEmpty(value))
                query.Remove(key);
            else
                query[key] = value;
        }

        var path = address.Split('?', '#')[0];
        return Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString(path, query!);
    }

    private static DateOnly? Date(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
}
