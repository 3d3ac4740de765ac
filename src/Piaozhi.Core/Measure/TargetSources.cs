using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Measure;

/// <summary>Who says what an indicator should reach, by the key that the catalogue gives.</summary>
public static class TargetSources
{
    private static readonly Dictionary<string, Bilingual> _names = new(StringComparer.Ordinal)
    {
        ["U"] = new("行业常见值，供起步使用，请按本单位实际确认", "A usual value of the trade to start from; confirm your own"),
        ["MOR2011"] = new("《铁路旅客运输服务质量标准》（2011）", "Railway passenger service quality standard (2011)"),
        ["CAAC2021"] = new("《公共航空运输旅客服务管理规定》（2021-09-01 施行）", "Provisions on passenger service in public air transport (in force 2021-09-01)"),
        ["MCT2023"] = new("文旅部、公安部关于大型营业性演出的通知（2023-09）", "Notice of the ministries of culture and public security on large performances (2023-09)"),
        ["AIRQ"] = new("《全国文明机场考评标准（试行）》", "Assessment standard of model airports (trial)"),
        ["FACE"] = new("铁路自助核验公开数据（3–6 秒/人）", "Published figures of self-service checks at stations (3–6 s a person)"),
        ["WXNOT"] = new("微信支付通知重试的首个间隔（15 秒）", "First retry step of WeChat Pay notifications (15 s)"),
        ["CHUNYUN"] = new("12306 高峰期公开数据", "Published figures of 12306 at peak"),
        ["CC8020"] = new("呼叫中心通行的 80/20 服务水平", "The 80/20 service level usual in call centers"),
        ["ORR"] = new("英国铁路监管局公布的投诉率与答复时限", "Complaint rates and reply times published by the British rail regulator"),
        ["DORA"] = new("DORA 软件交付四项关键指标", "The four key figures of software delivery by DORA"),
        ["12345"] = new("12345 热线办理要求", "Requirements of the 12345 hotline"),
    };

    public static Bilingual? Name(string key) => _names.GetValueOrDefault(key);
}
