using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure.Satisfaction.Structure;
using Piaozhi.Host;

namespace Piaozhi.Measure;

/// <summary>A fitted model with its intervals.</summary>
public sealed record SatisfactionModel(string Survey, PathFit Fit, PathBootstrap Bootstrap);

/// <summary>Fits the structural model in the box to the answers of one questionnaire; why the data do not support it is part of the answer.</summary>
public static class FitSatisfactionModel
{
    private const int Rounds = 1000;

    public sealed record Input(string? Survey = null, Period? Period = null, Slice? Scope = null);

    public static async Task<Outcome<SatisfactionModel>> RunAsync(Input input, Session session, CancellationToken ct = default)
    {
        var period = input.Period ?? await ReadSatisfaction.UsualAsync(session, ct);
        if (AskFacts.Narrow(input.Scope ?? Slice.Whole, session) is not { } scope)
            return new Refusal("measure.satisfaction.unknown-survey", input.Survey ?? "") { Kind = RefusalKind.NotFound };
        var surveys = await ReadSatisfaction.SurveysAsync(period, scope, session, ct);
        if ((input.Survey is null ? surveys.FirstOrDefault() : surveys.FirstOrDefault(s => s.Code == input.Survey)) is not { } survey)
            return new Refusal("measure.satisfaction.unknown-survey", input.Survey ?? "") { Kind = RefusalKind.NotFound };
        var sheet = await ReadSatisfaction.SheetAsync(survey.Code, await ReadSatisfaction.QuestionsAsync(survey.Code, session, ct), period, scope, session, ct);
        var model = ServiceModel.Of(sheet);
        if (!model.Ok)
            return Outcome<SatisfactionModel>.Refuse(model.Refusals);
        var fit = PathFit.Of(model.Value.Model, model.Value.Data, scale: (0, 100));
        if (!fit.Ok)
            return Outcome<SatisfactionModel>.Refuse(fit.Refusals);
        var bootstrap = PathBootstrap.Of(fit.Value, model.Value.Data, Rounds, scale: (0, 100));
        return bootstrap.Ok ? new SatisfactionModel(survey.Code, fit.Value, bootstrap.Value) : Outcome<SatisfactionModel>.Refuse(bootstrap.Refusals);
    }
}
