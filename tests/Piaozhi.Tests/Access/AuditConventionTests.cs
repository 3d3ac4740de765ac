using System.Text.RegularExpressions;
using Piaozhi.Tests.Conventions;

namespace Piaozhi.Tests.Access;

/// <summary>The trail sees what is saved through the records; what writes past them is named here, with why the trail misses nothing by it.</summary>
public partial class AuditConventionTests
{
    private static readonly Dictionary<string, string> Past = new(StringComparer.Ordinal)
    {
        ["src/Piaozhi/Access/Audit/AuditTrail.cs"] = "takes the lock under which the trail itself is written",
        ["src/Piaozhi/Listen/Import/ImportNotice.razor"] = "that a person has seen the notice of their own import",
        ["src/Piaozhi/Listen/Import/ImportPage.razor.cs"] = "that a person has seen the notice of their own import",
        ["src/Piaozhi/Listen/Import/Imports.cs"] = "state of imports that a stopped server left behind, and how often a mapping was used: worked out, not changed by a person",
        ["src/Piaozhi/Sample/RemoveSample.cs"] = "invented rows; that the sample was removed is itself kept as a change of the installation",
    };

    [Fact]
    public void Nothing_writes_past_the_audit_trail_without_a_reason()
    {
        var found = Repository.Sources("src/Piaozhi").Concat(Repository.Sources("src/Piaozhi", "*.razor"))
            .Where(f => Writes(Repository.Code(File.ReadAllText(f)))).Select(Repository.Relative).Order(StringComparer.Ordinal).ToList();
        // Equal, so that a reason does not outlive what it is for.
        Assert.Equal(Past.Keys.Order(StringComparer.Ordinal), found);
    }

    [Theory]
    [InlineData("await set.Where(r => r.Old).ExecuteDeleteAsync(ct);", true)]
    [InlineData("set.ExecuteUpdate(s => s.SetProperty(r => r.A, 1));", true)]
    [InlineData("await records.Database.ExecuteSqlRawAsync(sql);", true)]
    [InlineData("var connection = records.Database.GetDbConnection();", true)]
    [InlineData("await session.Facts.ExecuteAsync(sql, [], ct);", false)]
    [InlineData("await records.SaveChangesAsync(ct);", false)]
    public void The_rule_knows_the_ways_around_the_trail(string code, bool past) => Assert.Equal(past, Writes(code));

    private static bool Writes(string code) => Around().IsMatch(code);

    [GeneratedRegex(@"\bExecute(Update|Delete|Sql\w*?)(Async)?\s*\(|\.GetDbConnection\s*\(")]
    private static partial Regex Around();
}
