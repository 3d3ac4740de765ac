using Microsoft.Extensions.Localization;

namespace Piaozhi.Access.Audit;

/// <summary>Kinds of rows in words: <c>AuditOf.&lt;table&gt;</c> in the texts of the table's own stage, or here.</summary>
public static class AuditWords
{
    /// <summary>Null where nobody has given the table a word yet.</summary>
    public static string? Of(IStringLocalizerFactory texts, string table)
    {
        var stage = typeof(AuditWords).Assembly.GetType($"Piaozhi.{table.Split('_')[0]}.Text", throwOnError: false, ignoreCase: true);
        return new[] { stage, typeof(Text) }.OfType<Type>().Select(t => texts.Create(t)["AuditOf." + table]).FirstOrDefault(t => !t.ResourceNotFound)?.Value;
    }
}
