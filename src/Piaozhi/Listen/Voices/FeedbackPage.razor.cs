using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Piaozhi.Core.Listen.Feedback;
using Piaozhi.Core.Loop;
using Piaozhi.Shell.Kit;

namespace Piaozhi.Listen.Voices;

/// <summary>What customers said, to be read and searched; the filter is in the address.</summary>
public sealed partial class FeedbackPage
{
    private ListFeedback.Found? _found;
    private IReadOnlyList<Refusal>? _refusals;
    private int _shown = 50;

    [CascadingParameter] public View View { get; set; } = View.Everything;

    [SupplyParameterFromQuery] public string? Words { get; set; }

    [SupplyParameterFromQuery] public string? Topic { get; set; }

    [SupplyParameterFromQuery] public string? Polarity { get; set; }

    [SupplyParameterFromQuery] public string? Source { get; set; }

    [Inject] private Download Download { get; set; } = null!;

    private bool IsNarrowed => Words is { Length: > 0 } || Topic is { Length: > 0 } || Polarity is { Length: > 0 } || Source is { Length: > 0 };

    /// <summary>How much of it complains, and of what most.</summary>
    private string Headline
    {
        get
        {
            if (_found is not { Total: > 0 } found)
                return T["FeedbackHead"];
            var most = found.Lines.Where(l => l.Polarity == "negative" && l.Topic.Length > 0).GroupBy(l => l.Topic).OrderByDescending(g => g.Count()).FirstOrDefault();
            return most is null ? T["FeedbackTitle", N(found.Total), Percent(found.Negative, found.Total)]
                : T["FeedbackTitleTopic", N(found.Total), Percent(found.Negative, found.Total), Name(most.Key)];
        }
    }

    protected override async Task OnParametersSetAsync()
    {
        await using var session = Who.Open();
        var found = await ListFeedback.RunAsync(new(Topic, Polarity, Source, Words, View.Period, View.Outlet), session);
        (_found, _refusals) = (found.Ok ? found.Value : null, found.Ok ? null : found.Refusals);
    }

    private Task ExportAsync() => Download.WorkbookAsync("feedback", new ChartData("feedback",
        [T["Field.received_at"], T["Field.source"], T["Topic"], T["Polarity"], T["Intensity"], T["Field.text"], T["Field.rating"], T["Field.case_id"], SliceText.Dimension("outlet", CultureInfo.CurrentUICulture)],
        [.. _found!.Lines.Select(l => (IReadOnlyList<object?>)[l.ReceivedAt, Sources.Name(l.Source, T), Name(l.Topic), T["Polarity." + l.Polarity].Value, l.Intensity, l.Text, l.Rating, l.CaseId, l.Outlet])]));

    private string TopicOf(FeedbackLine line) => line.Topic.Length == 0 ? T["NoTopic"] : Name(line.Topic);

    private static string Name(string topic) => Taxonomy.Of(topic)?.Name.In(CultureInfo.CurrentUICulture) ?? topic;

    /// <summary>The text with the words that were sought marked.</summary>
    private MarkupString Marked(string text)
    {
        var safe = WebUtility.HtmlEncode(text);
        foreach (var word in (Words ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(8).OrderByDescending(w => w.Length))
            safe = Regex.Replace(safe, Regex.Escape(WebUtility.HtmlEncode(word)) + "(?![^<]*>)", m => $"<mark>{m.Value}</mark>", RegexOptions.IgnoreCase);
        return new MarkupString(safe);
    }

    private static string N(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Percent(long part, long whole) => (part * 100.0 / whole).ToString("0.0", CultureInfo.InvariantCulture);
}
