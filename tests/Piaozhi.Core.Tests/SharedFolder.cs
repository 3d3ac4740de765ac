namespace Piaozhi.Core.Tests;

/// <summary>Data sets that belong to others lie beside the checkout; tests that read them skip, saying so, where they are absent.</summary>
public static class SharedFolder
{
    public static string Need(string relative)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !Directory.Exists(Path.Combine(folder.FullName, "shared", "design")))
            folder = folder.Parent;
        var path = folder is null ? null : Path.Combine(folder.FullName, "shared", relative);
        Assert.SkipWhen(path is null || !File.Exists(path), $"shared/{relative} is not beside this checkout");
        return path!;
    }
}
