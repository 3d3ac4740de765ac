using Piaozhi.Access;
using Piaozhi.Core.Loop;

namespace Piaozhi.Host.Settings;

/// <summary>One section of the settings; its page lies below <c>/settings</c>, uses <see cref="SettingsFrame"/> as its layout and belongs to the part that registers it.</summary>
/// <param name="About">What can be set there, in half a sentence.</param>
/// <param name="Right">Who may open it; null = everybody.</param>
public sealed record SettingsLine(Bilingual Text, Bilingual About, string Href, string Icon, Right? Right, int Order);

/// <summary>All sections, in their order.</summary>
public sealed class SettingsLines(IEnumerable<SettingsLine> lines)
{
    public IReadOnlyList<SettingsLine> All { get; } = [.. lines.OrderBy(l => l.Order)];

    public IEnumerable<SettingsLine> For(Actor actor) => All.Where(l => l.Right is not { } right || actor.May(right));
}
