using System.Text.Json;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Listen.Feedback;
using Piaozhi.Core.Listen.Habits;
using Piaozhi.Core.Listen.Mapping;
using Piaozhi.Core.Listen.Privacy;
using Piaozhi.Core.Listen.Screening;

namespace Piaozhi.Listen.Import;

/// <summary>What a stretch of a file said: facts of one kind, and what could not be taken.</summary>
public sealed record FactBatch(FactKind Kind, List<Fact> Facts, List<Reject> Rejects, long Position);

/// <summary>Reads a file as batches of facts, with bounded memory. The one-shot job and the import use the same reading.</summary>
public static class FactBatches
{
    public const int Size = 40_960;

    /// <param name="kind">Kind of the rows; null = by the name of the file, else by its columns.</param>
    public static IEnumerable<FactBatch> Read(FactFile file, FactKind? kind = null, Guard? guard = null)
    {
        if (file.IsJson)
            return Lines(file, kind ?? KindOf(file.Stem) ?? KindOfJson(file.Head), guard);
        return Table(file, kind ?? KindOf(file.Stem), guard);
    }

    /// <summary>The kind that a file name tells: the word itself, or the word before a hyphen, dot or underscore.</summary>
    public static FactKind? KindOf(string stem) => Fields.Kind(stem.Split('-', '_', ' ')[0]);

    /// <summary>The kind all of whose required fields are among the names; null when none is.</summary>
    public static FactKind? KindOf(IReadOnlyCollection<string> names)
    {
        foreach (var kind in Enum.GetValues<FactKind>())
            if (Fields.Of(kind).Where(f => Screener.Requires(kind, f)).All(f => names.Contains(f) || (f == "answers" && names.Any(n => n.StartsWith("q:", StringComparison.Ordinal)))))
                return kind;
        return null;
    }

    private static FactKind? KindOfJson(string head)
    {
        var end = head.IndexOf('\n', StringComparison.Ordinal);
        try
        {
            using var json = JsonDocument.Parse(end < 0 ? head : head[..end]);
            return KindOf([.. json.RootElement.EnumerateObject().Select(p => p.Name)]);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IEnumerable<FactBatch> Lines(FactFile file, FactKind? known, Guard? guard)
    {
        if (known is not { } kind)
        {
            yield return Unknown(file, file.Head.Split('\n')[0]);
            yield break;
        }

        var screener = new Screener(kind, file.Name, guard);
        var batch = new FactBatch(kind, [], [], 0);
        var number = 0L;
        while (file.Text.ReadLine() is { } line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            if (ScreenLine(screener, line, number, batch.Rejects) is { } fact)
                batch.Facts.Add(fact);
            if (batch.Facts.Count + batch.Rejects.Count < Size)
                continue;
            yield return batch with { Position = file.Position };
            batch = new FactBatch(kind, [], [], 0);
        }

        yield return batch with { Position = file.Length };
    }

    public static Fact? ScreenLine(Screener screener, string line, long number, List<Reject> rejects)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.ValueKind == JsonValueKind.Object)
                return Screen(screener, json.RootElement, number, rejects, () => line);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperation: a lone surrogate in a string. Both say that the line is not JSON text.
        }

