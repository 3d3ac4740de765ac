namespace Piaozhi.Core.Diagnose.Process.WhatIf;

/// <summary>Which events of a log tell of a queue.</summary>
/// <param name="Arrive">The customer joins the line.</param>
/// <param name="Start">The service begins.</param>
/// <param name="End">The service ends; the server is free again.</param>
/// <param name="Leave">The customer gave up.</param>
/// <param name="Server">Attribute that names the server (window, agent, gate), for how many there were.</param>
public sealed record QueueShape(string Id, IReadOnlyList<string> Arrive, IReadOnlyList<string> Start, IReadOnlyList<string> End, IReadOnlyList<string> Leave, string Server = "device")
{
    public static QueueShape Windows { get; } = new("windows", ["window.ticket_taken"], ["window.served_start", "window.called"], ["window.served_end"], ["window.left"]);

    public static QueueShape Hotline { get; } = new("hotline", ["call.queued"], ["call.answered"], ["call.ended"], ["call.abandoned"], "staff_id");

    public static QueueShape Gates { get; } = new("gates", ["security.queue_entered"], ["gate.attempted"], ["gate.passed", "gate.manual"], [], "device");

    public static IReadOnlyList<QueueShape> All { get; } = [Windows, Hotline, Gates];
}

/// <summary>One customer's visit, milliseconds of the log; <see cref="long.MinValue"/> is unknown or did not happen.</summary>
public readonly record struct Visit(long Arrived, long Started, long Ended, long Left, int Server)
{
    public bool Served => Started != long.MinValue;
}

public static class Visits
{
    /// <summary>Every visit in the log, by time of arrival. A case may have several.</summary>
    public static IReadOnlyList<Visit> Of(EventLog log, QueueShape shape)
    {
        var role = new int[log.Activities.Count];
        for (var a = 0; a < role.Length; a++)
        {
            var name = log.Activities[a];
            role[a] = shape.Arrive.Contains(name) ? 1 : shape.Start.Contains(name) ? 2 : shape.End.Contains(name) ? 3 : shape.Leave.Contains(name) ? 4 : 0;
        }

        var (visits, server) = (new List<Visit>(), log.Attributes.FirstOrDefault(a => a.Name == shape.Server));
        int? Named(int row) => server?.Code[row] is >= 0 and var code ? code : null;
        for (var c = 0; c < log.Cases; c++)
        {
            Visit? open = null;
            for (var row = log.Start[c]; row < log.Start[c + 1]; row++)
                switch (role[log.Activity[row]])
                {
                    case 1:
                        if (open is { } lost)
                            visits.Add(lost);
                        open = new Visit(log.At[row], long.MinValue, long.MinValue, long.MinValue, -1);
                        break;
                    case 2 when open is { } v:
                        // Called, then served: the later one is the start of the service.
                        open = v with { Started = log.At[row], Server = Named(row) ?? v.Server };
                        break;
                    case 3 when open is { Served: true } v:
                        visits.Add(v with { Ended = log.At[row], Server = v.Server < 0 ? Named(row) ?? -1 : v.Server });
                        open = null;
                        break;
                    case 4 when open is { Served: false } v:
                        visits.Add(v with { Left = log.At[row] });
                        open = null;
                        break;
                }

            if (open is { } last)
                visits.Add(last);
        }

        visits.Sort((x, y) => x.Arrived.CompareTo(y.Arrived));
        return visits;
    }
}
