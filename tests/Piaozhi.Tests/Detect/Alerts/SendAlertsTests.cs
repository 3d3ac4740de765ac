using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using MimeKit;
using Piaozhi.Core.Detect.Alerts;
using Piaozhi.Core.Loop;
using Piaozhi.Detect.Alerts;
using Piaozhi.Host;
using Piaozhi.Storage.Records;

namespace Piaozhi.Tests.Detect.Alerts;

/// <summary>Messages over real sockets: what arrives, what is tried again, what is given up.</summary>
public sealed class SendAlertsTests : IAsyncLifetime
{
    private PiaozhiApp _app = null!;
    private Receiver _receiver = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private SendAlerts Sender => _app.Services.GetRequiredService<SendAlerts>();

    private AlertSecrets Secrets => _app.Services.GetRequiredService<AlertSecrets>();

    public async ValueTask InitializeAsync()
    {
        _app = await PiaozhiApp.StartAsync();
        _receiver = await Receiver.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _receiver.DisposeAsync();
        await _app.DisposeAsync();
    }

    private static AlertMessage AMessage(string subject = "problem:P1", AlertKind kind = AlertKind.Opened) =>
        new(kind, subject, "zh", "支付成功率在 App 下降", "https://q.example.cn/diagnose/P1", "查看问题", [new("在哪里", "渠道：App")], []);

    private async Task AllowPrivateAsync(Session session, PostOffice? post = null, string from = "票质 <q@example.cn>") => Assert.True((await SaveAlertSettings.RunAsync(
        new("https://q.example.cn", true, post is null ? "" : "127.0.0.1", post?.Port ?? 25, MailSecurity.None, "", null, post is null ? "" : from), Secrets, session, Ct)).Ok);

    private async Task<AlertRouteRow> RouteAsync(Session session, SaveRoute.Input input)
    {
        var id = (await SaveRoute.RunAsync(input, Secrets, session, Ct)).Value;
        return await session.Records.Set<AlertRouteRow>().FirstAsync(r => r.Id == id, Ct);
    }

    private static async Task<List<DeliveryRow>> LogAsync(Session session) => await session.Records.Set<DeliveryRow>().AsNoTracking().OrderBy(d => d.Id).ToListAsync(Ct);

