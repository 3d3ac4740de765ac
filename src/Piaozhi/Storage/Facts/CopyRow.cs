using Npgsql;
using NpgsqlTypes;

namespace Piaozhi.Storage.Facts;

/// <summary>Writes a row through PostgreSQL's binary copy.</summary>
public readonly struct CopyRow(NpgsqlBinaryImporter to) : IRowWriter
{
    public void Text(string? value) => Write(value, NpgsqlDbType.Text);

    public void Json(string? value) => Write(value, NpgsqlDbType.Jsonb);

    public void Whole(long? value) => Write(value, NpgsqlDbType.Bigint);

    public void Small(int? value) => Write(value, NpgsqlDbType.Integer);

    public void Number(double? value) => Write(value is { } v && double.IsNaN(v) ? null : value, NpgsqlDbType.Double);

    public void Money(decimal? value) => Write(value, NpgsqlDbType.Numeric);

    public void Flag(bool value) => to.Write(value, NpgsqlDbType.Boolean);

    public void Time(DateTime? value) => Write(value, NpgsqlDbType.Timestamp);

    private void Write(string? value, NpgsqlDbType type)
    {
        if (value is null)
            to.WriteNull();
        else
            to.Write(value, type);
    }

    private void Write<T>(T? value, NpgsqlDbType type)
        where T : struct
    {
        if (value is { } known)
            to.Write(known, type);
        else
            to.WriteNull();
    }
}
