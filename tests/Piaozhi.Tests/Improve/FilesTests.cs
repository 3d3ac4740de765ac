using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Piaozhi.Access;
using Piaozhi.Core.Improve;
using Piaozhi.Improve;

namespace Piaozhi.Tests.Improve;

public class FilesTests
{
    [Fact]
    public async Task A_file_is_kept_under_its_hash_and_handed_out_as_a_download_that_no_browser_runs()
    {
        await using var shop = await Workshop.OpenAsync();
        await using var session = shop.As(Workshop.Li);
        var id = (await OpenImprovement.RunAsync(new("Gates", Method.QuickFix, "Li"), session)).Value;
        var file = (await AttachFile.RunAsync(new(id, @"C:\fakepath\闸机 记录.txt", Content("<script>alert(1)</script>")), session)).Value;
        var row = await session.Records.Set<AttachmentRow>().SingleAsync();
        Assert.Equal("闸机 记录.txt", row.FileName);
        Assert.True(File.Exists(Path.Combine(shop.App.Folder, "files", row.Hash[..2], row.Hash)));
        Assert.DoesNotContain(Directory.EnumerateFiles(shop.App.Folder, "*", SearchOption.AllDirectories), f => f.Contains("记录", StringComparison.Ordinal));

        using var client = await shop.App.AccountClientAsync(Roles.Engineer);
        using var answer = await client.GetAsync("/api/v1/improve/files/" + file);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options").Distinct()));
        Assert.Contains(answer.Headers.GetValues("Content-Security-Policy"), p => p.Contains("sandbox", StringComparison.Ordinal));
        Assert.Equal("<script>alert(1)</script>", await answer.Content.ReadAsStringAsync());
        using var elsewhere = await shop.App.AccountClientAsync(Roles.Outlet, "West");
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.GetAsync("/api/v1/improve/files/" + file)).StatusCode);
    }

    [Theory]
    [InlineData("page.html", "<p>", "improve.file.type")]
    [InlineData("run.exe", "MZ", "improve.file.type")]
    [InlineData("picture.svg", "<svg/>", "improve.file.type")]
    [InlineData("nothing.pdf", "", "improve.file.empty")]
    public async Task What_a_browser_would_run_and_what_is_empty_is_refused(string name, string content, string code)
    {
        await using var shop = await Workshop.OpenAsync();
        await using var session = shop.As(Workshop.Li);
        var id = (await OpenImprovement.RunAsync(new("Gates", Method.QuickFix, "Li"), session)).Value;
        Assert.Equal(code, Assert.Single((await AttachFile.RunAsync(new(id, name, Content(content)), session)).Refusals).Code);
        Assert.Empty(Directory.Exists(Path.Combine(shop.App.Folder, "files")) ? Directory.EnumerateFiles(Path.Combine(shop.App.Folder, "files"), "*", SearchOption.AllDirectories) : []);
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_refused_and_leaves_nothing_behind()
    {
        await using var shop = await Workshop.OpenAsync();
        await using var session = shop.As(Workshop.Li);
        var id = (await OpenImprovement.RunAsync(new("Gates", Method.QuickFix, "Li"), session)).Value;
        using var large = new MemoryStream(new byte[AttachFile.Largest + 1]);
        Assert.Equal("improve.file.too-large", Assert.Single((await AttachFile.RunAsync(new(id, "film.mp4", large), session)).Refusals).Code);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(shop.App.Folder, "tmp")));
    }

    [Fact]
    public async Task The_content_stays_while_one_of_its_names_stays_and_is_forgotten_with_the_last()
    {
        await using var shop = await Workshop.OpenAsync();
        await using var session = shop.As(Workshop.Li);
        var id = (await OpenImprovement.RunAsync(new("Gates", Method.QuickFix, "Li"), session)).Value;
        var one = (await AttachFile.RunAsync(new(id, "a.txt", Content("same")), session)).Value;
        var two = (await AttachFile.RunAsync(new(id, "b.txt", Content("same")), session)).Value;
        var path = AttachFile.PathOf((await session.Records.Set<AttachmentRow>().FirstAsync()).Hash, session);
        File.SetLastWriteTimeUtc(path, Workshop.First.UtcDateTime);
        Assert.True((await RemoveWork.AttachmentAsync(one, false, session)).Ok);
        shop.Clock.Now += TimeSpan.FromDays(40);
        await ForgetDeleted.RunAsync(session);
        Assert.True(File.Exists(path));
        Assert.True((await RemoveWork.AttachmentAsync(two, false, session)).Ok);
        shop.Clock.Now += TimeSpan.FromDays(40);
        await ForgetDeleted.RunAsync(session);
        Assert.False(File.Exists(path));
    }

    private static MemoryStream Content(string text) => new(Encoding.UTF8.GetBytes(text));
}
