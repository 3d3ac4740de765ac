using Piaozhi.Core.Listen.Habits;
using Piaozhi.Core.Listen.Screening;

namespace Piaozhi.Core.Listen.Mapping;

/// <summary>What Piaozhi thinks of one column.</summary>
/// <param name="Confidence">0 to 1; below 0.7 a person should look.</param>
public sealed record ColumnGuess(string Header, string To, double Confidence, ValueShape Shape, IReadOnlyList<string> Samples);

/// <summary>A proposed mapping, with what it rests on and what it could not know.</summary>
/// <param name="Missing">Required fields that nothing in the table fills.</param>
/// <param name="Questions">Codes of what a person must decide: <c>amount-unit</c>, <c>duration-unit</c>, <c>no-case</c>, <c>one-activity</c>, <c>source</c>, <c>survey</c>.</param>
public sealed record Proposal(MappingDraft Draft, IReadOnlyList<ColumnGuess> Columns, IReadOnlyList<string> Missing, IReadOnlyList<string> Questions);

/// <summary>Proposes how a foreign table is to be read: by the names of its columns in Chinese and English, and by what its values look like.</summary>
public static partial class ProposeMapping
{
    private const double Enough = 0.5;

    private sealed record Column(int Index, string Header, ValueShape Shape, IReadOnlyList<string> Samples);

    /// <param name="name">File name without ending: becomes the name of the mapping.</param>
    /// <param name="kind">Kind that the person chose; null = the one that fits best.</param>
    public static Proposal Run(IReadOnlyList<string> headers, IReadOnlyList<IReadOnlyList<string>> rows, string name, FactKind? kind = null, double utcOffsetHours = 8)
    {
        var columns = headers.Select((h, i) =>
        {
            var values = rows.Select(r => i < r.Count ? r[i] : "").ToList();
            return new Column(i, h, ValueShapes.Of(values), [.. values.Where(v => v.Trim().Length > 0).Distinct(StringComparer.Ordinal).Take(50)]);
        }).Where(c => c.Header.Trim().Length > 0 && !c.Header.StartsWith(RejectColumns.Prefix, StringComparison.Ordinal)).ToList();
        var chosen = kind ?? KindOf(columns);
        var draft = new MappingDraft { Name = name, Kind = chosen, UtcOffsetHours = utcOffsetHours };
        var (guesses, questions) = (new Dictionary<int, (string To, double Confidence)>(), new List<string>());
        Assign(columns, chosen, guesses);
        if (chosen == FactKind.Events)
            Moments(columns, draft, guesses);
        Fill(columns, chosen, guesses);
        foreach (var column in columns)
            draft.Columns.Add(Drafted(column, guesses.GetValueOrDefault(column.Index).To ?? "", chosen, questions));
        Complete(columns, draft, guesses, questions);
        var filled = draft.ToMapping();
        var missing = Fields.Of(chosen).Where(f => Screener.Requires(chosen, f))
            .Where(f => filled.Rows.Any(r => !r.Columns.Concat(filled.Shared).Any(c => c.To == f || (f == "answers" && c.To.StartsWith("q:", StringComparison.Ordinal))))).ToList();
        return new Proposal(draft, [.. columns.Select(c => new ColumnGuess(c.Header, guesses.GetValueOrDefault(c.Index).To ?? "", guesses.GetValueOrDefault(c.Index).Confidence, c.Shape, [.. c.Samples.Take(3)]))], missing, [.. questions.Distinct()]);
    }

    private static FactKind KindOf(IReadOnlyList<Column> columns)
    {
        double Best(string field, params ValueShape[] shapes) => columns.Where(c => shapes.Length == 0 || shapes.Contains(c.Shape)).Select(c => Synonyms.Score(field, c.Header)).DefaultIfEmpty(0).Max();
        var answers = columns.Count(IsAnswer);
        if (answers >= 3 && answers * 2 >= columns.Count - 2)
            return FactKind.Responses;
        if (Best("indicator", ValueShape.Word, ValueShape.Id, ValueShape.Other) >= Enough && Best("value", ValueShape.Number, ValueShape.Integer, ValueShape.Percent) >= Enough)
            return FactKind.Readings;
        return Best("text", ValueShape.Sentence) >= Enough || (columns.Any(c => c.Shape == ValueShape.Sentence) && Best("case_id") < Enough && Best("activity") < Enough)
            ? FactKind.Feedback : FactKind.Events;
    }

