using System.Text;

namespace Piaozhi.Core.Diagnose.Process;

/// <summary>Which column of a CSV file is what. Empty names are found by the words that logs use.</summary>
/// <param name="Keep">Further columns to keep as attributes of the events; a lone <c>*</c> keeps all.</param>
public sealed record CsvShape(string Case = "", string Activity = "", string Time = "", string Began = "", params string[] Keep)
{
    private static readonly string[][] Known =
    [
        ["case:concept:name", "case_id", "caseid", "case", "case_key", "case id", "order_id", "order", "trace", "案例", "案例编号", "订单号", "订单编号"],
        ["concept:name", "activity", "event", "event_type", "type", "活动", "环节", "事件"],
        ["time:timestamp", "occurred_at", "timestamp", "complete_timestamp", "completed_at", "time", "at", "end_time", "时间", "发生时间", "完成时间"],
        ["start_timestamp", "began_at", "started_at", "start_time", "开始时间"],
    ];

    private static readonly string[] Roles = ["case", "activity", "time", "start"];

    internal int[] Places(string[] header)
    {
        string[] wanted = [Case, Activity, Time, Began];
        var places = new int[4];
        for (var i = 0; i < 4; i++)
        {
            string[] names = wanted[i].Length > 0 ? [wanted[i]] : Known[i];
            places[i] = names.Select(n => Array.FindIndex(header, h => h.Equals(n, StringComparison.OrdinalIgnoreCase))).FirstOrDefault(p => p >= 0, -1);
            if (places[i] < 0 && (i < 3 || wanted[i].Length > 0))
                throw new UnreadableLog(wanted[i].Length > 0 ? "diagnose.log.no-column" : "diagnose.log.no-" + Roles[i], wanted[i].Length > 0 ? wanted[i] : string.Join(", ", header));
        }

        return places;
    }

    internal IEnumerable<(string Name, int Place)> Kept(string[] header, int[] places) =>
        Keep is ["*"]
            ? header.Select((h, i) => (h, i)).Where(h => h.h.Length > 0 && !places.Contains(h.i))
            : Keep.Select(k => (k, Array.IndexOf(header, k) is >= 0 and var p ? p : throw new UnreadableLog("diagnose.log.no-column", k)));

    internal static string[] Header(ReadOnlySpan<byte> line, byte delimiter) =>
        [.. Encoding.UTF8.GetString(line).TrimEnd('\r', '\n').Split((char)delimiter).Select(h => h.Trim().Trim('"'))];
}
