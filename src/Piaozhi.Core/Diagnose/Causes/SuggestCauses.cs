using System.Globalization;
using Piaozhi.Core.Listen.Feedback;
using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Diagnose.Causes;

/// <summary>What is known of a problem when its causes are first asked for.</summary>
/// <param name="Place">The place in words; empty = everywhere.</param>
public sealed record CauseHints(ProblemKind Kind, Slice Slice, Bilingual Place, string? Activity, string? Reason, string? Taxonomy, IReadOnlyList<Evidence> Evidence);

/// <summary>Fills the five whys and the fishbone from the evidence. What it writes is a supposition until a person judges it.</summary>
public static class SuggestCauses
{
    private static readonly Dictionary<string, Bone> Dimensions = new(StringComparer.Ordinal)
    {
        ["staff_id"] = Bone.People, ["device"] = Bone.Machine, ["channel"] = Bone.Machine, ["product"] = Bone.Material, ["session"] = Bone.Material,
        ["outlet"] = Bone.Place, ["region"] = Bone.Place, ["segment"] = Bone.Method,
    };

    public static CauseTree Of(CauseHints hints)
    {
        var nodes = new List<CauseNode>();
        CauseNode Add(Bone bone, Bilingual text, string? parent = null)
        {
            var node = new CauseNode("s" + (nodes.Count + 1).ToString(CultureInfo.InvariantCulture), parent, bone, text) { Suggested = true };
            nodes.Add(node);
            return node;
        }

        // The main branch: where it sits, then what fails there and with which code, then what happened at that time.
        var bone = BoneOf(hints);
        var last = hints.Slice.IsWhole ? null : Add(bone, new($"集中在 {hints.Place.Zh}，其他地方正常", $"It sits at {hints.Place.En}; elsewhere is as usual"));
        if (hints.Reason is { Length: > 0 } reason)
            last = Add(bone, new($"失败原因集中为 {reason}", $"The failures carry the code {reason}"), last?.Id);
        foreach (var incident in hints.Evidence.Where(e => e.Kind == EvidenceKind.Incident))
            Add(last is null ? Bone.Machine : bone, incident.Text, last?.Id);

        // The side branches: every other kind of evidence on the bone that it speaks of.
        foreach (var e in hints.Evidence)
        {
            if (Side(e.Kind, hints) is { } side)
                Add(side, e.Text);
        }

        return new CauseTree(nodes);
    }

    private static Bone? Side(EvidenceKind kind, CauseHints hints) => kind switch
    {
        EvidenceKind.Staff => Bone.People,
        EvidenceKind.Variant or EvidenceKind.Document => Bone.Method,
        EvidenceKind.Theme => TopicBone(hints.Taxonomy),
        _ => null,
    };

    private static Bone BoneOf(CauseHints hints)
    {
        if (hints.Kind is ProblemKind.Data or ProblemKind.Definition)
            return Bone.Measurement;
        foreach (var dimension in hints.Slice.Dimensions)
        {
            if (Dimensions.TryGetValue(dimension, out var bone))
                return bone;
            if (dimension.StartsWith("attributes.", StringComparison.Ordinal))
                return Bone.Machine;
        }

        return hints.Reason is { Length: > 0 } ? Bone.Machine : hints.Taxonomy is not null ? TopicBone(hints.Taxonomy) : Bone.Method;
    }

    /// <summary>The bone of a topic by its English name: what customers complain of tells what to look at, not yet why.</summary>
    private static Bone TopicBone(string? taxonomy)
    {
        if (taxonomy is null || Taxonomy.Of(taxonomy) is not { } topic)
            return Bone.Method;
        var name = topic.En.ToLowerInvariant();
        bool Says(params string[] words) => words.Any(w => name.Contains(w, StringComparison.Ordinal));
        return Says("staff", "attitude", "rude", "agent", "clerk") ? Bone.People
            : Says("crash", "slow", "fail", "gate", "kiosk", "system", "device", "app", "payment", "face") ? Bone.Machine
            : Says("queue", "crowd", "clean", "temperature", "sign", "seat", "noise", "facility", "toilet") ? Bone.Place
            : Says("information", "notice", "sms", "availability", "invoice", "price") ? Bone.Material
            : Bone.Method;
    }
}
