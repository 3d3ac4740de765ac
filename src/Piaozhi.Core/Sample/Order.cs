using System.Globalization;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Sample.Voices;

namespace Piaozhi.Core.Sample;

/// <summary>One order and who is behind it; what happened to it decides what the customer will say.</summary>
internal sealed class Order
{
    public required string Id { get; init; }
    public required string Customer { get; init; }
    public required string Channel { get; init; }
    public required string Product { get; init; }
    public required string Segment { get; init; }
    public required string Region { get; init; }
    public required string Carrier { get; init; }
    public required string Document { get; init; }
    public required string Session { get; init; }
    public required int Outlet { get; init; }
    public required DateTime Departure { get; init; }
    public required int Tickets { get; init; }
    public required decimal Amount { get; init; }
    public required Dimensions Dimensions { get; init; }
    public string? AppVersion { get; init; }
    public string? Partner { get; init; }
    public string? Zone { get; init; }
    public string Method { get; set; } = "wechat";
    public DateTime Paid { get; set; }
    public bool Released { get; init; }
    public bool Gone { get; set; }

    /// <summary>What went wrong for this customer, worst last; null while all is well.</summary>
    public List<Mishap>? Mishaps { get; private set; }

    public IReadOnlyList<ObjectRef> AllTickets => [.. Enumerable.Range(1, Tickets).Select(Ticket)];

    public ObjectRef Ticket(int number) => new("ticket", Id + "-" + number.ToString(CultureInfo.InvariantCulture));

    public bool IsOnline => Channel is "app" or "mini_program" or "web" or "ota";

    public void Suffered(Mishap mishap) => (Mishaps ??= []).Add(mishap);
}
