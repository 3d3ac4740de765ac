using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Diagnose.Causes;

/// <summary>The six bones of a cause-and-effect diagram (Ishikawa 1968): 人 机 料 法 环 测.</summary>
public enum Bone
{
    People,
    Machine,
    Material,
    Method,
    Place,
    Measurement,
}

/// <summary>Which names the bones carry: those of manufacture, or those of a service.</summary>
public enum BoneNames
{
    Service,
    SixM,
}

/// <summary>What is known of a cause.</summary>
public enum CauseState
{
    /// <summary>Supposed; nothing speaks for or against it yet.</summary>
    Open,
    Confirmed,
    Refuted,
}

/// <summary>One cause. A cause below another answers "why?" once more.</summary>
/// <param name="Parent">The cause that it explains; null = it explains the problem itself.</param>
public sealed record CauseNode(string Id, string? Parent, Bone Bone, Bilingual Text)
{
    public CauseState State { get; init; }

    /// <summary>What confirms or refutes it.</summary>
    public string Proof { get; init; } = "";

    /// <summary>True while it stands as the evidence suggested it; false once a person wrote it.</summary>
    public bool Suggested { get; init; }
}

/// <summary>Names of the bones on screen.</summary>
public static class Bones
{
    public static IReadOnlyList<Bone> All { get; } = Enum.GetValues<Bone>();

    public static Bilingual Name(this Bone bone, BoneNames names) => (names, bone) switch
    {
        (BoneNames.SixM, Bone.People) => new("人", "Man"),
        (BoneNames.SixM, Bone.Machine) => new("机", "Machine"),
        (BoneNames.SixM, Bone.Material) => new("料", "Material"),
        (BoneNames.SixM, Bone.Method) => new("法", "Method"),
        (BoneNames.SixM, Bone.Place) => new("环", "Environment"),
        (BoneNames.SixM, Bone.Measurement) => new("测", "Measurement"),
        (_, Bone.People) => new("人员", "People"),
        (_, Bone.Machine) => new("系统与设备", "Systems and devices"),
        (_, Bone.Material) => new("票品与信息", "Tickets and information"),
        (_, Bone.Method) => new("规则与流程", "Rules and process"),
        (_, Bone.Place) => new("现场与环境", "Place and surroundings"),
        (_, Bone.Measurement) => new("数据与测量", "Data and measurement"),
        _ => throw new ArgumentOutOfRangeException(nameof(bone), bone, null),
    };

    /// <summary>What to look at where the evidence is silent.</summary>
    public static Bilingual Ask(this Bone bone) => bone switch
    {
        Bone.People => new("排班、在岗、培训、授权", "rosters, presence, training, authority"),
        Bone.Machine => new("系统、接口、网络、闸机与自助机", "systems, interfaces, network, gates and kiosks"),
        Bone.Material => new("余票、票面、短信与公示内容", "inventory, tickets, messages and notices"),
        Bone.Method => new("退改签规则、办理流程、话术", "rules of change and refund, procedures, wording"),
        Bone.Place => new("客流、天气、场地与标识", "crowds, weather, venue and signs"),
        Bone.Measurement => new("口径、采集、抽样与评分", "definitions, capture, sampling and scoring"),
        _ => throw new ArgumentOutOfRangeException(nameof(bone), bone, null),
    };
}