        rejects.Add(screener.Unreadable(number, line, line.Contains('\uFFFD', StringComparison.Ordinal) ? Reasons.WrongEncoding : Reasons.UnreadableJson));
        return null;
    }

    /// <summary>Screens one JSON object.</summary>
    public static Fact? Screen(Screener screener, JsonElement row, long number, List<Reject> rejects, Func<string> original)
    {
        screener.Row.Clear(number);
        screener.Row.Original = original;
        screener.Row.Fill(row);
        return Understood(screener.Screen(rejects));
    }

    private static IEnumerable<FactBatch> Table(FactFile file, FactKind? known, Guard? guard)
    {
        var cells = new DelimitedReader(file.Text, Encodings.Separator(file.Head));
        if (!cells.Read())
            yield break;
        var headers = new List<string>(cells.Count);
        for (var i = 0; i < cells.Count; i++)
            headers.Add(cells[i].Trim('\uFEFF').ToString());
        if (Foreign(file, headers) is { } mapping)
        {
            foreach (var part in Mapped(file, cells, mapping, headers, guard))
                yield return part;
            yield break;
        }

        if ((known ?? KindOf(headers)) is not { } kind || ColumnPlan.Compile(kind, headers) is not { Knows: true } plan)
        {
            yield return Unknown(file, cells.Original());
            yield break;
        }

        var screener = new Screener(kind, file.Name, guard);
        screener.Row.Original = cells.Original;
        var batch = new FactBatch(kind, [], [], 0);
        while (cells.Read())
        {
            if (cells.WellFormed)
            {
                screener.Row.Clear(cells.Line);
                plan.Fill(screener.Row, cells);
                if (Understood(screener.Screen(batch.Rejects)) is { } fact)
                    batch.Facts.Add(fact);
            }
            else
            {
                batch.Rejects.Add(screener.Unreadable(cells.Line, cells.Original()));
            }

            if (batch.Facts.Count + batch.Rejects.Count < Size)
                continue;
            yield return batch with { Position = file.Position };
            batch = new FactBatch(kind, [], [], 0);
        }

        yield return batch with { Position = file.Length };
    }

    /// <summary>The mapping of a table of another system: by its headers, or by the form of a log that has none.</summary>
    private static Mapping? Foreign(FactFile file, IReadOnlyList<string> headers)
    {
        if (Mappings.Recognize(headers) is { } known)
            return known;
        var log = headers.Count is >= 5 and <= 9 && file.Head.Contains('|', StringComparison.Ordinal) && long.TryParse(headers[0], System.Globalization.CultureInfo.InvariantCulture, out _)
            && headers[4].All(char.IsAsciiLetterUpper);
        return log ? Mappings.BuiltIn.FirstOrDefault(m => m.Headers is not null) : null;
    }

    private static IEnumerable<FactBatch> Mapped(FactFile file, DelimitedReader cells, Mapping mapping, IReadOnlyList<string> headers, Guard? guard)
    {
        var mapper = new Mapper(mapping, mapping.Headers ?? headers);
        var screener = new Screener(mapping.Kind, file.Name, guard);
        screener.Row.Original = cells.Original;
        var batch = new FactBatch(mapping.Kind, [], [], 0);
        for (var more = mapping.Headers is not null || cells.Read(); more; more = cells.Read())
        {
            var texts = new string[cells.Count];
            for (var i = 0; i < texts.Length; i++)
                texts[i] = cells[i].ToString();
            if (Mapper.IsTotals(texts[0]))
                continue;
            var made = 0;
            foreach (var emission in cells.WellFormed ? mapper.Emissions(texts) : [])
            {
                made++;
                screener.Row.Clear(cells.Line);
                mapper.Fill(screener.Row, emission, texts);
                if (Understood(screener.Screen(batch.Rejects)) is { } fact)
                    batch.Facts.Add(fact);
            }

            if (!cells.WellFormed)
                batch.Rejects.Add(screener.Unreadable(cells.Line, cells.Original()));
            else if (made == 0 && mapping.Headers is null)
                batch.Rejects.Add(screener.Unreadable(cells.Line, cells.Original(), Reasons.UnknownWord));
            if (batch.Facts.Count + batch.Rejects.Count < Size)
                continue;
            yield return batch with { Position = file.Position };
            batch = new FactBatch(mapping.Kind, [], [], 0);
        }

        yield return batch with { Position = file.Length };
    }

    /// <summary>Feedback is given its topics, its polarity and, where the source says none, its language.</summary>
    private static Fact? Understood(Fact? fact) => fact is FeedbackFact f
        ? f with { Classification = Classifier.Classify(f.Text, f.Rating is { } r ? r / f.RatingMax : null), Language = f.Language ?? Classifier.Language(f.Text) }
        : fact;

    private static FactBatch Unknown(FactFile file, string header) =>
        new(FactKind.Events, [], [new Reject(file.Name, 1, "", header.Length > 200 ? header[..200] : header, Reasons.UnknownTable)], 0);
}
