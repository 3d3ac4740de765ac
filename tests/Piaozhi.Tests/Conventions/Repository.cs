using System.Text.RegularExpressions;

namespace Piaozhi.Tests.Conventions;

/// <summary>The checkout that the tests were built from, read as text.</summary>
public static partial class Repository
{
    public static string Root { get; } = Find();

    public static IEnumerable<string> Sources(string folder, string pattern = "*.cs") =>
        !Directory.Exists(Path.Combine(Root, folder)) ? [] : Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Where(f => !f.Contains("/Migrations/", StringComparison.Ordinal));

    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    /// <summary>C# without its comments and string contents, so that rules see code only.</summary>
    public static string Code(string text) => Noise().Replace(text, m => m.Value.StartsWith('"') ? "\"\"" : "");

    [GeneratedRegex("""(//[^\n]*)|(/\*.*?\*/)|("(\\.|[^"\\\n])*")""", RegexOptions.Singleline)]
    private static partial Regex Noise();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Piaozhi.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("Piaozhi.slnx not found above the tests");
    }
}
