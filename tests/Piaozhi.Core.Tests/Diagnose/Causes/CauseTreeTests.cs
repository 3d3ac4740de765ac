using Piaozhi.Core.Diagnose;
using Piaozhi.Core.Diagnose.Causes;
using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Tests.Diagnose.Causes;

public sealed class CauseTreeTests
{
    /// <summary>a (machine) ← b ← c, and d (people).</summary>
    private static CauseTree ATree() => CauseTree.Empty
        .Add("a", null, Bone.Machine, "闸机读不出票").Value.Add("b", "a", Bone.People, "固件旧").Value.Add("c", "b", Bone.People, "没有升级计划").Value
        .Add("d", null, Bone.People, "无人值守").Value;

    private static string Refused<T>(Outcome<T> outcome) => Assert.Single(outcome.Refusals).Code;

    [Fact]
    public void A_cause_below_another_lies_on_its_bone_and_one_why_deeper()
    {
        var tree = ATree();
        Assert.Equal(Bone.Machine, tree.Find("c")!.Bone);
        Assert.Equal(3, tree.Depth(tree.Find("c")!));
        Assert.Equal(["a", "b", "c"], tree.Branch("a").Select(n => n.Id));
    }

    [Fact]
    public void Whoever_judges_a_cause_says_by_what()
    {
        Assert.Equal("diagnose.cause.needs-evidence", Refused(ATree().Judge("a", CauseState.Confirmed, " ")));
        var judged = ATree().Judge("a", CauseState.Confirmed, "日志").Value.Find("a")!;
        Assert.Equal((CauseState.Confirmed, "日志"), (judged.State, judged.Proof));
        var open = ATree().Judge("a", CauseState.Confirmed, "日志").Value.Judge("a", CauseState.Open, "").Value.Find("a")!;
        Assert.Equal((CauseState.Open, ""), (open.State, open.Proof));
    }

    [Fact]
    public void The_root_is_the_deepest_confirmed_cause()
    {
        var tree = ATree().Judge("a", CauseState.Confirmed, "x").Value.Judge("c", CauseState.Confirmed, "y").Value.Judge("d", CauseState.Refuted, "z").Value;
        Assert.Equal(["c"], tree.Roots.Select(n => n.Id));
    }

    [Fact]
    public void A_cause_goes_with_everything_below_it()
    {
        Assert.Equal(["d"], ATree().Remove("a").Value.Nodes.Select(n => n.Id));
        var hung = ATree().Hang("b", null, Bone.Place).Value;
        Assert.Equal((null, Bone.Place, Bone.Place), (hung.Find("b")!.Parent, hung.Find("b")!.Bone, hung.Find("c")!.Bone));
        Assert.Equal("diagnose.cause.own-branch", Refused(ATree().Hang("a", "c", Bone.Place)));
    }

    [Fact]
    public void Order_changes_among_siblings_only()
    {
        var tree = ATree().Add("e", null, Bone.Machine, "电源").Value;
        Assert.Equal(["e", "a"], tree.Shift("e", -1).Value.Below(null).Where(n => n.Bone == Bone.Machine).Select(n => n.Id));
        Assert.Equal(tree.Nodes, tree.Shift("a", -1).Value.Nodes);
        Assert.Equal(tree.Nodes, tree.Shift("e", 1).Value.Nodes);
    }

    [Fact]
    public void A_branch_has_an_end()
    {
        var tree = CauseTree.Empty.Add("1", null, Bone.Method, "1").Value;
        for (var i = 2; i <= CauseTree.Deepest; i++)
            tree = tree.Add($"{i}", $"{i - 1}", Bone.Method, "为什么").Value;
        Assert.Equal("diagnose.cause.too-deep", Refused(tree.Add("x", $"{CauseTree.Deepest}", Bone.Method, "再问")));
        Assert.Equal("diagnose.cause.needs-text", Refused(tree.Add("x", null, Bone.Method, "  ")));
        Assert.Equal("diagnose.cause.no-such", Refused(tree.Reword("x", "y")));
    }

    [Fact]
    public void Evidence_fills_the_tree_where_it_speaks_and_is_marked_as_supposed()
    {
        Evidence Of(EvidenceKind kind, string text) => new(kind, new(text, text));
        var tree = SuggestCauses.Of(new CauseHints(
            ProblemKind.Fault, Slice.Of("device", "G07"), new("G07", "G07"), "gate.rejected", "READ_FAILED", "05.1",
            [Of(EvidenceKind.Chart, "chart"), Of(EvidenceKind.Incident, "固件 2.3 发布"), Of(EvidenceKind.Staff, "夜班 1 人")]));
        Assert.All(tree.Nodes, n => Assert.True(n.Suggested && n.State == CauseState.Open));
        Assert.Equal(["集中在 G07，其他地方正常", "失败原因集中为 READ_FAILED", "固件 2.3 发布"], tree.Nodes.Where(n => n.Bone == Bone.Machine).Select(n => n.Text.Zh));
        Assert.Equal([1, 2, 3], tree.Nodes.Where(n => n.Bone == Bone.Machine).Select(tree.Depth));
        Assert.Equal(["夜班 1 人"], tree.Nodes.Where(n => n.Bone == Bone.People).Select(n => n.Text.Zh));
    }

    [Fact]
    public void Nothing_of_a_fishbone_overlaps_or_leaves_its_paper()
    {
        var tree = ATree();
        for (var i = 0; i < 8; i++)
            tree = tree.Add($"m{i}", null, Bone.Material, "这是一条很长很长的原因，它在图上必须换行显示，并且不能压住旁边的文字").Value;
        var bones = Fishbone.Of(tree, "zh");
        Assert.Equal(6, bones.Bones.Count);
        foreach (var bone in bones.Bones)
        {
            Assert.All(bone.Twigs, t => Assert.InRange(t.Y, 0, bones.Height));
            Assert.All(bone.Twigs, t => Assert.Equal(bone.Above, t.Y < bones.Spine));
            foreach (var (above, below) in bone.Twigs.Zip(bone.Twigs.Skip(1)))
                Assert.True(below.Y - below.Lines.Count * 16 >= above.Y, $"{bone.Bone}: {above.Y} {below.Y}");
        }
    }

    [Theory]
    [InlineData("闸机读不出票", 6, new[] { "闸机读不出票" })]
    [InlineData("闸机读不出二维码票", 6, new[] { "闸机读不出二", "维码票" })]
    [InlineData("gate cannot read the ticket", 8, new[] { "gate cannot", "read the ticket" })]
    [InlineData("一二三四五六七八九十", 4, new[] { "一二三四", "五六七…" })]
    public void Words_break_where_readers_expect_it(string text, double width, string[] lines) => Assert.Equal(lines, Fishbone.Wrap(text, width, 2));
}
