using Piaozhi.Core.Listen;
using Piaozhi.Core.Listen.Mapping;
using Piaozhi.Core.Loop;
using Piaozhi.Listen.Quality;

namespace Piaozhi.Listen.Columns;

/// <summary>Sources that the mappings in the box name by a code.</summary>
public sealed class MappedSourceNames : ISourceNames
{
    private static readonly Dictionary<string, Bilingual> Known = Mappings.BuiltIn.Where(m => m is { Kind: FactKind.Events, Title: not null })
        .SelectMany(m => m.Shared.Where(c => c is { To: "source", Value: not null }).Select(c => (c.Value!, m.Title!))).ToDictionary(p => p.Item1, p => p.Item2, StringComparer.Ordinal);

    public Bilingual? Name(FactKind kind, string source) => kind == FactKind.Events ? Known.GetValueOrDefault(source) : null;
}
