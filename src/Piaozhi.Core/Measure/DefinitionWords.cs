using System.Globalization;
using Piaozhi.Core.Listen.Vocabulary;
using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Measure;

/// <summary>One line of how an indicator is worked out.</summary>
public sealed record DefinitionLine(Bilingual Label, Bilingual Text);

/// <summary>A definition in words of both languages, from the definition itself, so that the words cannot say something else than what is counted.</summary>
public static class DefinitionWords
{
    private static readonly Bilingual _population = new("统计对象", "Population"), _numerator = new("计入（分子）", "Counted (numerator)"), _except = new("不计", "Left out"),
        _denominator = new("除以（分母）", "Divided by (denominator)"), _attribution = new("归属日期", "Attributed to"), _statistic = new("统计量", "Statistic"),
        _from = new("起点", "From"), _to = new("终点", "To"), _rows = new("取值", "Values"), _between = new("间隔的度量", "Measured in");

    public static IReadOnlyList<DefinitionLine> Of(Definition definition)
    {
        var lines = new List<DefinitionLine>();
        void Say(Bilingual label, string zh, string en) => lines.Add(new DefinitionLine(label, new Bilingual(zh, en)));
        void Pick(Bilingual label, Selector s) => Say(label, Zh(s), En(s));
        switch (definition)
        {
            case ShareDefinition d:
                var (unitZh, unitEn) = Units(d.Of, d.Pick);
                Say(_population, $"{Zh(d.Population)}，{unitZh}", $"{En(d.Population)}, {unitEn}");
                Say(_numerator, Hit(d, true), Hit(d, false));
                if (d.Except is { } except)
                    Pick(_except, except);
                Say(_denominator, "统计对象的全部", "the whole population");
                var (wZh, wEn) = d.WithinWorkingDays is { } wd ? ($"，{Number(wd)} 个工作日之后才完整", $"; complete after {Number(wd)} working days") : d.Within is { } w && d.Then is not null ? ($"，{Length(w, true)}之后才完整", $"; complete after {Length(w, false)}") : ("", "");
                Say(_attribution, "统计对象发生的日期" + wZh, "the day of the population row" + wEn);
                break;
            case DurationDefinition d:
                Pick(_from, d.From);
                Pick(_to, d.To);
                Say(_statistic, (d.WorkingDays ? "工作日数的" : "时间的") + Name(d.Summary, true) + $"，超过 {Length(d.AtMost ?? DurationDefinition.Longest, true)}视为无关", $"{Name(d.Summary, false)} of the {(d.WorkingDays ? "working days" : "time")} from the latest start of the case; longer than {Length(d.AtMost ?? DurationDefinition.Longest, false)} is taken as unrelated");
                Say(_attribution, "终点发生的日期", "the day of the end");
                break;
            case ValueDefinition d:
                Pick(_rows, d.Rows);
                var by = d.Divide != 1 ? " ÷ " + d.Divide.ToString("#,0.##", CultureInfo.InvariantCulture) : "";
                Say(_statistic, Field(d.Field, true) + by + "的" + Name(d.Summary, true) + (d.Weight is { } z ? $"，按{Field(z, true)}加权" : ""), $"{Name(d.Summary, false)} of {Field(d.Field, false)}{by}{(d.Weight is { } e ? $", weighted by {Field(e, false)}" : "")}");
                if (d.Map.Count > 0)
                    Say(new("换算", "Mapped"), string.Join("；", d.Map.Select(m => $"不高于 {Number(m.UpTo)} 记 {Number(m.Value)}")), string.Join("; ", d.Map.Select(m => $"up to {Number(m.UpTo)} counts {Number(m.Value)}")));
                Say(_attribution, "该行发生的日期", "the day of the row");
                break;
            case RateDefinition d:
                Say(_numerator, Zh(d.Count) + Summed(d.CountField, true), En(d.Count) + Summed(d.CountField, false));
                Say(_denominator, Zh(d.Exposure) + Summed(d.ExposureField, true), En(d.Exposure) + Summed(d.ExposureField, false));
                if (d.Complement)
                    Say(_statistic, "1 − 分子 ÷ 分母", "1 − numerator ÷ denominator");
                Say(_attribution, "分子与分母各按自己发生的日期", "numerator and denominator each to their own day");
                break;
            case GapDefinition d:
                Pick(_population, d.Events);
                Say(_between, d.Between is { } b ? "其间的" + Zh(b) + "数" : "经过的时间", d.Between is { } c ? $"the number of {En(c)} in between" : "the time that passes");
                Say(_attribution, "后一次发生的日期", "the day of the later one");
                break;
            case StockDefinition d:
                Pick(_from, d.Begun);
                Pick(_to, d.Ended);
                var age = d.OlderThanWorkingDays is { } n ? ($"且超过 {Number(n)} 个工作日", $" and older than {Number(n)} working days") : d.OlderThan is { } o ? ($"且超过 {Length(o, true)}", $" and older than {Length(o, false)}") : ("", "");
                Say(_statistic, "当日结束时已开始、未结束" + age.Item1 + "的数量", "cases begun and not ended at the end of the day" + age.Item2);
                break;
        }

        return lines;
    }