    private static bool IsAnswer(Column c)
    {
        var header = c.Header.Trim();
        var asks = header.StartsWith("q:", StringComparison.OrdinalIgnoreCase) || (header.Length <= 5 && header.Length >= 2 && header[0] is 'Q' or 'q' && header[1..].All(char.IsAsciiDigit))
            || header.Contains('？', StringComparison.Ordinal) || header.Contains('?', StringComparison.Ordinal) || header.Contains('您', StringComparison.Ordinal)
            || header.Contains("满意", StringComparison.Ordinal) || (char.IsAsciiDigit(header[0]) && header.IndexOfAny(['.', '、']) is 1 or 2);
        return asks && c.Shape is not (ValueShape.Time or ValueShape.Personal);
    }

    /// <summary>Gives each column the field that its name and its values fit best; the surest pairs first.</summary>
    private static void Assign(IReadOnlyList<Column> columns, FactKind kind, Dictionary<int, (string To, double Confidence)> guesses)
    {
        var pairs = columns.SelectMany(c => Fields.Of(kind).Where(f => f is not ("objects" or "answers" or "scope" or "questions")).Select(f => (Column: c, Field: f, Score: Synonyms.Score(f, c.Header) * Fits(f, c.Shape))))
            .Where(p => p.Score >= Enough).OrderByDescending(p => p.Score).ThenBy(p => p.Column.Index).ToList();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var c in columns)
            if (kind == FactKind.Responses && IsAnswer(c))
                guesses[c.Index] = ("q:" + Code(c.Header), 0.9);
            else if (IsPaymentMethod(c.Header))
                guesses[c.Index] = ("attributes.payment_method", 0.95);
        foreach (var (column, field, score) in pairs)
            if (!guesses.ContainsKey(column.Index) && taken.Add(field))
                guesses[column.Index] = (field, score);
    }

    private static bool IsPaymentMethod(string header) =>
        (header.Contains("支付", StringComparison.Ordinal) || header.Contains("付款", StringComparison.Ordinal) || header.Contains("payment", StringComparison.OrdinalIgnoreCase))
        && ((string[])["渠道", "方式", "method", "channel", "type"]).Any(e => Synonyms.Unit(header).TrimEnd().EndsWith(e, StringComparison.OrdinalIgnoreCase));

    /// <summary>A code of a question that its text makes: <c>Q1</c>, else the text itself, shortened.</summary>
    private static string Code(string header)
    {
        var text = header.StartsWith("q:", StringComparison.OrdinalIgnoreCase) ? header[2..] : header.Trim();
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        return digits > 0 && digits < text.Length ? "Q" + text[..digits] : text.Length > 30 ? text[..30] : text;
    }

    private static double Fits(string field, ValueShape shape) => field switch
    {
        "occurred_at" or "recorded_at" or "received_at" or "started_at" or "submitted_at" or "measured_at" or "ended_at" => shape == ValueShape.Time ? 1 : shape == ValueShape.Empty ? 0.6 : 0.1,
        "amount" or "value" or "rating" or "weight" or "duration_ms" => shape is ValueShape.Integer or ValueShape.Number or ValueShape.Percent or ValueShape.Clock ? 1 : shape == ValueShape.Empty ? 0.6 : shape == ValueShape.Id ? 0.5 : 0.1,
        "text" => shape is ValueShape.Sentence ? 1 : shape is ValueShape.Other or ValueShape.Word ? 0.8 : 0.3,
        "customer_id" => shape == ValueShape.Personal ? 1.05 : shape == ValueShape.Time ? 0 : 1,
        "case_id" or "event_id" or "feedback_id" or "response_id" => shape is ValueShape.Id or ValueShape.Integer ? 1 : shape is ValueShape.Personal or ValueShape.Time or ValueShape.Sentence ? 0.2 : 0.8,
        _ => shape is ValueShape.Time or ValueShape.Sentence or ValueShape.Personal or ValueShape.Clock ? 0.2 : 1,
    };

    /// <summary>What a required field lacks by name is sought by the look of the values.</summary>
    private static void Fill(IReadOnlyList<Column> columns, FactKind kind, Dictionary<int, (string To, double Confidence)> guesses)
    {
        foreach (var field in Fields.Of(kind).Where(f => Screener.Requires(kind, f) && guesses.Values.All(g => g.To != f)))
        {
            var found = field switch
            {
                "occurred_at" or "received_at" or "submitted_at" or "measured_at" => columns.FirstOrDefault(c => c.Shape == ValueShape.Time && !guesses.ContainsKey(c.Index)),
                "text" => columns.Where(c => c.Shape == ValueShape.Sentence && !guesses.ContainsKey(c.Index)).MaxBy(c => c.Samples.Average(s => s.Length)),
                "case_id" or "response_id" => columns.FirstOrDefault(c => c.Shape == ValueShape.Id && !guesses.ContainsKey(c.Index)),
                "value" => columns.FirstOrDefault(c => c.Shape is ValueShape.Number or ValueShape.Percent && !guesses.ContainsKey(c.Index)),
                _ => null,
            };
            if (found is not null)
                guesses[found.Index] = (field, 0.45);
        }
    }

    private static DraftColumn Drafted(Column column, string to, FactKind kind, List<string> questions)
    {
        var draft = new DraftColumn { Header = column.Header, To = to };
        switch (to)
        {
            case "occurred_at" or "recorded_at" or "received_at" or "started_at" or "submitted_at" or "measured_at" or "ended_at":
                (draft.Form, draft.Format) = ("time", ValueShapes.TimeFormat(column.Samples));
                break;
            case "amount":
                draft.Form = AmountForm(column, questions);
                break;
            case "duration_ms":
                draft.Form = DurationForm(column, questions);
                break;
            case "value" or "rating" or "weight":
                draft.Form = column.Shape == ValueShape.Percent ? "percent" : "number";
                break;
            case "activity":
                Translate(draft, column, Synonyms.Activity);
                break;
            default:
                var field = to.StartsWith("attributes.", StringComparison.Ordinal) ? to["attributes.".Length..] : to;
                if (Synonyms.HasValues(field) && !(field == "source" && kind != FactKind.Feedback))
                    Translate(draft, column, w => Synonyms.Value(field, w));
                break;
        }

        return draft;
    }

    private static void Translate(DraftColumn draft, Column column, Func<string, string?> meaning)
    {
        foreach (var word in column.Samples.Select(s => s.Trim()).Distinct(StringComparer.Ordinal).Take(40))
            if (meaning(word) is { } known)
                draft.Words[word] = known == word ? "" : known;
            else
                draft.Words[word] = "";
    }

    private static string AmountForm(Column column, List<string> questions)
    {
        var unit = Numbers.HalfWidth(column.Header);
        if (unit.Contains("(分)", StringComparison.Ordinal) || unit.Contains("fen", StringComparison.OrdinalIgnoreCase) || unit.Contains("cents", StringComparison.OrdinalIgnoreCase))
            return "fen";
        // Whole numbers of this size are as likely 分 as 元: only the operator knows.
        var values = column.Samples.Select(s => Numbers.TryRead(s, out double v) ? v : 0).ToList();
        if (!unit.Contains('元', StringComparison.Ordinal) && column.Shape is ValueShape.Integer or ValueShape.Id && values.Count > 0 && values.Order().ElementAt(values.Count / 2) >= 1000)
            questions.Add("amount-unit");
        return "number";
    }

    private static string DurationForm(Column column, List<string> questions)
    {
        var unit = Numbers.HalfWidth(column.Header).ToLowerInvariant();
        if (column.Shape == ValueShape.Clock)
            return "clock";
        if (unit.Contains("毫秒", StringComparison.Ordinal) || unit.Contains("ms", StringComparison.Ordinal))
            return "number";
        if (unit.Contains("分钟", StringComparison.Ordinal) || unit.Contains("min", StringComparison.Ordinal) || unit.Contains("(分)", StringComparison.Ordinal))
            return "minutes";
        if (!unit.Contains('秒', StringComparison.Ordinal) && !unit.Contains("sec", StringComparison.Ordinal) && !unit.Contains("(s)", StringComparison.Ordinal))
            questions.Add("duration-unit");
        return "seconds";
    }
}
