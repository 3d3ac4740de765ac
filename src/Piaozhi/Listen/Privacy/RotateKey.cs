using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Listen.Import;

namespace Piaozhi.Listen.Privacy;

/// <summary>
/// Replaces the key of the pseudonyms, when others may have seen it. The former key stays: what it sealed can still be opened, and who
/// asks to be erased is found under all keys. Rows of before and after no longer meet as one customer, because nobody can tell from a
/// pseudonym whose it is.
/// </summary>
public static class RotateKey
{
    /// <param name="Confirm">False only tells what would happen.</param>
    /// <returns>Customers whose rows so far will not meet those to come.</returns>
    public static async Task<Outcome<long>> RunAsync(bool confirm, Session session, PrivacyKey key, CancellationToken ct = default)
    {
        if (session.Refuses(Right.Administer) is { } no)
            return no;
        var known = await session.Facts.ScalarAsync<long>("SELECT count(DISTINCT customer_id) FROM listen_event WHERE service_id = $1 AND customer_id LIKE 'p:%'", [session.Options.ServiceId], ct);
        if (!confirm)
            return known;
        key.Replace(session.Now);
        session.Trail(new Artefact(ArtefactKind.Import, "privacy-key"), "listen.key.rotated", null, "", known);
        await session.Records.SaveChangesAsync(ct);
        return known;
    }
}
