using System.Globalization;

namespace Piaozhi.Core.Loop;

/// <summary>Dimensions and their values in words; what has no word of ours (a station, a train) is shown as the operator wrote it.</summary>
public static class SliceText
{
    private static readonly Dictionary<string, Bilingual> Names = new(StringComparer.Ordinal)
    {
        ["channel"] = new("渠道", "Channel"), ["outlet"] = new("站点", "Outlet"), ["region"] = new("地区", "Region"), ["product"] = new("产品", "Product"),
        ["session"] = new("场次", "Session"), ["device"] = new("设备", "Device"), ["staff_id"] = new("员工", "Staff"), ["customer_id"] = new("客户", "Customer"),
        ["segment"] = new("客群", "Segment"), ["payment_method"] = new("支付方式", "Payment method"), ["method"] = new("方式", "Method"),
        ["reason"] = new("原因", "Reason"), ["activity"] = new("环节", "Step"), ["outcome"] = new("结果", "Outcome"), ["topic"] = new("主题", "Topic"),
        ["source"] = new("来源", "Source"), ["version"] = new("版本", "Version"), ["app_version"] = new("应用版本", "App version"), ["os"] = new("系统", "System"),
        ["carrier"] = new("运营商", "Carrier"), ["supplier"] = new("供应商", "Supplier"), ["gate"] = new("闸机", "Gate"), ["window"] = new("窗口", "Window"),
        ["bank"] = new("银行", "Bank"), ["queue"] = new("队列", "Queue"), ["seat_class"] = new("席别", "Seat class"), ["train_type"] = new("车型", "Train type"),
        ["hour"] = new("时段", "Hour"), ["weekday"] = new("星期", "Weekday"), ["language"] = new("语言", "Language"), ["agency"] = new("代售点", "Agency"),
        ["business"] = new("业务", "Business"), ["intent"] = new("咨询意图", "Intent"), ["document"] = new("证件", "Document"), ["vendor"] = new("外包商", "Vendor"),
        ["model"] = new("型号", "Model"), ["node"] = new("节点", "Node"), ["partner"] = new("合作方", "Partner"), ["kind"] = new("类别", "Kind"), ["zone"] = new("区域", "Zone"),
    };

    private static readonly Dictionary<string, Bilingual> Values = new(StringComparer.Ordinal)
    {
        ["app"] = new("App", "App"), ["mini_program"] = new("小程序", "Mini program"), ["web"] = new("网站", "Web"), ["counter"] = new("窗口", "Counter"),
        ["window"] = new("窗口", "Counter"), ["kiosk"] = new("自助机", "Kiosk"), ["hotline"] = new("热线", "Hotline"), ["agency"] = new("代售点", "Agency"),
        ["ota"] = new("OTA", "OTA"), ["gate"] = new("闸机", "Gate"), ["ops"] = new("运行", "Operations"), ["chat"] = new("在线客服", "Chat"), ["email"] = new("邮件", "E-mail"),
        ["wechat"] = new("微信支付", "WeChat Pay"), ["alipay"] = new("支付宝", "Alipay"), ["unionpay"] = new("银联", "UnionPay"), ["ecny"] = new("数字人民币", "e-CNY"),
        ["cash"] = new("现金", "Cash"), ["card"] = new("银行卡", "Bank card"), ["id_card"] = new("身份证", "ID card"), ["qr"] = new("二维码", "QR code"), ["face"] = new("人脸", "Face"),
        ["paper"] = new("纸质票", "Paper ticket"), ["manual"] = new("人工", "Manual"), ["adult"] = new("成人", "Adult"), ["student"] = new("学生", "Student"),
        ["child"] = new("儿童", "Child"), ["senior"] = new("老年", "Senior"), ["group"] = new("团体", "Group"), ["member"] = new("会员", "Member"), ["new"] = new("新客", "New"),
        ["regular"] = new("常客", "Regular"), ["business"] = new("商务", "Business"), ["leisure"] = new("休闲", "Leisure"), ["commuter"] = new("通勤", "Commuter"),
        ["disabled"] = new("残障", "Disabled"), ["foreign"] = new("境外", "Foreign"), ["ios"] = new("iOS", "iOS"), ["android"] = new("安卓", "Android"),
        ["foreign_card"] = new("外卡", "Foreign card"), ["passport"] = new("护照", "Passport"), ["permit"] = new("通行证", "Permit"), ["sale"] = new("售票", "Sale"),
        ["refund"] = new("退票", "Refund"), ["change"] = new("改签", "Change"), ["buy"] = new("购票", "Buying"), ["travel"] = new("出行", "Travel"), ["account"] = new("账户", "Account"),
        ["id_help"] = new("实名协助", "Identity help"), ["directions"] = new("问路", "Directions"),
        ["issued"] = new("出票咨询", "About issuing"), ["sms"] = new("短信", "SMS"), ["push"] = new("推送", "Push"), ["mobile"] = new("移动", "China Mobile"),
    };

    /// <summary>「渠道：App；支付方式：微信支付」 or "Channel: App; Payment method: WeChat Pay"; 「全部」 for everything.</summary>
    public static string Of(Slice slice, CultureInfo culture)
    {
        var zh = Bilingual.IsChinese(culture);
        if (slice.IsWhole)
            return zh ? "全部" : "Everywhere";
        return string.Join(zh ? "；" : "; ", slice.Select(p => Dimension(p.Key, culture) + (zh ? "：" : ": ") + string.Join(zh ? "、" : ", ", p.Value.Select(v => Value(p.Key, v, culture)))));
    }

    /// <summary>A dimension in words; never the key with its prefix.</summary>
    public static string Dimension(string key, CultureInfo culture)
    {
        var name = key.StartsWith("attributes.", StringComparison.Ordinal) ? key["attributes.".Length..] : key;
        if (Names.TryGetValue(name, out var words))
            return words.In(culture);
        var spaced = name.Replace('_', ' ');
        return spaced.Length > 0 ? char.ToUpper(spaced[0], CultureInfo.InvariantCulture) + spaced[1..] : spaced;
    }

    public static string Value(string key, string value, CultureInfo culture) =>
        value.Length == 0 ? Bilingual.IsChinese(culture) ? "未填" : "not given"
        : key is not ("outlet" or "staff_id" or "device" or "session" or "customer_id") && Values.TryGetValue(value, out var words) ? words.In(culture) : value;
}
