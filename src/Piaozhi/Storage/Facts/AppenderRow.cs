using DuckDB.NET.Data;

namespace Piaozhi.Storage.Facts;

/// <summary>Writes a row through DuckDB's appender.</summary>
public readonly struct AppenderRow(IDuckDBAppenderRow row) : IRowWriter
{
    public void Text(string? value)
    {
        if (value is null)
            row.AppendNullValue();
        else
            row.AppendValue(value);
    }

    public void Json(string? value) => Text(value);

    public void Whole(long? value) => row.AppendValue(value);

    public void Small(int? value) => row.AppendValue(value);

    public void Number(double? value) => row.AppendValue(value is { } v && double.IsNaN(v) ? null : value);

    public void Money(decimal? value) => row.AppendValue(value);

    public void Flag(bool value) => row.AppendValue(value);

    public void Time(DateTime? value) => row.AppendValue(value);

    public void End() => row.EndRow();
}
