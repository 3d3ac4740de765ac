using Piaozhi.Core.Diagnose.Process;
using Piaozhi.Core.Diagnose.Process.WhatIf;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Diagnose.Mining;

/// <summary>What a staffing question was answered, with the model behind it and how it compares with what was.</summary>
public sealed record StaffingReport(QueueModel Model, StaffingQuestion Question, StaffingAnswer Answer, Plausibility Check, IReadOnlyList<(int Hour, StaffingAnswer Answer)> Plan);

/// <summary>How many windows, agents or gates keep the wait short enough, from the installation's own log.</summary>
public static class AskStaffing
{
    /// <param name="Queue">windows, hotline or gates.</param>
    /// <param name="From">Hour of the day; <paramref name="To"/> is the hour at which it ends.</param>
    /// <param name="Limit">Longest wait in seconds for the share.</param>
    public sealed record Input(string Queue, DayOfWeek Day, int From, int To, double Limit, double Share = .9, Slice? Within = null, bool HourByHour = false, int Replications = 200);

    public static async Task<Outcome<StaffingReport>> RunAsync(Input input, Session session, CancellationToken ct = default)
    {
        if (QueueShape.All.FirstOrDefault(q => q.Id == input.Queue) is not { } shape)
            return new Refusal("diagnose.whatif.unknown-queue", input.Queue);
        var log = await ReadEvents.RunAsync(new(null, input.Within, ["device", "staff_id"], Local: true, Activities: [.. shape.Arrive, .. shape.Start, .. shape.End, .. shape.Leave]), session, ct);
        return await Task.Run(() => Of(log, shape, input), ct);
    }

    public static Outcome<StaffingReport> Of(EventLog log, QueueShape shape, Input input)
    {
        if (input.From is < 0 or > 23 || input.To <= input.From || input.To > 24 || !(input.Limit >= 0) || input.Share is not (> 0 and < 1) || input.Replications is < 2 or > 2000)
            return new Refusal("diagnose.whatif.question");
        var fitted = FitQueue.Of(log, shape);
        if (!fitted.Ok)
            return Outcome<StaffingReport>.Refuse(fitted.Refusals);
        var day = ((int)input.Day + 6) % 7;
        var question = new StaffingQuestion(day * 24 + input.From, input.To - input.From, StaffingGoal.WaitQuantile, input.Limit, input.Share, Replications: input.Replications);
        if (Enumerable.Range(question.From, question.Hours).All(h => fitted.Value.Arrivals[h] == 0))
            return new Refusal("diagnose.whatif.nobody-comes", shape.Id);
        return new StaffingReport(fitted.Value, question, Staffing.Least(fitted.Value, question), Staffing.Check(fitted.Value, log, shape, question), input.HourByHour ? Staffing.Plan(fitted.Value, question) : []);
    }
}
