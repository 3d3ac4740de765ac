using Microsoft.EntityFrameworkCore;
using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Standardize;

/// <summary>Writes what people add to a lesson. Null leaves a field as it is.</summary>
public static class EditLesson
{
    /// <param name="Revision">The revision that the writer had read; refused when there is a later one.</param>
    public sealed record Input(string? Title = null, string? Text = null, string? Conditions = null, string? Documents = null, int? Revision = null);

    public static async Task<Outcome<Done>> RunAsync(string id, Input input, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.WorkOnImprovements) is { } no)
            return no;
        if (await session.Records.Set<LessonRow>().FirstOrDefaultAsync(r => r.ImprovementId == id, ct) is not { } row)
            return new Refusal("standardize.lesson.not-found", id) { Kind = RefusalKind.NotFound };
        var conflict = new Refusal("standardize.lesson.conflict", row.Title) { Kind = RefusalKind.Conflict };
        if (input.Revision is { } read && read != row.Revision)
            return conflict;
        if (input.Title is not null && string.IsNullOrWhiteSpace(input.Title))
            return new Refusal("standardize.lesson.needs-title");
        row.Title = input.Title?.Trim() ?? row.Title;
        row.Text = input.Text?.Trim() ?? row.Text;
        row.Conditions = input.Conditions?.Trim() ?? row.Conditions;
        row.Documents = input.Documents?.Trim() ?? row.Documents;
        row.Revision++;
        session.Trail(new Artefact(ArtefactKind.Lesson, id), "standardize.lesson.edited", new Artefact(ArtefactKind.Improvement, id), row.Title);
        try
        {
            await session.Records.SaveChangesAsync(ct);
            return default(Done);
        }
        catch (DbUpdateConcurrencyException)
        {
            session.Records.ChangeTracker.Clear();
            return conflict;
        }
    }
}
