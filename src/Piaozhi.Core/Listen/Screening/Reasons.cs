using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Listen.Screening;

/// <summary>The stable codes of rejection, with a text each that tells what to mend.</summary>
public static class Reasons
{
    public const string RequiredMissing = "required-missing";
    public const string TimeWithoutOffset = "time-without-offset";
    public const string UnreadableTime = "unreadable-time";
    public const string UnreadableNumber = "unreadable-number";
    public const string UnreadableJson = "unreadable-json";
    public const string UnreadableRow = "unreadable-row";
    public const string UnreadableFile = "unreadable-file";
    public const string UnknownOutcome = "unknown-outcome";
    public const string UnknownWord = "unknown-word";
    public const string NegativeDuration = "negative-duration";
    public const string NegativeNumber = "negative-number";
    public const string WrongEncoding = "wrong-encoding";
    public const string UnknownTable = "unknown-table";
    public const string LineTooLong = "line-too-long";

    private static readonly Dictionary<string, Bilingual> Texts = new(StringComparer.Ordinal)
    {
        [RequiredMissing] = new("必填字段为空。请补上该字段后重新导入这一行。", "A required field is empty. Fill it in and load the row again."),
        [TimeWithoutOffset] = new("时间没有时区。请写成 2026-01-15T10:00:00+08:00 的形式，或在列映射中给出时区。", "The time has no UTC offset. Write it as 2026-01-15T10:00:00+08:00, or set the time zone in the column mapping."),
        [UnreadableTime] = new("时间无法识别。请使用 2026-01-15T10:00:00+08:00 的形式。", "The time cannot be read. Use the form 2026-01-15T10:00:00+08:00."),
        [UnreadableNumber] = new("不是数字。请只保留数字和小数点。", "Not a number. Keep digits and a decimal point only."),
        [UnreadableJson] = new("不是所要求的 JSON。请检查引号、括号和字段类型。", "Not the JSON that is expected. Check quotes, brackets and types."),
        [UnreadableRow] = new("整行无法读取。请检查引号、分隔符和换行。", "The whole row cannot be read. Check quotes, separators and line breaks."),
        [UnreadableFile] = new("文件中没有可读取的行。请确认文件类型和内容。", "Nothing in the file can be read. Check the type and the content of the file."),
        [UnknownOutcome] = new("结果只能是 ok、failed 或 abandoned。", "The outcome must be ok, failed or abandoned."),
        [UnknownWord] = new("取值不在允许的范围内。请按交换合同改写。", "The value is not one of those allowed. Use a word of the contract."),
        [NegativeDuration] = new("耗时为负。请检查开始和结束时间是否颠倒。", "The duration is negative. Check whether start and end were exchanged."),
        [NegativeNumber] = new("该数字不能为负。", "This number must not be negative."),
        [WrongEncoding] = new("文字编码有误（出现无法识别的字节）。请以 UTF-8 或 GB18030 重新保存。", "The text encoding is broken. Save the file as UTF-8 or GB18030."),
        [LineTooLong] = new("这一行超过 1600 万个字符。请检查是否缺少换行或引号未闭合。", "The line has more than 16 million characters. Check for a missing line break or an unclosed quote."),
        [UnknownTable] = new("不认识这张表的列。请先为它建立列映射。", "The columns of this table are not known. Make a column mapping for it first."),
    };

    public static IReadOnlyCollection<string> All => Texts.Keys;

    /// <summary>What to mend, in both languages; the code itself for a code of another version.</summary>
    public static Bilingual Text(string code) => Texts.TryGetValue(code, out var text) ? text : new Bilingual(code, code);
}
