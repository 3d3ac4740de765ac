using MiniExcelLibs;
using static Microsoft.Playwright.Assertions;

namespace Piaozhi.Tests.Browser;

/// <summary>What people take away from a page: the workbook of a table, the picture and the data of a chart.</summary>
public sealed class ExportTests(Operation operation)
{
    [Fact]
    public async Task A_table_leaves_as_a_workbook_with_the_rows_that_the_page_shows()
    {
        await using var window = await operation.OpenAsync();
        await window.GoAsync("/detect");
        var grid = window.Page.Locator(".pz-grid").First;
        var heads = await grid.Locator("thead th").CountAsync();
        var download = await window.Page.RunAndWaitForDownloadAsync(() => grid.Locator(".pz-tools .pz-quiet").Last.ClickAsync());
        Assert.EndsWith(".xlsx", download.SuggestedFilename, StringComparison.Ordinal);
        var rows = MiniExcel.Query(await download.PathAsync(), useHeaderRow: true, excelType: ExcelType.XLSX).Cast<IDictionary<string, object?>>().ToList();
        Assert.InRange(rows.Count, 1, 100_000);
        Assert.InRange(rows[0].Count, 2, heads);
        Assert.Equal(Math.Min(100, rows.Count), await grid.Locator("tbody tr").CountAsync());
    }

    [Fact]
    public async Task A_chart_leaves_as_a_picture_and_its_data_as_a_workbook()
    {
        await using var window = await operation.OpenAsync();
        await window.GoAsync("/measure/K22");
        var chart = window.Page.Locator(".pz-chart").First;
        await Expect(chart.Locator("canvas").First).ToBeVisibleAsync();
        await chart.Locator("summary").ClickAsync();
        var picture = await window.Page.RunAndWaitForDownloadAsync(() => chart.Locator("[role=menuitem]").First.ClickAsync());
        var bytes = await File.ReadAllBytesAsync(await picture.PathAsync());
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], bytes[..4]);
        Assert.True(bytes.Length > 5_000, $"{bytes.Length} bytes are an empty picture");
        await chart.Locator("summary").ClickAsync();
        var data = await window.Page.RunAndWaitForDownloadAsync(() => chart.Locator("[role=menuitem]").Nth(1).ClickAsync());
        Assert.NotEmpty(MiniExcel.Query(await data.PathAsync(), useHeaderRow: true, excelType: ExcelType.XLSX).Cast<object>());
    }
}
