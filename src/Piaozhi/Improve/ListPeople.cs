using Microsoft.EntityFrameworkCore;
using Piaozhi.Access;
using Piaozhi.Access.Accounts;
using Piaozhi.Host;

namespace Piaozhi.Improve;

/// <summary>Somebody who can own work. Without an id it is a name only.</summary>
public sealed record Person(string? Id, string Name, string Note = "");

/// <summary>The names to choose an owner from: who works here, and who has been named before.</summary>
public static class ListPeople
{
    public static async Task<List<Person>> RunAsync(Session session, CancellationToken ct = default)
    {
        var people = new List<Person> { new(session.Actor.Id, session.Actor.Name) };
        people.AddRange((await session.Records.Set<AccountRow>().AsNoTracking().Where(a => !a.Disabled).ToListAsync(ct))
            .Select(a => new Person(a.Id, a.Name.Length > 0 ? a.Name : a.UserName ?? "", string.Join('、', a.RoleSet.Where(Roles.Names.ContainsKey).Select(r => Roles.Names[r].In(session.Culture))))));
        var named = await session.Records.Set<ActionRow>().Select(a => new { a.OwnerId, a.Owner })
            .Union(session.Records.Set<ImprovementRow>().Select(r => new { r.OwnerId, r.Owner })).ToListAsync(ct);
        people.AddRange(named.Select(n => new Person(n.OwnerId, n.Owner)));
        people.RemoveAll(p => p.Name.Length == 0);
        return [.. people.DistinctBy(p => p.Name).OrderBy(p => p.Name, StringComparer.CurrentCulture)];
    }

    /// <summary>The account behind a name that was chosen or typed; null when it is a name only.</summary>
    public static string? IdOf(this IEnumerable<Person> people, string name) => people.FirstOrDefault(p => p.Name == name.Trim())?.Id;
}
