using System.Globalization;
using System.Net;
using System.Resources;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Verify;

namespace Piaozhi.Analyze;

/// <summary>A chart that belongs to a problem: its caption, its points, and the stretch of time that the problem covers.</summary>
public sealed record ProblemChart(string Caption, IReadOnlyList<ReportPoint> Points, Func<double, string> Format, DateTime Start, DateTime? End);

/// <summary>An action as the report tells of it, beside its finding.</summary>
public sealed record ActionStory(string Title, string Place, DateTime Started, double? Promised, IReadOnlyList<EffectPoint> Path);

/// <summary>Everything that the page shows beside the findings themselves.</summary>
public sealed record ReportInput(Findings Findings, bool Zh, Period Period)
{
    /// <summary>By problem id.</summary>
    public required IReadOnlyDictionary<string, ProblemChart> Charts { get; init; }

    /// <summary>Where a problem lies, in words, by its id.</summary>
    public required IReadOnlyDictionary<string, string> Places { get; init; }

    /// <summary>Customers' own words on a problem, by its id.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Quotes { get; init; }

    /// <summary>By action id.</summary>
    public required IReadOnlyDictionary<string, ActionStory> Actions { get; init; }

    /// <summary>Name of an indicator in the report's language, by code.</summary>
    public required IReadOnlyDictionary<string, string> Names { get; init; }

    /// <summary>Writes a value of an indicator with its unit.</summary>
    public required Func<string, double, string> Formats { get; init; }

    /// <summary>Writes a change of an indicator with its unit.</summary>
    public required Func<string, double, string> Changes { get; init; }

    /// <summary>Rejected rows and dropped fields by file and reason, most first.</summary>
    public required IReadOnlyList<(string File, string Reason, int Count)> Rejects { get; init; }

    private static readonly ResourceManager MeasureTexts = new(typeof(Measure.Text));

    public CultureInfo Culture => CultureInfo.GetCultureInfo(Zh ? "zh-CN" : "en");

    public string T(string zh, string en) => Zh ? zh : en;

    public string In(Words words) => Zh ? words.Zh : words.En;

    public string Name(string code) => Names.GetValueOrDefault(code, code);

    public string Count(double n) => Core.Measure.Shown.Count(n, Zh);

    /// <summary>A dimension of the questionnaires in words; the operator's own word where it is none of ours.</summary>
    public string Dimension(string code) => MeasureTexts.GetString("Dim." + code.ToLowerInvariant(), Culture) ?? code;

    public string Exclusion(string reason) => MeasureTexts.GetString("Careless." + reason, Culture) ?? reason;

    public static string E(string text) => WebUtility.HtmlEncode(text);

    /// <summary>A number as SVG wants it.</summary>
    public static string N(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
