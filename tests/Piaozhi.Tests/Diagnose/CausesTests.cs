using Piaozhi.Core.Diagnose.Causes;
using Piaozhi.Core.Loop;
using Piaozhi.Diagnose.Causes;

namespace Piaozhi.Tests.Diagnose;

public sealed class CausesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_causes_begin_with_what_the_evidence_suggests_and_every_change_is_kept_and_taken_back()
    {
        await using var app = await AProblem.WithTwoAsync();
        await using var session = app.Session();
        var first = (await ReadCauses.RunAsync(AProblem.Gate, session, Ct)).Value;
        Assert.Equal(0, first.Version);
        Assert.Contains(first.Tree.Nodes, n => n.Text.Zh == "固件升级");

        var added = (await EditCauses.RunAsync(AProblem.Gate, new("add", Bone: Bone.People, Text: "无人值守"), session, Ct)).Value;
        var cause = added.Tree.Nodes[^1].Id;
        await EditCauses.RunAsync(AProblem.Gate, new("judge", cause, State: CauseState.Confirmed, Proof: "排班表"), session, Ct);
        Assert.Equal(["无人值守"], (await ReadCauses.RootsAsync(AProblem.Gate, session, Ct)).Select(n => n.Text.Zh));

        var undone = (await EditCauses.UndoAsync(AProblem.Gate, null, session, Ct)).Value;
        Assert.Equal(CauseState.Open, undone.Tree.Find(cause)!.State);
        undone = (await EditCauses.UndoAsync(AProblem.Gate, null, session, Ct)).Value;
        Assert.Equal(first.Tree.Nodes, undone.Tree.Nodes);
        Assert.Equal(
            ["diagnose.cause.added", "diagnose.cause.judged-confirmed", "diagnose.cause.undone", "diagnose.cause.undone"], undone.History.Select(h => h.Code));
        Assert.Equal("diagnose.cause.nothing-to-undo", (await EditCauses.UndoAsync(AProblem.Gate, null, session, Ct)).Refusals[0].Code);
    }

    [Fact]
    public async Task Two_people_do_not_overwrite_one_another()
    {
        await using var app = await AProblem.WithTwoAsync();
        await using var one = app.Session();
        await using var other = app.Session();
        var seen = (await EditCauses.RunAsync(AProblem.Gate, new("add", Bone: Bone.Place, Text: "客流"), one, Ct)).Value.Version;
        Assert.True((await EditCauses.RunAsync(AProblem.Gate, new("add", Bone: Bone.Place, Text: "雨天", Version: seen), other, Ct)).Ok);
        var late = await EditCauses.RunAsync(AProblem.Gate, new("add", Bone: Bone.Place, Text: "施工", Version: seen), one, Ct);
        Assert.Equal((RefusalKind.Conflict, "diagnose.cause.changed-meanwhile"), (late.Refusals[0].Kind, late.Refusals[0].Code));
    }
}
