namespace Piaozhi.Tests.Host;

public class FirstPageTests
{
    [Fact]
    public async Task The_first_page_and_the_health_of_a_new_installation_answer()
    {
        await using var app = await PiaozhiApp.StartAsync();
        using var client = app.Client();
        Assert.Contains("票质", await client.GetStringAsync("/", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("\"status\":\"Healthy\"", await client.GetStringAsync("/health", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_process_is_told_that_the_folder_is_taken()
    {
        await using var app = await PiaozhiApp.StartAsync();
        Assert.Null(Piaozhi.Storage.DataFolder.Take(new Piaozhi.Host.PiaozhiOptions { DataFolder = app.Folder }, out var held));
        Assert.Equal(Path.GetFullPath(app.Folder), held);
    }
}
