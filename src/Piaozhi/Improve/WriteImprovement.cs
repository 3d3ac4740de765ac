using Piaozhi.Access;
using Piaozhi.Core.Improve;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Measure;

namespace Piaozhi.Improve;

/// <summary>
/// Writes what the gates ask for. Null leaves a field as it is. <c>Was</c> holds the texts that the writer had before their eyes: where
/// somebody else has written meanwhile, nothing is saved and the writer is told.
/// </summary>
public static class WriteImprovement
{
    public sealed record Input(
        string? Problem = null, string? Baseline = null, string? Containment = null, string? Cause = null, string? CauseEvidence = null,
        string? Prevention = null, string? Lesson = null, string? Team = null, string? Title = null, string? Owner = null, string? OwnerId = null,
        string? Indicator = null, string? Scope = null, DateOnly? Due = null, Input? Was = null);

    /// <summary>A text of one section, for the page that edits in place.</summary>
    public static Input Of(Section section, string text, string? was = null) => (section switch
    {
        Section.Team => new Input(Team: text),
        Section.Problem => new Input(Problem: text),
        Section.Baseline => new Input(Baseline: text),
        Section.Containment => new Input(Containment: text),
        Section.Cause => new Input(Cause: text),
        Section.CauseEvidence => new Input(CauseEvidence: text),
        Section.Prevention => new Input(Prevention: text),
        Section.Lesson => new Input(Lesson: text),
        _ => throw new ArgumentOutOfRangeException(nameof(section), section, null),
    }) with { Was = was is null ? null : Of(section, was) };

    public static string Text(this ImprovementRow row, Section section) => section switch
    {
        Section.Team => row.Team,
        Section.Problem => row.Problem,
        Section.Baseline => row.Baseline,
        Section.Containment => row.Containment,
        Section.Cause => row.Cause,
        Section.CauseEvidence => row.CauseEvidence,
        Section.Prevention => row.Prevention,
        Section.Lesson => row.Lesson,
        _ => throw new ArgumentOutOfRangeException(nameof(section), section, null),
    };

    public static async Task<Outcome<Done>> RunAsync(string id, Input input, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.WorkOnImprovements) is { } no)
            return no;
        var found = await FindImprovement.RunAsync(id, session, ct);
        if (!found.Ok)
            return Outcome<Done>.Refuse(found.Refusals);
        var row = found.Value;
        if (row.Closed && input with { Lesson = null, Was = null } != new Input())
            return new Refusal("improve.gate.closed") { Kind = RefusalKind.Conflict };
        var refusals = new List<Refusal>();
        if (input.Title is not null && string.IsNullOrWhiteSpace(input.Title))
            refusals.Add(new Refusal("improve.open.needs-title"));
        if (input.Owner is not null && string.IsNullOrWhiteSpace(input.Owner))
            refusals.Add(new Refusal("improve.open.needs-owner"));
        if (input.Indicator is { Length: > 0 } code && (await Indicators.AllAsync(session, ct)).Find(code) is null)
            refusals.Add(new Refusal("improve.action.unknown-indicator", code));
        var changed = new List<Bilingual>();
        void Take(string? text, string? was, string stored, Bilingual name, Action<string> write)
        {
            if (text is null || text.Trim() == stored)
                return;
            if (was is not null && was.Trim() != stored)
                refusals.Add(new Refusal("improve.write.conflict", row.Title, name.Zh, name.En) { Kind = RefusalKind.Conflict });
            changed.Add(name);
            write(text.Trim());
        }

        Take(input.Problem, input.Was?.Problem, row.Problem, Section.Problem.Name(), t => row.Problem = t);
        Take(input.Baseline, input.Was?.Baseline, row.Baseline, Section.Baseline.Name(), t => row.Baseline = t);
        Take(input.Containment, input.Was?.Containment, row.Containment, Section.Containment.Name(), t => row.Containment = t);
        Take(input.Cause, input.Was?.Cause, row.Cause, Section.Cause.Name(), t => row.Cause = t);
        Take(input.CauseEvidence, input.Was?.CauseEvidence, row.CauseEvidence, Section.CauseEvidence.Name(), t => row.CauseEvidence = t);
        Take(input.Prevention, input.Was?.Prevention, row.Prevention, Section.Prevention.Name(), t => row.Prevention = t);
        Take(input.Lesson, input.Was?.Lesson, row.Lesson, Section.Lesson.Name(), t => row.Lesson = t);
        Take(input.Team, input.Was?.Team, row.Team, Section.Team.Name(), t => row.Team = t);
        Take(input.Title, input.Was?.Title, row.Title, new("标题", "title"), t => row.Title = t);
        Take(input.Owner, input.Was?.Owner, row.Owner, new("负责人", "owner"), t => (row.Owner, row.OwnerId) = (t, input.OwnerId));
        Take(input.Indicator, input.Was?.Indicator, row.Indicator, new("指标", "indicator"), t => row.Indicator = t);
        Take(input.Scope is null ? null : Slice.Parse(input.Scope).ToString(), input.Was?.Scope, row.Scope, new("范围", "scope"), t => row.Scope = t);
        if (input.Due is { } due && due != row.Due)
        {
            row.Due = due;
            changed.Add(new("期限", "due date"));
        }

        if (refusals.Count > 0)
        {
            session.Records.ChangeTracker.Clear();
            return refusals;
        }

        if (changed.Count == 0)
            return default(Done);
        session.Trail(new Artefact(ArtefactKind.Improvement, id), "improve.written", null, string.Join('、', changed.Select(c => c.Zh)), string.Join(", ", changed.Select(c => c.En)));
        return await FindImprovement.SaveAsync(row, session, ct) is { } conflict ? conflict : default(Done);
    }
}
