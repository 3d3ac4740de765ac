using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Storage.Records;

namespace Piaozhi.Detect.Alerts;

/// <summary>Keeps what all routes share: the mail server and the public address.</summary>
public static class SaveAlertSettings
{
    /// <param name="MailPassword">Null = as it was; empty = none.</param>
    public sealed record Input(string PublicAddress, bool PrivateAddresses, string MailHost, int MailPort, MailSecurity MailSecurity, string MailUser, string? MailPassword, string MailFrom);

    public static async Task<Outcome<AlertSettings>> RunAsync(Input input, AlertSecrets secrets, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.Administer) is { } no)
            return no;
        var address = input.PublicAddress.Trim().TrimEnd('/');
        var refusals = new List<Refusal>();
        if (address.Length > 0 && !(Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            refusals.Add(new Refusal("detect.alert.public-address", address));
        if (input.MailHost.Trim().Length > 0)
        {
            if (Uri.CheckHostName(input.MailHost.Trim()) == UriHostNameType.Unknown)
                refusals.Add(new Refusal("detect.alert.mail-host", input.MailHost));
            if (input.MailPort is < 1 or > 65535)
                refusals.Add(new Refusal("detect.alert.mail-port"));
            if (!Letter.IsAddress(input.MailFrom))
                refusals.Add(new Refusal("detect.alert.mail-from", input.MailFrom));
            if (!Enum.IsDefined(input.MailSecurity))
                refusals.Add(new Refusal("detect.alert.mail-security"));
        }

        if (refusals.Count > 0)
            return refusals;
        var before = await AlertSettings.ReadAsync(session, ct);
        var settings = new AlertSettings
        {
            PublicAddress = address, PrivateAddresses = input.PrivateAddresses, MailHost = input.MailHost.Trim(), MailPort = input.MailPort, MailSecurity = input.MailSecurity,
            MailUser = input.MailUser.Trim(), MailFrom = input.MailFrom.Trim(),
            MailPassword = input.MailPassword switch { null => before.MailPassword, "" => "", var password => secrets.Hide(password) },
        };
        await session.Records.SetAsync(AlertSettings.Key, settings, ct);
        await session.Records.SaveChangesAsync(ct);
        return settings;
    }
}
