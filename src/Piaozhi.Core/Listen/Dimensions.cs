namespace Piaozhi.Core.Listen;

/// <summary>The dimensions that every kind of row may carry. Further ones are <c>attributes.&lt;name&gt;</c>.</summary>
public sealed record Dimensions
{
    public string? Channel { get; init; }
    public string? Outlet { get; init; }
    public string? Region { get; init; }
    public string? Product { get; init; }
    public string? Session { get; init; }
    public string? Device { get; init; }
    public string? StaffId { get; init; }
    public string? CustomerId { get; init; }
    public string? Segment { get; init; }

    public static Dimensions None { get; } = new();

    /// <summary>The column names, in the order of the contract.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["channel", "outlet", "region", "product", "session", "device", "staff_id", "customer_id", "segment"];

    /// <summary>The dimensions by which a figure may be broken down: all but the single customer.</summary>
    public static IReadOnlyList<string> Breakdowns { get; } =
        ["channel", "outlet", "region", "product", "session", "device", "staff_id", "segment"];

    public string? this[string name] => name switch
    {
        "channel" => Channel,
        "outlet" => Outlet,
        "region" => Region,
        "product" => Product,
        "session" => Session,
        "device" => Device,
        "staff_id" => StaffId,
        "customer_id" => CustomerId,
        "segment" => Segment,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "not a dimension"),
    };
}
