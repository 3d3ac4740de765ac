using Piaozhi.Core.Listen;
using Piaozhi.Core.Listen.Screening;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Storage.Facts;

namespace Piaozhi.Listen.Quality;

/// <summary>Names for what rows only give a code: a later stage knows what an indicator is called.</summary>
public interface ISourceNames
{
    /// <summary>The name of a source of one kind; null when it is unknown here.</summary>
    Bilingual? Name(FactKind kind, string source);
}

/// <summary>Questionnaires as they define themselves: title, and the text of each question.</summary>
public sealed record SurveyNames(string Title, IReadOnlyDictionary<string, string> Questions)
{
    public static async Task<IReadOnlyDictionary<string, SurveyNames>> AllAsync(Session session, CancellationToken ct = default) =>
        (await session.Facts.QueryAsync("SELECT survey, COALESCE(title, ''), CAST(questions AS VARCHAR) FROM listen_survey WHERE service_id = $1", [session.Options.ServiceId],
            r => (Id: r.GetString(0), Names: new SurveyNames(r.GetString(1), FactSchema.Questions(r.GetString(2)).ToDictionary(q => q.Key, q => q.Value.Text, StringComparer.Ordinal))), ct))
        .DistinctBy(s => s.Id).ToDictionary(s => s.Id, s => s.Names, StringComparer.Ordinal);
}
