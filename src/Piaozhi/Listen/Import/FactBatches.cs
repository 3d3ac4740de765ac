using System.Buffers;
using System.Text;
using System.Text.Json;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Listen.Feedback;
using Piaozhi.Core.Listen.Habits;
using Piaozhi.Core.Listen.Mapping;
using Piaozhi.Core.Listen.Privacy;
using Piaozhi.Core.Listen.Screening;

namespace Piaozhi.Listen.Import;

/// <summary>What a stretch of a file said: facts of one kind, and what could not be taken.</summary>
public sealed record FactBatch(FactKind Kind, List<Fact> Facts, List<Reject> Rejects, long Position)
{
    /// <summary>Rows of the reject store that came again, mended; each with whether it was taken this time.</summary>
    public List<(string RowId, bool Taken)> Retried { get; } = [];

    /// <summary>Name of the mapping by which the rows were read.</summary>
    public string? Mapping { get; init; }

    public int Count => Facts.Count + Rejects.Count;
}

/// <summary>How a file is to be read.</summary>
/// <param name="Kind">Kind of the rows; null = by the name of the file, else by its columns.</param>
/// <param name="Guard">Masks and hashes personal data; null keeps rows as they are.</param>
/// <param name="Mapping">The mapping to read every table with; null = the one that recognises it.</param>
/// <param name="Saved">Mappings that people made; they come before those in the box.</param>
public sealed record ReadingPlan(FactKind? Kind = null, Guard? Guard = null, Mapping? Mapping = null, IReadOnlyList<Mapping>? Saved = null)
{
    /// <summary>Rows recorded later are passed over; null = none.</summary>
    public DateTimeOffset? Until { get; init; }
}

/// <summary>Reads a file as batches of facts, with bounded memory. The one-shot job and the import use the same reading.</summary>
public static class FactBatches
{
    public const int Size = 20_480;

    public static IEnumerable<FactBatch> Read(FactFile file, FactKind? kind = null, Guard? guard = null) => Read(file, new ReadingPlan(kind, guard));

    public static IEnumerable<FactBatch> Read(FactFile file, ReadingPlan plan)
    {
        foreach (var part in file.Parts())
        {
            var batches = part.IsJson ? Lines(file, part, plan.Kind ?? KindOf(part.Stem) ?? KindOfJson(part.Head), plan.Guard) : TableBatches.Read(file, part, plan);
            foreach (var batch in batches)
                yield return batch;
        }
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

    public static FactKind? KindOfJson(string head)
    {
        var end = head.IndexOf('\n', StringComparison.Ordinal);
        try
        {
            using var json = JsonDocument.Parse(end < 0 ? head : head[..end]);
            return json.RootElement.ValueKind == JsonValueKind.Object ? KindOf([.. json.RootElement.EnumerateObject().Select(p => p.Name)]) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IEnumerable<FactBatch> Lines(FactFile file, FactPart part, FactKind? known, Guard? guard)
    {
        if (known is not { } kind)
        {
            yield return Unknown(part, part.Head.Split('\n')[0]);
            yield break;
        }

        var screener = new Screener(kind, part.Name, guard);
        var lines = new LineReader(part.Text);
        var batch = new FactBatch(kind, [], [], 0);
        while (lines.Read())
        {
            if (lines.Line.Span.IsWhiteSpace())
                continue;
            if (lines.TooLong)
                batch.Rejects.Add(screener.Unreadable(lines.Number, lines.Line.ToString(), Reasons.LineTooLong));
            else if (part.IsDamaged && lines.Line.Span.Contains('\uFFFD'))
                batch.Rejects.Add(screener.Unreadable(lines.Number, lines.Line.ToString(), Reasons.WrongEncoding));
            else if (ScreenLine(screener, lines.Line, lines.Number, batch.Rejects) is { } fact)
                batch.Facts.Add(fact);
            if (batch.Count < Size)
                continue;
            yield return batch with { Position = file.Position };
            batch = new FactBatch(kind, [], [], 0);
        }

        yield return batch with { Position = file.Position };
    }

    public static Fact? ScreenLine(Screener screener, ReadOnlyMemory<char> line, long number, List<Reject> rejects)
    {
        var utf8 = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(line.Length));
        try
        {
            screener.Row.Clear(number);
            screener.Row.Original = line.ToString;
            if (screener.Row.Fill(utf8.AsSpan(0, Encoding.UTF8.GetBytes(line.Span, utf8))))
                return Understood(screener.Screen(rejects));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperation: a lone surrogate in a string. Both say that the line is not JSON text.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(utf8);
        }

        rejects.Add(screener.Unreadable(number, line.ToString(), Reasons.UnreadableJson));
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

    /// <summary>Feedback is given its topics, its polarity and, where the source says none, its language.</summary>
    public static Fact? Understood(Fact? fact)
    {
        if (fact is not FeedbackFact f)
            return fact;
        // Nobody needs the tenth page of a text to know what it speaks of.
        var text = f.Text.Length > 4000 ? f.Text[..4000] : f.Text;
        return f with { Classification = Classifier.Classify(text, f.Rating is { } r ? r / f.RatingMax : null), Language = f.Language ?? Classifier.Language(text) };
    }

    public static FactBatch Unknown(FactPart part, string header) =>
        new(FactKind.Events, [], [new Reject(part.Name, 1, "", header.Length > 200 ? header[..200] : header, Reasons.UnknownTable)], 0);
}
