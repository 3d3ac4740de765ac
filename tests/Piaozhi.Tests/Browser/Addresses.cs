using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;

namespace Piaozhi.Tests.Browser;

/// <summary>Every page of the product by its template, with a real address for each: the first that some page links to.</summary>
public static partial class Addresses
{
    /// <summary>Pages that nothing on another page leads to, each with its reason.</summary>
    private static readonly Dictionary<string, string> Unlinked = new(StringComparer.Ordinal)
    {
    };

    public static IReadOnlyList<string> Templates { get; } = [.. typeof(Program).Assembly.GetTypes()
        .SelectMany(t => t.GetCustomAttributes<RouteAttribute>()).Select(r => r.Template).Where(t => t != "/not-found").Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Follows the links from page to page until every template has an address.</summary>
    public static async Task<Dictionary<string, string>> FindAsync(Window window)
    {
        var found = Templates.Where(t => !t.Contains('{', StringComparison.Ordinal)).ToDictionary(t => t, t => t);
        var todo = new Queue<string>(found.Values);
        while (todo.TryDequeue(out var address) && found.Count < Templates.Count)
        {
            await window.GoAsync(address);
            var links = await window.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('a[href]')].map(a => new URL(a.href).pathname)");
            foreach (var template in Templates.Where(t => !found.ContainsKey(t)))
            {
                if (links.FirstOrDefault(l => Matches(template, l)) is not { } link)
                    continue;
                found[template] = link;
                todo.Enqueue(link);
            }
        }

        List<string> missing = [.. Templates.Where(t => !found.ContainsKey(t) && !Unlinked.ContainsKey(t))];
        Assert.Empty(missing);
        return found;
    }

    /// <summary>A literal page wins over one with a parameter, as in the router.</summary>
    private static bool Matches(string template, string path) =>
        !Templates.Contains(path) && Regex.IsMatch(path, "^" + Parameter().Replace(template, "[^/]+") + "$");

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
