using Piaozhi.Core.Loop;

namespace Piaozhi.Access;

/// <summary>The roles of the product (product.md: who uses it). Code is kept in tokens and tables; the text is for people.</summary>
public static class Roles
{
    public const string Administrator = "administrator";
    public const string Chair = "chair";
    public const string Engineer = "engineer";
    public const string Department = "department";
    public const string Outlet = "outlet";
    public const string Clerk = "clerk";
    public const string Agent = "agent";
    public const string Complaints = "complaints";
    public const string Trainer = "trainer";
    public const string Operations = "operations";
    public const string Analyst = "analyst";
    public const string Auditor = "auditor";
    public const string Marketing = "marketing";
    public const string Regulator = "regulator";

    public static IReadOnlyDictionary<string, Bilingual> Names { get; } = new Dictionary<string, Bilingual>
    {
        [Administrator] = new("系统管理员", "Administrator"),
        [Chair] = new("质量委员会主任", "Committee chair"),
        [Engineer] = new("质量工程师", "Quality engineer"),
        [Department] = new("部门负责人", "Department head"),
        [Outlet] = new("站点经理", "Outlet manager"),
        [Clerk] = new("售票员", "Window clerk"),
        [Agent] = new("热线坐席", "Hotline agent"),
        [Complaints] = new("投诉处理员", "Complaint handler"),
        [Trainer] = new("培训师", "Trainer"),
        [Operations] = new("IT 运维", "IT operations"),
        [Analyst] = new("数据分析员", "Analyst"),
        [Auditor] = new("内审员", "Internal auditor"),
        [Marketing] = new("市场经理", "Marketing"),
        [Regulator] = new("监管/合作方", "Regulator"),
    };
}
