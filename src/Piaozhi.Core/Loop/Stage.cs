namespace Piaozhi.Core.Loop;

/// <summary>A stage of the loop, in the order in which one stage may use another: earlier ones only.</summary>
public enum Stage
{
    Listen = 1,
    Measure,
    Detect,
    Diagnose,
    Improve,
    Verify,
    Standardize,
    People,
    Customers,
}

/// <summary>The one word and the one zh name that a stage carries in folders, addresses, commands and tables.</summary>
public static class StageNames
{
    /// <summary>Lower-case word of the stage: folder, URL segment, CLI noun, table prefix.</summary>
    public static string Word(this Stage stage) => stage switch
    {
        Stage.Listen => "listen",
        Stage.Measure => "measure",
        Stage.Detect => "detect",
        Stage.Diagnose => "diagnose",
        Stage.Improve => "improve",
        Stage.Verify => "verify",
        Stage.Standardize => "standardize",
        Stage.People => "people",
        Stage.Customers => "customers",
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, null),
    };

    /// <summary>Name of the stage on screen, in both languages.</summary>
    public static Bilingual Name(this Stage stage) => stage switch
    {
        Stage.Listen => new("倾听", "Listen"),
        Stage.Measure => new("度量", "Measure"),
        Stage.Detect => new("监测", "Detect"),
        Stage.Diagnose => new("诊断", "Diagnose"),
        Stage.Improve => new("改进", "Improve"),
        Stage.Verify => new("验证", "Verify"),
        Stage.Standardize => new("固化", "Standardize"),
        Stage.People => new("人员", "People"),
        Stage.Customers => new("客户", "Customers"),
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, null),
    };
}