    private static (string Zh, string En) Units(CountedUnit of, Pick pick) => of switch
    {
        CountedUnit.Row => ("逐条计", "every row"),
        CountedUnit.Case => ($"每单每日计一次（取{(pick == Pick.Last ? "最后" : "第一")}条）", $"once a case and day (by the {(pick == Pick.Last ? "last" : "first")} row)"),
        CountedUnit.Ticket => ($"每票每日计一次（取{(pick == Pick.Last ? "最后" : "第一")}条）", $"once a ticket and day (by the {(pick == Pick.Last ? "last" : "first")} row)"),
        _ => ("每位客户每日计一次", "once a customer and day"),
    };

    private static string Hit(ShareDefinition d, bool zh)
    {
        var parts = new List<string>();
        if (d.When.Count > 0)
            parts.Add((d.Then is null && d.Negate ? zh ? "不满足：" : "not: " : "") + string.Join(zh ? "，且" : " and ", d.When.Select(c => Condition(c, zh))));
        if (d.Then is { } then)
        {
            var time = d.WithinWorkingDays is { } days ? zh ? $"{Number(days)} 个工作日内" : $"within {Number(days)} working days" : d.Within is { } w ? zh ? Length(w, true) + "内" : "within " + Length(w, false) : zh ? "之后" : "afterwards";
            var wait = d.NotBefore is { } n ? zh ? $"（{Length(n, true)}之后起算）" : $" (not before {Length(n, false)})" : "";
            var whose = d.SameCustomer ? zh ? "同一客户" : "of the same customer" : d.SameTicket ? zh ? "同一张票" : "of the same ticket" : zh ? "同一单" : "of the same case";
            parts.Add(zh ? $"{whose}{time}{wait}{(d.Negate ? "没有" : "有")}{Zh(then)}" : $"{(d.Negate ? "no " : "")}{En(then)} {whose} {time}{wait}");
        }

        return parts.Count == 0 ? zh ? "全部" : "all" : string.Join(zh ? "，且" : " and ", parts);
    }

    private static string Zh(Selector s) => Words(s, true);

    private static string En(Selector s) => Words(s, false);

    private static string Words(Selector s, bool zh)
    {
        var names = s.Any.Select(a => s.Table == FactTable.Event ? $"{(zh ? "「" : "“")}{(zh ? Activities.Name(a).Zh : Activities.Name(a).En)}{(zh ? "」" : "”")}" : a).ToList();
        var table = s.Table switch
        {
            FactTable.Event => zh ? "事件" : "events",
            FactTable.Feedback => zh ? "反馈" : "feedback",
            FactTable.Response => zh ? "答卷" : "responses",
            FactTable.Answer => zh ? "答题" : "answers",
            _ => zh ? "读数" : "readings",
        };
        var text = names.Count == 0 ? table : s.Table == FactTable.Event ? string.Join(zh ? "或" : " or ", names) : $"{table} {string.Join(zh ? "或 " : " or ", names)}";
        return s.Where.Count == 0 ? text : $"{text}{(zh ? "（" : " (")}{string.Join(zh ? "，" : ", ", s.Where.Select(c => Condition(c, zh)))}{(zh ? "）" : ")")}";
    }

    public static string Condition(Condition c, bool zh)
    {
        var values = c.OtherField is { } other ? Field(other, zh) : string.Join(zh ? "、" : ", ", c.Values.Select(v => Value(c.Field, v, zh)));
        var op = c.Op switch
        {
            Comparison.Eq or Comparison.In => zh ? "为" : "is",
            Comparison.Ne or Comparison.NotIn => zh ? "不为" : "is not",
            Comparison.Gt => ">",
            Comparison.Gte => "≥",
            Comparison.Lt => "<",
            Comparison.Lte => "≤",
            Comparison.StartsWith => zh ? "开头为" : "starts with",
            Comparison.Exists => zh ? "有值" : "is given",
            _ => zh ? "为空" : "is missing",
        };
        if (c.Op is Comparison.Exists or Comparison.Missing)
            return $"{Field(c.Field, zh)}{(zh ? "" : " ")}{op}";
        // Chinese words stand without spaces, signs with them.
        var space = zh && op[0] > '\u2FFF' ? "" : " ";
        return $"{Field(c.Field, zh)}{space}{op}{space}{values}";
    }

