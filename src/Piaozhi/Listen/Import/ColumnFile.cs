using System.Globalization;
using DuckDB.NET.Data;

namespace Piaozhi.Listen.Import;

/// <summary>Rows of a Parquet file as texts, read by an engine of its own that holds nothing else and little memory.</summary>
public static class ColumnFile
{
    /// <param name="share">Told how much of the file has been read, 0 to 1.</param>
    public static IEnumerable<IReadOnlyList<object?>> Rows(Stream raw, Action<double> share)
    {
        var own = raw is not FileStream;
        var path = raw is FileStream file ? file.Name : Copy(raw);
        // Signs of the engine's file patterns would make it look for other files.
        if (path.AsSpan().IndexOfAny("*?[{") >= 0)
            (own, path) = (true, Copy(raw));
        try
        {
            using var connection = new DuckDBConnection("Data Source=:memory:;memory_limit=512MB;threads=2");
            connection.Open();
            var source = $"read_parquet('{path.Replace("'", "''", StringComparison.Ordinal)}')";
            var (names, columns, total) = Guarded(() => Described(connection, source));
            yield return names;
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT {string.Join(", ", columns)} FROM {source}";
            command.UseStreamingMode = true;
            using var reader = Guarded(command.ExecuteReader);
            for (var n = 1L; Guarded(reader.Read); n++)
            {
                var row = new object?[names.Length];
                for (var i = 0; i < row.Length; i++)
                    row[i] = reader.IsDBNull(i) ? null : reader.GetString(i);
                share(Math.Min(1, n / (double)Math.Max(1, total)));
                yield return row;
            }
        }
        finally
        {
            if (own)
                File.Delete(path);
        }
    }

    private static (string[] Names, string[] Columns, long Total) Described(DuckDBConnection connection, string source)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SET TimeZone = 'UTC'";
        command.ExecuteNonQuery();
        command.CommandText = $"SELECT count(*) FROM {source}";
        var total = Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
        command.CommandText = $"DESCRIBE SELECT * FROM {source}";
        var (names, columns) = (new List<string>(), new List<string>());
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            names.Add(reader.GetString(0));
            columns.Add(AsText($"\"{reader.GetString(0).Replace("\"", "\"\"", StringComparison.Ordinal)}\"", reader.GetString(1)));
        }

        return ([.. names], [.. columns], total);
    }

    private static string AsText(string column, string type) => type switch
    {
        "TIMESTAMP WITH TIME ZONE" => $"strftime({column} AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ')",
        // The file says that this is no moment but a local time: it stays without an offset and screening says so.
        _ when type.StartsWith("TIMESTAMP", StringComparison.Ordinal) => $"strftime(CAST({column} AS TIMESTAMP), '%Y-%m-%d %H:%M:%S.%f')",
        _ when type.Contains('(', StringComparison.Ordinal) && !type.StartsWith("DECIMAL", StringComparison.Ordinal) || type.EndsWith(']') => $"CAST(to_json({column}) AS VARCHAR)",
        _ => $"CAST({column} AS VARCHAR)",
    };

    private static string Copy(Stream raw)
    {
        var path = Path.Combine(Path.GetTempPath(), $"piaozhi-{Guid.NewGuid():N}.parquet");
        using var to = File.Create(path);
        raw.Position = 0;
        raw.CopyTo(to);
        return path;
    }

    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (DuckDBException e)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }
}
