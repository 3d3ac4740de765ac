using Microsoft.JSInterop;

namespace Piaozhi.Shell.Kit;

/// <summary>Hands a file to the person's browser.</summary>
public sealed class Download(IJSRuntime js)
{
    public async Task FileAsync(string name, Stream content)
    {
        using var reference = new DotNetStreamReference(content);
        await js.InvokeVoidAsync("piaozhi.save", name, reference);
    }

    public Task WorkbookAsync(string name, ChartData data) => FileAsync(Workbook.FileName(name, "xlsx"), Workbook.Write(data));
}
