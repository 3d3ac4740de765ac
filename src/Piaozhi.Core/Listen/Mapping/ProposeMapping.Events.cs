namespace Piaozhi.Core.Listen.Mapping;

public static partial class ProposeMapping
{
    /// <summary>A row with several moments (ordered, paid, issued) is several events; each column of a moment names its activity.</summary>
    private static void Moments(IReadOnlyList<Column> columns, MappingDraft draft, Dictionary<int, (string To, double Confidence)> guesses)
    {
        var moments = columns.Where(c => c.Shape == ValueShape.Time && Synonyms.Activity(c.Header) is not null).ToList();
        if (moments.Count < 2)
            return;
        foreach (var column in moments)
        {
            guesses.Remove(column.Index);
            draft.Moments.Add(new DraftMoment { Activity = Synonyms.Activity(column.Header)!, TimeColumn = column.Header, Format = ValueShapes.TimeFormat(column.Samples) });
        }

        // What the row says as a whole (its result, its status) cannot be given to each of its moments.
        foreach (var index in guesses.Where(g => g.Value.To is "activity" or "outcome" or "occurred_at" or "duration_ms").Select(g => g.Key).ToList())
            guesses.Remove(index);
    }

    /// <summary>What the table does not say and every row needs: a key, an activity, a source.</summary>
    private static void Complete(IReadOnlyList<Column> columns, MappingDraft draft, Dictionary<int, (string To, double Confidence)> guesses, List<string> questions)
    {
        bool Has(string field) => guesses.Values.Any(g => g.To == field);
        string? Of(string field) => guesses.Where(g => g.Value.To == field).Select(g => columns.First(c => c.Index == g.Key).Header).FirstOrDefault();
        switch (draft.Kind)
        {
            case FactKind.Events:
                if (!Has("case_id"))
                {
                    draft.KeyField = "case_id";
                    draft.KeyColumns.AddRange(new[] { Of("outlet"), Of("device"), Of("customer_id"), draft.Moments.Count > 0 ? draft.Moments[0].TimeColumn : Of("occurred_at") }.OfType<string>());
                    questions.Add("no-case");
                }

                if (draft.Moments.Count == 0 && !Has("activity"))
                {
                    draft.Constants.Add(new DraftConstant { To = "activity", Value = Of("occurred_at") is { } time ? Synonyms.Activity(time) ?? "" : "" });
                    questions.Add("one-activity");
                }

                break;
            case FactKind.Feedback when !Has("source"):
                draft.Constants.Add(new DraftConstant { To = "source", Value = SourceOf(draft.Name, columns) });
                questions.Add("source");
                break;
            case FactKind.Responses:
                if (!Has("survey"))
                {
                    draft.Constants.Add(new DraftConstant { To = "survey", Value = draft.Name });
                    questions.Add("survey");
                }

                if (!Has("response_id"))
                {
                    draft.KeyField = "response_id";
                    draft.KeyColumns.AddRange(columns.Where(c => c.Shape == ValueShape.Time).Select(c => c.Header));
                    draft.KeyColumns.AddRange(columns.Where(IsAnswer).Select(c => c.Header));
                }

                break;
            case FactKind.Readings when !Has("indicator"):
                draft.Constants.Add(new DraftConstant { To = "indicator", Value = Of("value") ?? "" });
                break;
        }
    }

    private static string SourceOf(string name, IReadOnlyList<Column> columns)
    {
        var told = name + " " + string.Join(' ', columns.Select(c => c.Header));
        (string Word, string Source)[] hints =
            [("12345", "regulator"), ("投诉", "hotline"), ("热线", "hotline"), ("来电", "hotline"), ("微博", "social"), ("小红书", "social"), ("评论", "review"), ("点评", "review"), ("星级", "review"), ("review", "review"), ("chat", "chat"), ("会话", "chat"), ("mail", "email"), ("邮件", "email")];
        return hints.FirstOrDefault(h => told.Contains(h.Word, StringComparison.OrdinalIgnoreCase)).Source ?? "web";
    }
}
