using System.Reflection;
using Piaozhi.Host;

namespace Piaozhi.Tests.Conventions;

/// <summary>Documents that would rot if nobody looked.</summary>
public class DocumentTests
{
    [Fact]
    public void Every_setting_is_documented_with_its_default()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs/ops/operate.md"));
        var options = new PiaozhiOptions();
        foreach (var property in typeof(PiaozhiOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            Assert.Contains($"| `{property.Name}` |", text, StringComparison.Ordinal);
            if (property.GetValue(options) is string or bool or TimeSpan)
                Assert.Contains($"| `{property.Name}` | `{Convert.ToString(property.GetValue(options), System.Globalization.CultureInfo.InvariantCulture)!.Replace("True", "true", StringComparison.Ordinal).Replace("False", "false", StringComparison.Ordinal)}` |", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("README.zh-CN.md")]
    [InlineData("CONTRIBUTING.md")]
    [InlineData("docs/ops/operate.md")]
    [InlineData("docs/loop.md")]
    public void Links_of_a_document_lead_somewhere(string document)
    {
        var path = Path.Combine(Repository.Root, document);
        var links = System.Text.RegularExpressions.Regex.Matches(File.ReadAllText(path), @"\]\((?<to>[^)#]+)\)").Select(m => m.Groups["to"].Value)
            .Where(to => !to.StartsWith("http", StringComparison.Ordinal)).ToList();
        Assert.All(links, to => Assert.True(Path.Exists(Path.Combine(Path.GetDirectoryName(path)!, to)), $"{document} → {to}"));
    }
}