    private static string Value(string field, string value, bool zh) => field == "activity" ? zh ? Activities.Name(value).Zh : Activities.Name(value).En
        : (field, value) switch
        {
            ("outcome", "ok") => zh ? "成功" : "ok",
            ("outcome", "failed") => zh ? "失败" : "failed",
            ("outcome", "abandoned") => zh ? "放弃" : "abandoned",
            ("polarity", "negative") => zh ? "负面" : "negative",
            ("polarity", "positive") => zh ? "正面" : "positive",
            ("dimension", "overall") => zh ? "总体" : "overall",
            ("excluded", "true") => zh ? "是" : "yes",
            _ => value,
        };

    private static readonly Dictionary<string, Bilingual> _fields = new(StringComparer.Ordinal)
    {
        ["activity"] = new("环节", "step"), ["outcome"] = new("结果", "outcome"), ["reason"] = new("原因", "reason"), ["duration_ms"] = new("耗时（毫秒）", "duration (ms)"), ["amount"] = new("金额", "amount"),
        ["tickets"] = new("票数", "tickets"), ["channel"] = new("渠道", "channel"), ["outlet"] = new("站点", "outlet"), ["region"] = new("地区", "region"), ["product"] = new("产品", "product"), ["session"] = new("场次", "session"),
        ["device"] = new("设备", "device"), ["staff_id"] = new("员工", "staff"), ["segment"] = new("客群", "segment"), ["rating"] = new("评分", "rating"), ["rating_max"] = new("满分", "highest rating"),
        ["rating_share"] = new("评分占满分的比例", "rating over the highest"), ["rating_stars"] = new("星级（5 星）", "stars of five"), ["value"] = new("数值", "value"), ["weight"] = new("权重", "weight"), ["value_share"] = new("得分占满分的比例", "score over the highest"),
        ["index_100"] = new("百分制得分", "score on 0–100"), ["gap"] = new("感知减期望", "perception less expectation"), ["polarity"] = new("情感", "polarity"), ["taxonomy"] = new("主题", "topic"), ["dimension"] = new("维度", "dimension"),
        ["type"] = new("题型", "type of question"), ["expectation_of"] = new("期望题", "expectation"), ["excluded"] = new("被判无效", "set aside"), ["question"] = new("题目", "question"), ["survey"] = new("问卷", "questionnaire"), ["mode"] = new("方式", "mode"),
        ["source"] = new("来源", "source"), ["language"] = new("语言", "language"), ["intensity"] = new("强度", "intensity"), ["confidence"] = new("把握", "confidence"), ["scale_max"] = new("量表上限", "top of the scale"), ["currency"] = new("币种", "currency"),
    };

    /// <summary>A field in words.</summary>
    public static string Field(string field, bool zh)
    {
        var minus = field.IndexOf(" - ", StringComparison.Ordinal);
        if (minus > 0)
            return $"{Field(field[..minus], zh)} − {Field(field[(minus + 3)..], zh)}";
        return _fields.TryGetValue(field, out var words) ? zh ? words.Zh : words.En : field.StartsWith("attributes.", StringComparison.Ordinal) ? (zh ? "属性 " : "attribute ") + field["attributes.".Length..] : field;
    }

    public static string Name(Summary summary, bool zh) => summary switch
    {
        Summary.Mean => zh ? "平均值" : "mean",
        Summary.Median => zh ? "中位数" : "median",
        Summary.P90 => zh ? "第 90 百分位" : "90th percentile",
        Summary.P95 => zh ? "第 95 百分位" : "95th percentile",
        _ => zh ? "合计" : "sum",
    };

    private static string Summed(string? field, bool zh) => field is null ? zh ? "的条数" : ", counted" : zh ? "的" + Field(field, true) + "合计" : $", sum of {Field(field, false)}";

    private static string Number(double x) => x.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Length(TimeSpan span, bool zh) => span switch
    {
        { TotalDays: >= 1 } when span.Ticks % TimeSpan.TicksPerDay == 0 => Number(span.TotalDays) + (zh ? " 天" : " d"),
        { TotalHours: >= 1 } when span.Ticks % TimeSpan.TicksPerHour == 0 => Number(span.TotalHours) + (zh ? " 小时" : " h"),
        { TotalMinutes: >= 1 } => Number(span.TotalMinutes) + (zh ? " 分钟" : " min"),
        _ => Number(span.TotalSeconds) + (zh ? " 秒" : " s"),
    };
}
