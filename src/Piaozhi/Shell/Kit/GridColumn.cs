using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace Piaozhi.Shell.Kit;

/// <summary>One column of a <see cref="Grid{TItem}"/>. It draws nothing itself.</summary>
public sealed class GridColumn<TItem> : ComponentBase, IDisposable
{
    [CascadingParameter] public Grid<TItem>? Grid { get; set; }

    /// <summary>Head of the column, with the unit where there is one.</summary>
    [Parameter, EditorRequired] public string Title { get; set; } = "";

    /// <summary>What the column sorts by, and what the workbook gets: a number, a moment, a text.</summary>
    [Parameter, EditorRequired] public Func<TItem, object?> Value { get; set; } = _ => null;

    /// <summary>How a value is written; by default numbers are grouped and moments are short.</summary>
    [Parameter] public Func<object, string>? Format { get; set; }

    /// <summary>How the cell of a row is written, where the value alone does not tell. Also what filters and search look at.</summary>
    [Parameter] public Func<TItem, string?>? Text { get; set; }

    /// <summary>How the cell is drawn; <c>context</c> is the row.</summary>
    [Parameter] public RenderFragment<TItem>? ChildContent { get; set; }

    /// <summary><c>left</c> or <c>right</c>; numbers stand right by themselves.</summary>
    [Parameter] public string? Align { get; set; }

    /// <summary>On a phone: on the first line (<c>1</c>), on the second (<c>2</c>), or not at all (<c>hide</c>).</summary>
    [Parameter] public string Phone { get; set; } = "2";

    /// <summary>True: the rows can be narrowed to one of the values of this column.</summary>
    [Parameter] public bool Filter { get; set; }

    /// <summary>False where an order makes no sense.</summary>
    [Parameter] public bool Sortable { get; set; } = true;

    /// <summary>False: for people only, not in the workbook.</summary>
    [Parameter] public bool Export { get; set; } = true;

    [Parameter] public string? Width { get; set; }

    /// <summary>True: not drawn; for a filter, the search and the workbook only.</summary>
    [Parameter] public bool Hidden { get; set; }

    public string Shown(TItem row) => Text is { } text ? text(row) ?? "" : Write(Value(row));

    internal bool IsRight(TItem? sample) => Align is { } a ? a == "right" : sample is not null && Value(sample) is sbyte or short or int or long or float or double or decimal;

    protected override void OnInitialized() => Grid?.Add(this);

    public void Dispose() => Grid?.Remove(this);

    private string Write(object? value) => value switch
    {
        null => "",
        double d when !double.IsFinite(d) => "—",
        _ when Format is { } format => format(value),
        DateTime t => Moments.Of(t, CultureInfo.CurrentUICulture),
        DateOnly d => Moments.Day(d, CultureInfo.CurrentUICulture),
        TimeSpan s => Moments.Length(s, CultureInfo.CurrentUICulture),
        int or long or short => string.Format(CultureInfo.InvariantCulture, "{0:N0}", value),
        double or decimal or float => string.Format(CultureInfo.InvariantCulture, "{0:#,0.##}", value),
        _ => Convert.ToString(value, CultureInfo.CurrentCulture) ?? "",
    };
}
