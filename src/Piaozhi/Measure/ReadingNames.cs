using Piaozhi.Core.Listen;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Listen.Quality;

namespace Piaozhi.Measure;

/// <summary>Tells the pages of what came in how an indicator is called.</summary>
public sealed class ReadingNames : ISourceNames
{
    public Bilingual? Name(FactKind kind, string source) => kind == FactKind.Readings ? IndicatorCatalog.BuiltIn.Find(source)?.Name : null;
}
