using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Piaozhi.Storage.Records;

/// <summary>One setting that people change while the product runs; the value is JSON.</summary>
public sealed class SettingRow
{
    public required string Key { get; set; }
    public required string Value { get; set; }

    /// <summary>How far the product itself has come, kept among the settings; nothing that anybody set, so the audit trail passes it over.</summary>
    public bool Mark { get; set; }
}

public sealed class SettingTable : IEntityTypeConfiguration<SettingRow>
{
    public void Configure(EntityTypeBuilder<SettingRow> table)
    {
        table.ToTable("host_setting");
        table.HasKey(r => r.Key);
        table.Ignore(r => r.Mark);
    }
}

/// <summary>Reads and writes settings by key; a stage keeps its own settings as one record under <c>&lt;stage&gt;.&lt;word&gt;</c>.</summary>
public static class Settings
{
    public static async Task<T> SettingAsync<T>(this Records records, string key, T otherwise, CancellationToken ct = default) =>
        await records.Set<SettingRow>().AsNoTracking().FirstOrDefaultAsync(r => r.Key == key, ct) is { } row
            ? JsonSerializer.Deserialize<T>(row.Value, JsonSerializerOptions.Web) ?? otherwise
            : otherwise;

    /// <summary>Changes the setting; it is kept with the next <c>SaveChangesAsync</c>.</summary>
    public static Task SetAsync<T>(this Records records, string key, T value, CancellationToken ct = default) => SetAsync(records, key, value, mark: false, ct);

    /// <summary>Remembers how far the product has come with something; kept with the next <c>SaveChangesAsync</c>.</summary>
    public static Task MarkAsync<T>(this Records records, string key, T value, CancellationToken ct = default) => SetAsync(records, key, value, mark: true, ct);

    private static async Task SetAsync<T>(Records records, string key, T value, bool mark, CancellationToken ct)
    {
        var text = JsonSerializer.Serialize(value, JsonSerializerOptions.Web);
        if (await records.Set<SettingRow>().FindAsync([key], ct) is { } row)
            (row.Value, row.Mark) = (text, mark);
        else
            records.Add(new SettingRow { Key = key, Value = text, Mark = mark });
    }
}
