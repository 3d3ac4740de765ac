using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Piaozhi.Core.Measure.Sql;

namespace Piaozhi.Core.Measure;

/// <summary>The indicators that are known, by code: those in the box and the operator's own.</summary>
public sealed class IndicatorCatalog
{
    private readonly Dictionary<string, Indicator> _byCode;

    public IndicatorCatalog(IEnumerable<Indicator> indicators)
    {
        All = [.. indicators];
        _byCode = All.ToDictionary(i => i.Code, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>How definitions are written: snake_case names, enums as words, times as <c>d.hh:mm:ss</c>.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        AllowOutOfOrderMetadataProperties = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>What is in the box (indicators.json).</summary>
    public static IndicatorCatalog BuiltIn { get; } = Load();

    /// <summary>Stages of the journey, in its order.</summary>
    public static IReadOnlyList<string> Journeys { get; } =
        ["plan", "buy", "pay", "issue", "change", "arrive", "enter", "travel", "after", "resolve", "backstage"];

    public IReadOnlyList<Indicator> All { get; }

    public Indicator? Find(string code) => _byCode.GetValueOrDefault(code);

    public bool TryFind(string code, [NotNullWhen(true)] out Indicator? indicator) => _byCode.TryGetValue(code, out indicator);

    /// <summary>This catalogue with the operator's own ones, which replace those of the same code.</summary>
    public IndicatorCatalog With(IEnumerable<Indicator> own)
    {
        var byCode = new Dictionary<string, Indicator>(_byCode, StringComparer.OrdinalIgnoreCase);
        foreach (var indicator in own)
            byCode[indicator.Code] = indicator;
        return new IndicatorCatalog(byCode.Values);
    }

    /// <summary>What is wrong with a definition, as stable codes with the offending text; empty when it can be asked of the facts.</summary>
    public static IReadOnlyList<(string Code, string Subject)> Check(Indicator i)
    {
        var wrong = new List<(string, string)>();
        if (string.IsNullOrWhiteSpace(i.Code) || i.Code.Length > 40)
            wrong.Add(("measure.indicator.code", i.Code));
        if (string.IsNullOrWhiteSpace(i.Name.Zh) || string.IsNullOrWhiteSpace(i.Name.En))
            wrong.Add(("measure.indicator.name", i.Code));
        if (string.IsNullOrWhiteSpace(i.Formula.Zh) || string.IsNullOrWhiteSpace(i.Formula.En))
            wrong.Add(("measure.indicator.formula", i.Code));
        if (!Journeys.Contains(i.Journey))
            wrong.Add(("measure.indicator.journey", i.Journey));
        foreach (var (table, field) in FieldsOf(i.Definition).Concat(i.Breakdowns.Select(b => (FactTable.Event, b))))
            foreach (var part in field.Split(" - "))
                if (!Fields.Known(table, part))
                    wrong.Add(("measure.indicator.field", $"{table}.{part}"));
        return wrong;
    }

    private static IEnumerable<(FactTable Table, string Field)> FieldsOf(Definition d)
    {
        static IEnumerable<(FactTable, string)> Of(Selector? s) => s is null ? [] : Conditions(s.Table, s.Where);
        static IEnumerable<(FactTable, string)> Conditions(FactTable table, IEnumerable<Condition> all) =>
            all.SelectMany(c => c.OtherField is null ? new[] { (table, c.Field) } : [(table, c.Field), (table, c.OtherField)]);
        static IEnumerable<(FactTable, string)> One(FactTable table, string? field) => field is null ? [] : [(table, field)];
        return d switch
        {
            ShareDefinition s => [.. Of(s.Population), .. Conditions(s.Population.Table, s.When), .. Of(s.Then), .. Of(s.Except)],
            DurationDefinition s => [.. Of(s.From), .. Of(s.To)],
            ValueDefinition s => [.. Of(s.Rows), .. One(s.Rows.Table, s.Field), .. One(s.Rows.Table, s.Weight)],
            RateDefinition s => [.. Of(s.Count), .. Of(s.Exposure), .. One(s.Count.Table, s.CountField), .. One(s.Exposure.Table, s.ExposureField)],
            GapDefinition s => [.. Of(s.Events), .. Of(s.Between)],
            StockDefinition s => [.. Of(s.Begun), .. Of(s.Ended)],
            _ => [],
        };
    }

    private static IndicatorCatalog Load()
    {
        using var stream = typeof(IndicatorCatalog).Assembly.GetManifestResourceStream("Piaozhi.Core.Measure.indicators.json")!;
        return new IndicatorCatalog(JsonSerializer.Deserialize<List<Indicator>>(stream, Json)!);
    }
}
