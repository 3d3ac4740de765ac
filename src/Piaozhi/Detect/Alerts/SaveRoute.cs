using Microsoft.EntityFrameworkCore;
using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Detect.Alerts;

/// <summary>Makes or changes a route of alerts, or takes it away.</summary>
public static class SaveRoute
{
    /// <param name="Id">Null for a new one.</param>
    /// <param name="Address">Null = as it was. It is never shown again.</param>
    /// <param name="Secret">Null = as it was; empty = none.</param>
    public sealed record Input(
        string? Id, string Name, AlertChannel Channel, IReadOnlyList<string>? Recipients = null, IReadOnlyList<string>? Roles = null, string? Address = null, string? Secret = null,
        string Language = "zh", string Within = "", bool Named = false, long LeastCases = 0, TimeOnly? DigestAt = null, TimeOnly? QuietFrom = null, TimeOnly? QuietTo = null, bool Paused = false);

    public static async Task<Outcome<string>> RunAsync(Input input, AlertSecrets secrets, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.Administer) is { } no)
            return no;
        var row = input.Id is null ? null : await session.Records.Set<AlertRouteRow>().FindAsync([input.Id], ct);
        if (input.Id is not null && row is null)
            return Missing(input.Id);
        var settings = await AlertSettings.ReadAsync(session, ct);
        var refusals = Faults(input, row, settings).ToList();
        if (refusals.Count > 0)
            return refusals;
        if (row is null)
            session.Records.Add(row = new AlertRouteRow { Id = Guid.CreateVersion7(session.Now).ToString("N"), Name = "", Since = session.Now.UtcDateTime });
        // What happened while it was paused is old by now.
        if (row.Paused && !input.Paused)
            row.Since = session.Now.UtcDateTime;
        (row.Name, row.Channel, row.Language, row.Within) = (input.Name.Trim(), input.Channel, input.Language, Slice.Parse(input.Within).ToString());
        (row.Named, row.LeastCases, row.Paused) = (input.Named, input.LeastCases, input.Paused);
        (row.DigestAt, row.QuietFrom, row.QuietTo) = (input.DigestAt, input.QuietFrom, input.QuietTo);
        row.Recipients = string.Join('\n', (input.Recipients ?? []).Select(r => r.Trim()).Where(r => r.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase));
        row.Roles = string.Join(' ', (input.Roles ?? []).Distinct(StringComparer.Ordinal));
        if (input.Address is { } address && input.Channel != AlertChannel.Mail)
            (row.Address, row.AddressHint) = (secrets.Hide(address.Trim()), Hint(address.Trim()));
        if (input.Secret is { } secret)
            row.Secret = secret.Length == 0 ? null : secrets.Hide(secret);
        await session.Records.SaveChangesAsync(ct);
        return row.Id;
    }

    public static async Task<Outcome<Done>> RemoveAsync(string id, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.Administer) is { } no)
            return no;
        if (await session.Records.Set<AlertRouteRow>().FindAsync([id], ct) is not { } row)
            return Missing(id);
        session.Records.Remove(row);
        foreach (var open in await session.Records.Set<DeliveryRow>().Where(d => d.RouteId == id && (d.State == DeliveryState.Waiting || d.State == DeliveryState.Held)).ToListAsync(ct))
            open.State = DeliveryState.Skipped;
        await session.Records.SaveChangesAsync(ct);
        return default(Done);
    }

    internal static Refusal Missing(string id) => new("detect.alert.no-such-route", id) { Kind = RefusalKind.NotFound };

    private static IEnumerable<Refusal> Faults(Input input, AlertRouteRow? row, AlertSettings settings)
    {
        if (string.IsNullOrWhiteSpace(input.Name) || input.Name.Length > 80)
            yield return new Refusal("detect.alert.needs-name");
        if (input.Language is not ("zh" or "en"))
            yield return new Refusal("detect.alert.language", input.Language);
        if ((input.QuietFrom is null) != (input.QuietTo is null))
            yield return new Refusal("detect.alert.quiet-both");
        if (input.LeastCases < 0)
            yield return new Refusal("detect.alert.least-cases");
        if (input.Channel == AlertChannel.Mail)
        {
            var recipients = (input.Recipients ?? []).Where(r => r.Trim().Length > 0).ToList();
            foreach (var wrong in recipients.Where(r => !Letter.IsAddress(r)))
                yield return new Refusal("detect.alert.recipient", wrong);
            foreach (var role in (input.Roles ?? []).Where(r => !Access.Roles.Names.ContainsKey(r)))
                yield return new Refusal("detect.alert.role", role);
            if (recipients.Count == 0 && input.Roles is not { Count: > 0 })
                yield return new Refusal("detect.alert.needs-recipient");
            yield break;
        }

        if (input.Address is null && row?.Address is null)
            yield return new Refusal("detect.alert.needs-address");
        else if (input.Address is { } address && !(Uri.TryCreate(address.Trim(), UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && settings.PrivateAddresses)) && uri.UserInfo.Length == 0))
            yield return new Refusal("detect.alert.address");
    }

    private static string Hint(string address) => new Uri(address).Host + " …" + (address.Length > 4 ? address[^4..] : "");
}
