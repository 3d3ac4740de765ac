using Piaozhi.Core.Diagnose;
using Piaozhi.Core.Measure;
using Piaozhi.Detect;
using Piaozhi.Diagnose;
using Piaozhi.Diagnose.Problems;

namespace Piaozhi.Tests.Diagnose;

/// <summary>Problems as a run leaves them, with their signals.</summary>
public static class AProblem
{
    public const string Gate = "P-gate", App = "P-app";

    /// <summary>One at an outlet with two signals, one of the app sale.</summary>
    public static async Task<PiaozhiApp> WithTwoAsync(Action<Piaozhi.Host.PiaozhiOptions>? configure = null)
    {
        var app = await PiaozhiApp.StartAsync(configure);
        await using var session = app.Session();
        session.Records.AddRange(Signal("S1", "K44", "outlet=东站"), Signal("S2", "K45", "outlet=东站"), Signal("S3", "K22", "channel=app"));
        session.Records.AddRange(
            Row(Gate, "闸机一次通过率在东站下降 3.1 个百分点", "Gate pass rate fell at 东站", "K44", "outlet=东站", "S1 S2", 900),
            Row(App, "支付成功率在 app 下降 2.0 个百分点", "Payment success fell at app", "K22", "channel=app", "S3", 400));
        session.Records.Add(new WorkRow { ProblemId = App, Outlets = "" });
        await session.Records.SaveChangesAsync();
        return app;
    }

    public static SignalRow Signal(string id, string indicator, string slice) => new()
    {
        Id = id, Indicator = indicator, Slice = slice, Start = new(2026, 3, 1), DetectedAt = new(2026, 3, 2), Sign = -1, Bad = true,
        Observed = .9, Expected = .95, N = 5000, Excess = 250, QValue = 1e-6, Chart = ChartKind.LaneyP, Rules = "beyond-limit",
    };

    public static ProblemRow Row(string id, string zh, string en, string indicator, string slice, string signals, long cases) => new()
    {
        Id = id, Kind = ProblemKind.Fault, TitleZh = zh, TitleEn = en, Slice = slice, Indicator = indicator, Indicators = indicator, Signals = signals,
        StartedAt = new(2026, 3, 1), DetectedAt = new(2026, 3, 2), Cases = cases, Confidence = .9,
        Evidence = """[{"Kind":0,"Text":{"Zh":"图","En":"chart"}},{"Kind":4,"Text":{"Zh":"固件升级","En":"firmware update"}}]""",
    };
}
