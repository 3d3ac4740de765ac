using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Access;

/// <summary>What a role may do beyond looking at what lies in its scope.</summary>
public enum Right
{
    ImportFacts,
    ReadRows,
    EraseCustomer,
    DefineIndicators,
    WorkOnProblems,
    WorkOnImprovements,
    CloseImprovements,
    KeepStandards,
    HandleComplaints,
    ManagePeople,
    ReadAudit,
    Administer,
}

/// <summary>The one table of roles and rights; use cases ask it, pages only hide what would be refused.</summary>
public static class Rights
{
    private static readonly Dictionary<string, Right[]> Table = new(StringComparer.Ordinal)
    {
        [Roles.Administrator] = Enum.GetValues<Right>(),
        [Roles.Chair] = [Right.WorkOnProblems, Right.WorkOnImprovements, Right.CloseImprovements, Right.KeepStandards, Right.ReadAudit],
        [Roles.Engineer] = [Right.ImportFacts, Right.ReadRows, Right.DefineIndicators, Right.WorkOnProblems, Right.WorkOnImprovements, Right.CloseImprovements, Right.KeepStandards, Right.ReadAudit],
        [Roles.Department] = [Right.WorkOnProblems, Right.WorkOnImprovements, Right.ManagePeople],
        [Roles.Outlet] = [Right.WorkOnProblems, Right.WorkOnImprovements],
        [Roles.Clerk] = [],
        [Roles.Agent] = [Right.HandleComplaints],
        [Roles.Complaints] = [Right.HandleComplaints, Right.ReadRows, Right.WorkOnProblems],
        [Roles.Trainer] = [Right.ManagePeople],
        [Roles.Operations] = [Right.ImportFacts, Right.ReadRows],
        [Roles.Analyst] = [Right.ImportFacts, Right.ReadRows, Right.DefineIndicators, Right.WorkOnProblems],
        [Roles.Auditor] = [Right.ReadRows, Right.ReadAudit, Right.KeepStandards],
        [Roles.Marketing] = [Right.WorkOnProblems],
        [Roles.Regulator] = [],
    };

    public static bool May(this Actor actor, Right right) => actor.Roles.Any(r => Table.TryGetValue(r, out var rights) && rights.Contains(right));

    /// <summary>Null when the person may; otherwise the refusal to return: <c>if (session.Refuses(Right.X) is { } no) return no;</c></summary>
    public static Refusal? Refuses(this Session session, Right right) =>
        session.Actor.May(right) ? null : new Refusal("access.forbidden", right.ToString()) { Kind = RefusalKind.Forbidden };
}
