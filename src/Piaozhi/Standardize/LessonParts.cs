using Piaozhi.Core.Loop;
using Piaozhi.Diagnose;
using Piaozhi.Improve;

namespace Piaozhi.Standardize;

/// <summary>Lessons of similar problems on the page of a problem.</summary>
public sealed class ProblemLessons : IProblemPart
{
    public Stage Stage => Stage.Standardize;

    public Type? Section => typeof(Pages.ProblemLessonsSection);
}

/// <summary>What worked before beside the form that opens an improvement, and the lesson of one that was closed.</summary>
public sealed class ImprovementLessons : IImprovementPart
{
    public Stage Stage => Stage.Standardize;

    public Type? Section => typeof(Pages.LessonSection);

    public Type? Suggestion => typeof(Pages.LessonSuggestion);
}
