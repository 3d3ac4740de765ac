using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Measure;

/// <summary>A reading whose name is no code of the catalogue is an indicator of its own: the weighted mean of its values.</summary>
public static class FreeReading
{
    /// <summary>Names watched at the most: a source that writes a new name each day must not fill every chart.</summary>
    public const int Most = 40;

    /// <param name="direction">Which way is good; nobody said so for a name alone.</param>
    public static Indicator Of(string name, Direction direction = Direction.Watch) => new()
    {
        Code = name,
        Name = new Bilingual(name, name),
        Formula = new Bilingual("读数的均值", "mean of the readings"),
        Unit = Unit.Points,
        Direction = direction,
        Journey = "backstage",
        Chart = ChartKind.IndividualsRaw,
        Definition = new ValueDefinition { Rows = new Selector { Table = FactTable.Reading, Any = [name] }, Field = "value", Weight = "weight" },
    };

    /// <summary>The names that a catalogue does not know, in the order of the alphabet.</summary>
    public static IEnumerable<Indicator> Among(IEnumerable<string> names, IndicatorCatalog catalog) =>
        names.Where(n => catalog.Find(n) is null).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(Most).Select(n => Of(n));
}
