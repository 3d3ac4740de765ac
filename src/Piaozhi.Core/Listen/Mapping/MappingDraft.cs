namespace Piaozhi.Core.Listen.Mapping;

/// <summary>One column of a table as a person edits its mapping.</summary>
public sealed class DraftColumn
{
    public required string Header { get; init; }

    /// <summary>Field of the contract, <c>attributes.name</c>, or empty: kept under its own name.</summary>
    public string To { get; set; } = "";

    public string Form { get; set; } = "text";
    public string? Format { get; set; }

    /// <summary>What words of the source mean; an empty meaning leaves the word as it is.</summary>
    public SortedDictionary<string, string> Words { get; set; } = new(StringComparer.Ordinal);
}

/// <summary>A value that every row gets because the table does not say it.</summary>
public sealed class DraftConstant
{
    public string To { get; set; } = "";
    public string Value { get; set; } = "";
}

/// <summary>One event that a row of the table makes: its activity, and the column that says when.</summary>
public sealed class DraftMoment
{
    public string Activity { get; set; } = "";
    public string TimeColumn { get; set; } = "";
    public string? Format { get; set; }

    /// <summary>What else the rule held, kept as it was.</summary>
    public Emission? Rest { get; init; }
}

/// <summary>A mapping in the hands of a person: flat, by column. Becomes a <see cref="Mapping"/> when saved.</summary>
public sealed class MappingDraft
{
    public string Name { get; set; } = "";
    public FactKind Kind { get; set; } = FactKind.Events;
    public double UtcOffsetHours { get; set; } = 8;
    public List<DraftColumn> Columns { get; init; } = [];
    public List<DraftConstant> Constants { get; init; } = [];

    /// <summary>Events only: the moments that one row tells; empty when a row is one event.</summary>
    public List<DraftMoment> Moments { get; init; } = [];

    /// <summary>Columns that together make a key where the table has none, and the field that gets it.</summary>
    public List<string> KeyColumns { get; init; } = [];

    public string KeyField { get; set; } = "";

    /// <summary>Names of the columns of a table without a header.</summary>
    public IReadOnlyList<string>? Headers { get; init; }

    /// <summary>The draft of a mapping that exists, for a table with these headers.</summary>
    public static MappingDraft Of(Mapping mapping, IReadOnlyList<string> headers)
    {
        var draft = new MappingDraft { Name = mapping.Name, Kind = mapping.Kind, UtcOffsetHours = mapping.UtcOffsetHours, Headers = mapping.Headers };
        foreach (var header in headers.Concat(mapping.Used.Where(u => headers.All(h => HeaderLines.Normal(h) != HeaderLines.Normal(u)))))
        {
            var map = mapping.Shared.FirstOrDefault(c => c.From is not null && HeaderLines.Normal(c.From) == HeaderLines.Normal(header));
            draft.Columns.Add(new DraftColumn { Header = header, To = map?.To ?? "", Form = map?.Form ?? "text", Format = map?.Format, Words = new(map?.Words?.ToDictionary() ?? [], StringComparer.Ordinal) });
        }

        foreach (var map in mapping.Shared.Where(c => c.From is null))
            if (map.Join is { } join)
            {
                draft.KeyColumns.AddRange(join);
                draft.KeyField = map.To;
            }
            else
            {
                draft.Constants.Add(new DraftConstant { To = map.To, Value = map.Value ?? "" });
            }

        if (mapping.Kind == FactKind.Events && mapping.Rows.All(r => r.Columns.Any(c => c.To == "activity" && c.From is null)))
            draft.Moments.AddRange(mapping.Rows.Select(Moment));
        return draft;
    }

    /// <summary>The mapping that the draft says.</summary>
    public Mapping ToMapping()
    {
        var shared = Columns.Where(c => c.To.Length > 0)
            .Select(c => new ColumnMap(c.Header, c.To, c.Form, Words: Known(c), Format: c.Form == "time" && !string.IsNullOrWhiteSpace(c.Format) ? c.Format : null))
            .Concat(Constants.Where(c => c.To.Length > 0 && c.Value.Length > 0).Select(c => new ColumnMap(null, c.To, Value: c.Value))).ToList();
        if (KeyColumns.Count > 0 && KeyField.Length > 0 && shared.All(c => c.To != KeyField))
            shared.Add(new ColumnMap(null, KeyField, Join: [.. KeyColumns]));
        List<Emission> rows = Kind == FactKind.Events && Moments.Count > 0 ? [.. Moments.Where(m => m.Activity.Length > 0).Select(Row)] : [new Emission([])];
        var mapping = new Mapping(Name, Kind, [], shared, rows, Headers, UtcOffsetHours);
        return mapping with { Signature = Headers is null ? [.. mapping.Used] : [] };
    }

    private static Dictionary<string, string>? Known(DraftColumn column)
    {
        var words = column.Words.Where(w => w.Value.Length > 0).ToDictionary(StringComparer.Ordinal);
        return words.Count == 0 ? null : words;
    }

    private static DraftMoment Moment(Emission row)
    {
        var time = row.Columns.FirstOrDefault(c => c.To == "occurred_at");
        return new DraftMoment { Activity = row.Columns.First(c => c.To == "activity").Value ?? "", TimeColumn = time?.From ?? "", Format = time?.Format, Rest = row };
    }

    private static Emission Row(DraftMoment moment)
    {
        var rest = moment.Rest?.Columns.Where(c => c.To != "activity" && !(c.To == "occurred_at" && c.From is not null)).ToList() ?? [];
        var plus = moment.Rest?.Columns.FirstOrDefault(c => c.To == "occurred_at")?.Plus;
        List<ColumnMap> columns = [new(null, "activity", Value: moment.Activity)];
        // A row that names several columns for its moment, the first filled one counting, keeps them.
        var times = moment.Rest?.Columns.Where(c => c.To == "occurred_at").ToList() ?? [];
        if (times.Count > 1 && times[0].From == moment.TimeColumn)
            columns.AddRange(times);
        else if (moment.TimeColumn.Length > 0)
            columns.Add(new ColumnMap(moment.TimeColumn, "occurred_at", "time", Plus: plus, Format: moment.Format));
        columns.AddRange(rest);
        return moment.Rest is { } kept ? kept with { Columns = columns } : new Emission(columns, Needs: moment.TimeColumn.Length > 0 ? [moment.TimeColumn] : null);
    }
}
