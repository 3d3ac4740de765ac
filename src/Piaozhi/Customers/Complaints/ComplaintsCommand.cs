using System.CommandLine;
using System.Globalization;
using Piaozhi.Core.Listen.Vocabulary;
using Piaozhi.Host;

namespace Piaozhi.Customers.Complaints;

/// <summary><c>piaozhi customers complaints</c>: what waits, by deadline.</summary>
public static class ComplaintsCommand
{
    public static Command Make(CommandHost host)
    {
        var complaints = new Command("complaints", "待办结的投诉，按期限 / complaints that are not closed, by deadline");
        complaints.SetAction((parsed, ct) => host.WithAsync(parsed, async (session, _) =>
        {
            foreach (var c in (await ListComplaints.RunAsync(session, ct)).Value.Open)
                await parsed.Out().WriteLineAsync(string.Join('\t', c.Id, c.Due.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                    TodayComplaints.Left(c).In(session.Culture), Activities.Name(c.State).In(session.Culture), c.TopicName?.In(session.Culture) ?? "-"));
            return 0;
        }, ct));
        return new Command("customers", "客户：投诉 / customers: complaints") { complaints };
    }
}
