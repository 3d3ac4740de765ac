using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace Piaozhi.Shell.Kit;

/// <summary>
/// The one table of the product: sorts, filters, searches, exports a workbook, and becomes two-line rows on a phone. Order and filters are
/// kept in the address, so that going back, and passing the address on, keep the list as it was.
/// </summary>
public partial class Grid<TItem> : ComponentBase
{
    private const int PageSize = 100;
    private readonly List<GridColumn<TItem>> _columns = [];
    private List<TItem>? _all;
    private TItem? _sample;
    private string _find = "";
    private Dictionary<int, string> _filters = [];
    private int _sort = -1;
    private bool _down;
    private int _page = PageSize;

    /// <summary>The rows; null while they are being read.</summary>
    [Parameter, EditorRequired] public IEnumerable<TItem>? Items { get; set; }

    [Parameter] public RenderFragment? Columns { get; set; }

    /// <summary>Name of the workbook without ending; also the key of this grid in the address. Without it nothing is exported.</summary>
    [Parameter] public string? FileName { get; set; }

    /// <summary>Where a row leads.</summary>
    [Parameter] public Func<TItem, string?>? Href { get; set; }

    /// <summary>What will be here, when nothing is.</summary>
    [Parameter] public string? Empty { get; set; }

    /// <summary>In the place of <see cref="Empty"/>, where an action fills the list.</summary>
    [Parameter] public RenderFragment? EmptyContent { get; set; }

    /// <summary>Further controls beside the filters.</summary>
    [Parameter] public RenderFragment? Tools { get; set; }

    /// <summary>A class for a row: <c>late</c>, <c>quiet</c>.</summary>
    [Parameter] public Func<TItem, string?>? RowClass { get; set; }

    /// <summary>Heading under which a row stands; drawn where neighbors differ, while the rows are in their own order.</summary>
    [Parameter] public Func<TItem, string>? Group { get; set; }

    /// <summary>What the table is about, for a screen reader.</summary>
    [Parameter] public string? Label { get; set; }

    private string Prefix => FileName ?? "rows";

    private string FindKey => Prefix + ".find";

    private string SortKey => Prefix + ".sort";

    private int Lead => Math.Max(0, _columns.FindIndex(c => c.Phone == "1"));

    internal void Add(GridColumn<TItem> column) => _columns.Add(column);

    internal void Remove(GridColumn<TItem> column) => _columns.Remove(column);

    protected override void OnParametersSet()
    {
        _all = Items?.ToList();
        _sample = _all is { Count: > 0 } ? _all[0] : default;
        var query = View.Query(Nav.Uri);
        _find = query.GetValueOrDefault(FindKey, "");
        _filters = query.Where(q => q.Key.StartsWith(Prefix + ".f", StringComparison.Ordinal) && int.TryParse(q.Key[(Prefix.Length + 2)..], CultureInfo.InvariantCulture, out _))
            .ToDictionary(q => int.Parse(q.Key[(Prefix.Length + 2)..], CultureInfo.InvariantCulture), q => q.Value);
        var sort = query.GetValueOrDefault(SortKey, "");
        _down = sort.StartsWith('-');
        _sort = int.TryParse(sort.TrimStart('-'), CultureInfo.InvariantCulture, out var index) ? index : -1;
    }

    private string FilterKey(int index) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}.f{index}");

    private string Filtered(int index) => _filters.GetValueOrDefault(index, "");

    private List<TItem> Shown()
    {
        IEnumerable<TItem> rows = _all!;
        foreach (var (index, value) in _filters)
        {
            if (index < _columns.Count)
                rows = rows.Where(r => _columns[index].Shown(r) == value);
        }

        if (_find.Length > 0)
            rows = rows.Where(r => _columns.Any(c => c.Shown(r).Contains(_find, StringComparison.CurrentCultureIgnoreCase)));
        if (_sort >= 0 && _sort < _columns.Count)
        {
            var column = _columns[_sort];
            rows = rows.OrderBy(r => RowOrder.IsNothing(column.Value(r)));
            rows = _down
                ? ((IOrderedEnumerable<TItem>)rows).ThenByDescending(column.Value, RowOrder.Instance)
                : ((IOrderedEnumerable<TItem>)rows).ThenBy(column.Value, RowOrder.Instance);
        }

        return [.. rows];
    }

    private List<string> Values(GridColumn<TItem> column) =>
        [.. _all!.Select(column.Shown).Where(v => v.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.CurrentCulture)];

    /// <summary>First click: the way that column is mostly read (numbers and moments from the top); then the other way; then as given.</summary>
    private void SortBy(int index)
    {
        var first = _columns[index].IsRight(_sample) || (_sample is not null && _columns[index].Value(_sample) is DateTime or DateOnly);
        var sort = _sort != index ? (first ? "-" : "") + Text(index) : _down == first ? (first ? "" : "-") + Text(index) : null;
        Go(SortKey, sort);
    }

    private static string Text(int index) => index.ToString(CultureInfo.InvariantCulture);

    private string AriaSort(int index) => _sort != index ? "none" : _down ? "descending" : "ascending";

    private void Narrow(string key, object? value) => Go(key, value as string);

    private void Widen() => Nav.NavigateTo(View.With(Nav.Uri, [(FindKey, null), .. _filters.Keys.Select(k => (FilterKey(k), (string?)null))]), replace: true);

    private void Go(string key, string? value)
    {
        Nav.NavigateTo(View.With(Nav.Uri, (key, value)), replace: true);
        OnParametersSet();
    }

    private async Task ExportAsync(List<TItem> rows)
    {
        var columns = _columns.Where(c => c.Export).ToList();
        await Download.WorkbookAsync(FileName!, new(FileName!, [.. columns.Select(c => c.Title)], [.. rows.Select(r => columns.Select(c => Workbook.Cell(c.Value(r), () => c.Shown(r))).ToList())]));
    }
}

/// <summary>Order of cell values: numbers and moments by size, texts as the language sorts them.</summary>
internal sealed class RowOrder : IComparer<object?>
{
    public static RowOrder Instance { get; } = new();

    public static bool IsNothing(object? value) => value is null or "" || (value is double d && double.IsNaN(d));

    public int Compare(object? x, object? y) => (x, y) switch
    {
        (string a, string b) => string.Compare(a, b, StringComparison.CurrentCulture),
        (IComparable a, not null) when a.GetType() == y.GetType() => a.CompareTo(y),
        (IConvertible, IConvertible) when x is not string && y is not string =>
            Convert.ToDouble(x, CultureInfo.InvariantCulture).CompareTo(Convert.ToDouble(y, CultureInfo.InvariantCulture)),
        _ => string.Compare(x?.ToString(), y?.ToString(), StringComparison.CurrentCulture),
    };
}
