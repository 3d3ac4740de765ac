using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Piaozhi.Storage.Records;

/// <summary>
/// Moments of the operator's local time know no zone; PostgreSQL keeps times of kind UTC only. They are stored under that kind and read
/// back without one, the same on both databases.
/// </summary>
public static class LocalTime
{
    public static PropertyBuilder<DateTime> IsLocalTime(this PropertyBuilder<DateTime> property) =>
        property.HasConversion(v => DateTime.SpecifyKind(v, DateTimeKind.Utc), v => DateTime.SpecifyKind(v, DateTimeKind.Unspecified));

    public static PropertyBuilder<DateTime?> IsLocalTime(this PropertyBuilder<DateTime?> property) => property.HasConversion(
        v => v == null ? v : DateTime.SpecifyKind(v.Value, DateTimeKind.Utc), v => v == null ? v : DateTime.SpecifyKind(v.Value, DateTimeKind.Unspecified));
}