    [Theory]
    [InlineData(AlertChannel.WeCom)]
    [InlineData(AlertChannel.DingTalk)]
    [InlineData(AlertChannel.Feishu)]
    [InlineData(AlertChannel.Webhook)]
    public async Task Each_robot_gets_its_shape_with_a_signature_that_its_platform_would_accept(AlertChannel channel)
    {
        await using var session = _app.Session();
        await AllowPrivateAsync(session);
        var route = await RouteAsync(session, new(null, "质量办", channel, Address: _receiver.Address + "/robot?key=abc", Secret: "SEC123"));
        QueueAlert.Run(route, "", AMessage(), session);
        await session.Records.SaveChangesAsync(Ct);
        Assert.Equal(1, await Sender.SendAsync(session, Ct));

        var got = Assert.Single(_receiver.All);
        Assert.StartsWith("application/json", got.Headers["Content-Type"], StringComparison.Ordinal);
        using var json = JsonDocument.Parse(got.Body);
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(got.Query);
        Assert.Equal("abc", query["key"]);
        switch (channel)
        {
            case AlertChannel.WeCom:
                Assert.Equal("markdown", json.RootElement.GetProperty("msgtype").GetString());
                break;
            case AlertChannel.DingTalk:
                var signed = query["timestamp"] + "\nSEC123";
                Assert.Equal(Convert.ToBase64String(HMACSHA256.HashData("SEC123"u8, Encoding.UTF8.GetBytes(signed))), query["sign"]);
                break;
            case AlertChannel.Feishu:
                var key = json.RootElement.GetProperty("timestamp").GetString() + "\nSEC123";
                Assert.Equal(Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), ReadOnlySpan<byte>.Empty)), json.RootElement.GetProperty("sign").GetString());
                break;
            default:
                var text = got.Headers["X-Piaozhi-Timestamp"] + "." + got.Body;
                Assert.Equal("sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData("SEC123"u8, Encoding.UTF8.GetBytes(text))), got.Headers["X-Piaozhi-Signature"]);
                Assert.Equal("problem:P1", json.RootElement.GetProperty("subject").GetString());
                break;
        }

        Assert.Equal(0, await Sender.SendAsync(session, Ct));
    }

    [Fact]
    public async Task A_letter_arrives_with_its_link_and_the_update_stands_below_it()
    {
        await using var post = new PostOffice();
        await using var session = _app.Session();
        await AllowPrivateAsync(session, post);
        var route = await RouteAsync(session, new(null, "质量办", AlertChannel.Mail, Recipients: ["li@example.cn"]));
        QueueAlert.Run(route, "li@example.cn", AMessage(), session);
        QueueAlert.Run(route, "li@example.cn", AMessage(kind: AlertKind.Ended), session);
        await session.Records.SaveChangesAsync(Ct);
        Assert.Equal(2, await Sender.SendAsync(session, Ct));

        var letters = post.All.Select(l => MimeMessage.Load(new MemoryStream(Encoding.UTF8.GetBytes(l.Data)), Ct)).ToList();
        Assert.Equal("<li@example.cn>", post.All.First().To.Split(' ')[0]);
        Assert.Equal("[票质] 支付成功率在 App 下降", letters[0].Subject);
        Assert.Contains("https://q.example.cn/diagnose/P1", letters[0].TextBody, StringComparison.Ordinal);
        Assert.Contains("渠道：App", letters[0].HtmlBody, StringComparison.Ordinal);
        Assert.Equal(letters[0].MessageId, letters[1].InReplyTo);
    }

    [Fact]
    public async Task What_the_other_side_is_too_busy_for_is_tried_again_later_and_what_it_refuses_is_not()
    {
        await using var session = _app.Session();
        await AllowPrivateAsync(session);
        var route = await RouteAsync(session, new(null, "群", AlertChannel.WeCom, Address: _receiver.Address + "/r"));
        _receiver.Answer = () => (200, """{"errcode":45009,"errmsg":"api freq out of limit"}""");
        QueueAlert.Run(route, "", AMessage(), session);
        await session.Records.SaveChangesAsync(Ct);
        await Sender.SendAsync(session, Ct);
        var waiting = Assert.Single(await LogAsync(session));
        Assert.Equal((DeliveryState.Waiting, 1, "45009 api freq out of limit"), (waiting.State, waiting.Tries, waiting.Error));
        Assert.True(waiting.DueAt > session.Now.UtcDateTime.AddSeconds(30));

        // Not before its time; then it goes through.
        await Sender.SendAsync(session, Ct);
        Assert.Single(_receiver.All);
        _receiver.Answer = () => (200, """{"errcode":0}""");
        await session.Records.Set<DeliveryRow>().ExecuteUpdateAsync(s => s.SetProperty(d => d.DueAt, DateTime.UnixEpoch), Ct);
        session.Records.ChangeTracker.Clear();
        Assert.Equal(1, await Sender.SendAsync(session, Ct));

        _receiver.Answer = () => (200, """{"errcode":93000,"errmsg":"invalid webhook url"}""");
        QueueAlert.Run(route, "", AMessage("problem:P2"), session);
        await session.Records.SaveChangesAsync(Ct);
        await Sender.SendAsync(session, Ct);
        var failed = (await LogAsync(session))[^1];
        Assert.Equal((DeliveryState.Failed, "93000 invalid webhook url"), (failed.State, failed.Error));
        Assert.True((await ListDeliveries.RetryAsync(failed.Id, session, Ct)).Ok);
        _receiver.Answer = () => (204, "");
        Assert.Equal(1, await Sender.SendAsync(session, Ct));
    }

    [Fact]
    public async Task A_dead_receiver_and_a_full_letter_box_are_told_by_their_reason()
    {
        await using var post = new PostOffice { ToAnswer = "452 mailbox full" };
        await using var session = _app.Session();
        await AllowPrivateAsync(session, post);
        var mail = await RouteAsync(session, new(null, "信", AlertChannel.Mail, Recipients: ["li@example.cn"]));
        var dead = await RouteAsync(session, new(null, "群", AlertChannel.Webhook, Address: "http://127.0.0.1:9/x"));
        QueueAlert.Run(mail, "li@example.cn", AMessage(), session);
        QueueAlert.Run(dead, "", AMessage(), session);
        await session.Records.SaveChangesAsync(Ct);
        Assert.Equal(0, await Sender.SendAsync(session, Ct));
        Assert.Equal(["452", "detect.alert.no-connection"], (await LogAsync(session)).Select(d => d.Error));
        var texts = _app.Services.GetRequiredService<IStringLocalizerFactory>();
        Assert.NotEqual("detect.alert.no-connection", texts.Say(new Refusal("detect.alert.no-connection")));
    }

    [Fact]
    public async Task Nobody_makes_the_server_ask_around_in_its_own_network()
    {
        await using var session = _app.Session();
        Assert.Equal("detect.alert.address", (await SaveRoute.RunAsync(new(null, "群", AlertChannel.Webhook, Address: _receiver.Address), Secrets, session, Ct)).Refusals[0].Code);
        await AllowPrivateAsync(session);
        var route = await RouteAsync(session, new(null, "群", AlertChannel.Webhook, Address: _receiver.Address));
        // Switched off afterwards: the address that was kept does not go through either.
        Assert.True((await SaveAlertSettings.RunAsync(new("", false, "", 25, MailSecurity.None, "", null, ""), Secrets, session, Ct)).Ok);
        var sent = await SendTest.RunAsync(route.Id, null, Sender, session, Ct);
        Assert.Equal((DeliveryState.Failed, "detect.alert.private-address"), (sent.Value.State, sent.Value.Error));
        Assert.Empty(_receiver.All);

        // Nor does an answer lead elsewhere.
        await AllowPrivateAsync(session);
        _receiver.Answer = () => (302, "");
        await SendTest.RunAsync(route.Id, null, Sender, session, Ct);
        Assert.Equal("/", Assert.Single(_receiver.All).Path);
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("10.1.2.3", true)]
    [InlineData("172.31.0.1", true)]
    [InlineData("192.168.1.1", true)]
    [InlineData("169.254.169.254", true)]
    [InlineData("100.64.0.1", true)]
    [InlineData("0.0.0.0", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:10.0.0.1", true)]
    [InlineData("fd00::1", true)]
    [InlineData("fe80::1", true)]
    [InlineData("8.8.8.8", false)]
    [InlineData("172.32.0.1", false)]
    [InlineData("2400:3200::1", false)]
    public void Addresses_of_the_own_network_are_known(string address, bool own) => Assert.Equal(own, Channels.IsPrivate(IPAddress.Parse(address)));

    [Fact]
    public async Task Many_at_once_are_told_as_one_and_a_digest_waits_for_its_time()
    {
        await using var session = _app.Session();
        await AllowPrivateAsync(session);
        var route = await RouteAsync(session, new(null, "群", AlertChannel.Webhook, Address: _receiver.Address + "/now"));
        for (var i = 0; i < 5; i++)
            QueueAlert.Run(route, "", AMessage($"problem:P{i}"), session);
        var daily = await RouteAsync(session, new(null, "日报", AlertChannel.Webhook, Address: _receiver.Address + "/daily", DigestAt: TimeOnly.FromDateTime(session.LocalNow.AddMinutes(-1))));
        var held = QueueAlert.Run(daily, "", AMessage(), session);
        await session.Records.SaveChangesAsync(Ct);
        Assert.Equal(1, await Sender.SendAsync(session, Ct));
        using var json = JsonDocument.Parse(Assert.Single(_receiver.All).Body);
        Assert.Equal(("digest", 5), (json.RootElement.GetProperty("kind").GetString(), json.RootElement.GetProperty("items").GetArrayLength()));

        Assert.Equal(DeliveryState.Held, held.State);
        Assert.InRange(held.DueAt, session.Now.UtcDateTime.AddHours(23), session.Now.UtcDateTime.AddHours(24));
        await session.Records.Set<DeliveryRow>().Where(d => d.Id == held.Id).ExecuteUpdateAsync(s => s.SetProperty(d => d.DueAt, DateTime.UnixEpoch), Ct);
        session.Records.ChangeTracker.Clear();
        Assert.Equal(1, await Sender.SendAsync(session, Ct));
        Assert.Equal("/daily", _receiver.All.Last().Path);
    }

    [Fact]
    public async Task Secrets_are_encrypted_and_never_come_out_again()
    {
        await using var session = _app.Session();
        await RouteAsync(session, new(null, "群", AlertChannel.DingTalk, Address: "https://oapi.dingtalk.com/robot/send?access_token=TOKEN987654", Secret: "SECabcdef"));
        Assert.True((await SaveAlertSettings.RunAsync(new("", false, "smtp.example.cn", 465, MailSecurity.Tls, "q", "mailpass", "q@example.cn"), Secrets, session, Ct)).Ok);
        var kept = JsonSerializer.Serialize(await session.Records.Set<AlertRouteRow>().AsNoTracking().ToListAsync(Ct)) + JsonSerializer.Serialize(await session.Records.Set<SettingRow>().AsNoTracking().ToListAsync(Ct));
        using var client = _app.Client();
        var told = await client.GetStringAsync("/api/v1/detect/alerts/routes", Ct);
        foreach (var secret in (string[])["TOKEN987", "SECabc", "mailpass"])
        {
            Assert.DoesNotContain(secret, kept, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, told, StringComparison.Ordinal);
        }

        Assert.Contains("oapi.dingtalk.com …7654", told, StringComparison.Ordinal);
        // Saved again without a password, it stays.
        Assert.True((await SaveAlertSettings.RunAsync(new("", false, "smtp.example.cn", 465, MailSecurity.Tls, "q", null, "q@example.cn"), Secrets, session, Ct)).Ok);
        Assert.Equal("mailpass", Secrets.Show((await AlertSettings.ReadAsync(session, Ct)).MailPassword));
    }

    [Fact]
    public async Task What_cannot_be_sent_is_refused_when_it_is_written()
    {
        await using var session = _app.Session();
        var wrong = await SaveRoute.RunAsync(new(null, " ", AlertChannel.Mail, Recipients: ["nobody"], Roles: ["king"], Language: "fr", QuietFrom: new TimeOnly(22, 0)), Secrets, session, Ct);
        Assert.Equal(["detect.alert.needs-name", "detect.alert.language", "detect.alert.quiet-both", "detect.alert.recipient", "detect.alert.role"], wrong.Refusals.Select(r => r.Code));
        Assert.Equal("detect.alert.needs-address", (await SaveRoute.RunAsync(new(null, "群", AlertChannel.WeCom), Secrets, session, Ct)).Refusals[0].Code);
        Assert.Equal("detect.alert.address", (await SaveRoute.RunAsync(new(null, "群", AlertChannel.WeCom, Address: "ftp://x"), Secrets, session, Ct)).Refusals[0].Code);
    }
}
