using Piaozhi.Core.Loop;

namespace Piaozhi.Access.Tokens;

/// <summary>What a token can be made for: handing in one kind of row, or reading or working in one stage.</summary>
public static class TokenScopes
{
    private static readonly (string Kind, string Zh)[] Kinds =
        [("events", "事件"), ("feedback", "反馈"), ("responses", "答卷"), ("readings", "读数"), ("actions", "措施"), ("surveys", "问卷")];

    private static readonly (string Stage, string Zh)[] Stages =
    [
        ("listen", "倾听"), ("measure", "度量"), ("detect", "监测"), ("diagnose", "诊断"), ("improve", "改进"), ("verify", "验证"), ("standardize", "固化"),
        ("people", "人员"), ("customers", "客户"), ("access", "权限"), ("sample", "示例"),
    ];

    /// <summary>All scopes, in the order in which people are shown them.</summary>
    public static IReadOnlyDictionary<string, Bilingual> All { get; } = Kinds.Select(k => (Take(k.Kind), new Bilingual($"写入{k.Zh}", $"Hand in {k.Kind}")))
        .Concat(Stages.Select(s => (Read(s.Stage), new Bilingual($"读取{s.Zh}", $"Read {s.Stage}"))))
        .Concat(Stages.Select(s => (Write(s.Stage), new Bilingual($"在{s.Zh}中修改", $"Change {s.Stage}"))))
        .ToDictionary(p => p.Item1, p => p.Item2, StringComparer.Ordinal);

    public static string Take(string kind) => "listen." + kind;

    public static string Read(string stage) => "read." + stage;

    public static string Write(string stage) => "write." + stage;

    public static bool OnlyHandsIn(IReadOnlySet<string> scopes) => scopes.Count > 0 && scopes.All(s => Kinds.Any(k => Take(k.Kind) == s));
}
