using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MiniExcelLibs;
using Piaozhi.Shell.Kit;

namespace Piaozhi.Tests.Shell.Kit;

public sealed class GridTests : KitPage
{
    private sealed record Row(string Name, string Outlet, double Cases);

    private static readonly Row[] Rows = [new("Gate reads fail", "East", 12), new("Queue", "West", 140), new("Refund late", "East", double.NaN), new("Seat lost", "North", 3)];

    private IRenderedComponent<Grid<Row>> Draw(IEnumerable<Row>? rows) => Render<Grid<Row>>(p => p
        .Add(g => g.Items, rows)
        .Add(g => g.FileName, "problems")
        .Add(g => g.Empty, "Problems will be listed here")
        .Add(g => g.Href, r => "/diagnose/" + r.Name)
        .Add(g => g.Columns, Columns));

    private static RenderFragment Columns => b =>
    {
        b.OpenComponent<GridColumn<Row>>(0);
        b.AddComponentParameter(1, "Title", "Problem");
        b.AddComponentParameter(2, "Value", (Func<Row, object?>)(r => r.Name));
        b.AddComponentParameter(3, "Phone", "1");
        b.CloseComponent();
        b.OpenComponent<GridColumn<Row>>(4);
        b.AddComponentParameter(5, "Title", "Outlet");
        b.AddComponentParameter(6, "Value", (Func<Row, object?>)(r => r.Outlet));
        b.AddComponentParameter(7, "Filter", true);
        b.CloseComponent();
        b.OpenComponent<GridColumn<Row>>(8);
        b.AddComponentParameter(9, "Title", "Cases");
        b.AddComponentParameter(10, "Value", (Func<Row, object?>)(r => r.Cases));
        b.CloseComponent();
    };

    private static List<string> Names(IRenderedComponent<Grid<Row>> grid) => [.. grid.FindAll("tbody tr td:first-child").Select(c => c.TextContent.Trim())];

    [Fact]
    public void A_click_on_the_head_sorts_and_what_has_no_value_stays_last_both_ways()
    {
        var grid = Draw(Rows);
        grid.FindAll("th button")[2].Click();
        Assert.Equal(["Queue", "Gate reads fail", "Seat lost", "Refund late"], Names(grid));
        grid.FindAll("th button")[2].Click();
        Assert.Equal(["Seat lost", "Gate reads fail", "Queue", "Refund late"], Names(grid));
        Assert.Equal("ascending", grid.FindAll("th")[2].GetAttribute("aria-sort"));
        grid.FindAll("th button")[2].Click();
        Assert.Equal(Rows.Select(r => r.Name), Names(grid));
    }

    [Fact]
    public void A_filter_narrows_the_rows_and_stands_in_the_address()
    {
        var grid = Draw(Rows);
        grid.Find("select").Change("East");
        Assert.Equal(["Gate reads fail", "Refund late"], Names(grid));
        Assert.Contains("problems.f1=East", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        Assert.Contains("2 of 4 rows", grid.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void The_state_of_a_list_comes_back_with_its_address()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("/diagnose?problems.sort=-0&problems.f1=East");
        Assert.Equal(["Refund late", "Gate reads fail"], Names(Draw(Rows)));
    }

    [Fact]
    public void No_rows_say_what_will_be_here_and_rows_on_their_way_say_so()
    {
        Assert.Contains("Problems will be listed here", Draw([]).Markup, StringComparison.Ordinal);
        Assert.NotNull(Draw(null).Find("[role=status]"));
    }

    [Fact]
    public void Ten_thousand_rows_are_shown_by_and_by()
    {
        var grid = Draw(Enumerable.Range(0, 10_000).Select(i => new Row("P" + i, "East", i)));
        Assert.Equal(100, grid.FindAll("tbody tr").Count);
        grid.Find(".pz-more").Click();
        Assert.Equal(300, grid.FindAll("tbody tr").Count);
    }

    [Fact]
    public void The_workbook_has_numbers_as_numbers_and_two_columns_of_one_name()
    {
        using var file = Workbook.Write(new("x", ["Name", "n", "n"], [["Queue", 140d, null], ["=cmd()", 3, new DateTime(2026, 3, 5, 14, 0, 0)]]));
        var rows = file.Query(useHeaderRow: true).Cast<IDictionary<string, object?>>().ToList();
        Assert.Equal(["Name", "n", "n 2"], rows[0].Keys);
        Assert.Equal(140d, rows[0]["n"]);
        Assert.Equal("=cmd()", rows[1]["Name"]);
    }
}
