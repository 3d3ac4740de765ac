using Piaozhi.Access;
using Piaozhi.Host;

namespace Piaozhi.Shell;

/// <summary>What of the Today page a role reads first.</summary>
public static class TodayLayout
{
    public enum Section
    {
        Figures,
        Worst,
        Mine,
        Late,
        Loop,
    }

    /// <summary>
    /// The chair judges the whole, then its worst parts; the manager's five minutes go to the own figures and what is late; whoever handles
    /// complaints works by deadline; the engineer starts with what is wrong.
    /// </summary>
    public static IReadOnlyList<Section> Of(Actor actor)
    {
        if (actor.Roles.Contains(Roles.Complaints) || actor.Roles.Contains(Roles.Agent))
            return [Section.Late, Section.Mine, Section.Worst, Section.Figures, Section.Loop];
        if (actor.Roles.Contains(Roles.Department) || actor.Roles.Contains(Roles.Outlet) || actor.Roles.Contains(Roles.Clerk))
            return [Section.Figures, Section.Late, Section.Mine, Section.Worst, Section.Loop];
        if (actor.Roles.Contains(Roles.Engineer) || actor.Roles.Contains(Roles.Analyst))
            return [Section.Worst, Section.Mine, Section.Late, Section.Figures, Section.Loop];
        return [Section.Figures, Section.Worst, Section.Late, Section.Mine, Section.Loop];
    }
}
