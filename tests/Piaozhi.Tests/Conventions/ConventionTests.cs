using System.Text.RegularExpressions;
using System.Xml.Linq;
using Piaozhi.Core.Loop;

namespace Piaozhi.Tests.Conventions;

/// <summary>The conventions of CONTRIBUTING.md, checked; each rule is shown to fail on a violation made for it.</summary>
public partial class ConventionTests
{
    private static readonly Stage[] Ordered = [Stage.Listen, Stage.Measure, Stage.Detect, Stage.Diagnose, Stage.Improve, Stage.Verify, Stage.Standardize];

    /// <summary>Files that may be longer than the hard limit, each with its reason.</summary>
    private static readonly Dictionary<string, string> Long = [];

    [Fact]
    public void A_stage_uses_earlier_stages_and_never_later_ones()
    {
        var broken = new List<string>();
        foreach (var root in (string[])["src/Piaozhi.Core", "src/Piaozhi"])
            foreach (var stage in Ordered)
                foreach (var file in Repository.Sources($"{root}/{stage}"))
                    broken.AddRange(LaterStages(stage, Repository.Code(File.ReadAllText(file))).Select(later => $"{Repository.Relative(file)} uses {later}"));
        Assert.Empty(broken);
    }

    [Fact]
    public void The_stage_rule_sees_a_using_and_a_half_qualified_name()
    {
        Assert.Equal(["Improve"], LaterStages(Stage.Measure, "using Piaozhi.Core.Improve;"));
        Assert.Equal(["Detect"], LaterStages(Stage.Measure, "var x = new Piaozhi.Detect.Y();"));
        Assert.Empty(LaterStages(Stage.Verify, "using Piaozhi.Core.Measure;"));
    }

    [Fact]
    public void The_core_does_no_input_or_output_and_takes_no_clock()
    {
        var broken = Repository.Sources("src/Piaozhi.Core")
            .Where(f => Impure().IsMatch(Repository.Code(File.ReadAllText(f)))).Select(Repository.Relative);
        Assert.Empty(broken);
        Assert.Matches(Impure(), "var t = File.ReadAllText(path);");
    }

    [Fact]
    public void Names_say_what_a_thing_is()
    {
        var broken = Repository.Sources("src").Where(f => Vague().IsMatch(Path.GetFileNameWithoutExtension(f))).Select(Repository.Relative);
        Assert.Empty(broken);
        Assert.Matches(Vague(), "ImportManager");
    }

    [Fact]
    public void Commands_print_where_their_caller_reads()
    {
        var broken = Repository.Sources("src/Piaozhi").Where(f => !f.Contains("/Host/", StringComparison.Ordinal))
            .Where(f => OnConsole().IsMatch(Repository.Code(File.ReadAllText(f)))).Select(Repository.Relative);
        Assert.Empty(broken);
        Assert.Matches(OnConsole(), "await Console.Error.WriteLineAsync(x);");
        Assert.Matches(OnConsole(), "AnsiConsole.Write(table);");
    }

    [Fact]
    public void Files_stay_readable()
    {
        var broken = Repository.Sources("src").Concat(Repository.Sources("src", "*.razor"))
            .Select(f => (File: Repository.Relative(f), Lines: File.ReadAllLines(f).Length))
            .Where(f => f.Lines > (f.File.EndsWith(".razor", StringComparison.Ordinal) ? 300 : 400) && !Long.ContainsKey(f.File))
            .Select(f => $"{f.File}: {f.Lines}");
        Assert.Empty(broken);
    }

    [Fact]
    public void Every_text_is_there_in_both_languages()
    {
        foreach (var en in Repository.Sources("src/Piaozhi", "Text.resx"))
        {
            var zh = en.Replace("Text.resx", "Text.zh-CN.resx", StringComparison.Ordinal);
            Assert.Equal(Keys(en), Keys(zh));
        }
    }

    [Fact]
    public void Every_stage_has_its_one_registration()
    {
        foreach (var stage in Ordered)
        {
            Assert.True(File.Exists(Path.Combine(Repository.Root, $"src/Piaozhi/{stage}/{stage}Stage.cs")), stage.ToString());
        }
    }

    private static IEnumerable<string> LaterStages(Stage stage, string code) =>
        Ordered.Where(s => s > stage).Concat([Stage.People, Stage.Customers])
            .Where(s => Regex.IsMatch(code, $@"\bPiaozhi\.(Core\.)?{s}\b")).Select(s => s.ToString());

    private static List<string> Keys(string resx) =>
        [.. XDocument.Load(resx).Root!.Elements("data").Select(d => d.Attribute("name")!.Value).Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"\b(File|Directory|Console|HttpClient|FileStream|Socket|Environment)\.|\bTimeProvider\.System\b")]
    private static partial Regex Impure();

    [GeneratedRegex(@"\bConsole\.(Out|Error|Write)|\bAnsiConsole\.(?!Create)")]
    private static partial Regex OnConsole();

    [GeneratedRegex("(Manager|Helper|Util|Utils|Common|Impl|Service|Info)$")]
    private static partial Regex Vague();
}
