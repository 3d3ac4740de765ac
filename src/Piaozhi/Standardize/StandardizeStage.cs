using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Standardize;
using Piaozhi.Host;

namespace Piaozhi.Standardize;

/// <summary>Everything that the stage adds: services, endpoints, commands, menu, steps of the loop, jobs.</summary>
public static class StandardizeStage
{
    public static PiaozhiBuilder AddStandardize(this PiaozhiBuilder app) => app
        .Step<KeepLessons>()
        .Api(api => api.MapGet("/standardize/lessons", async (string? text, string? indicators, string? slice, Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            var found = await KeepLessons.FindAsync(
                new LessonQuery(text ?? "", (indicators ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries), null, Slice.Parse(slice)), session, ct);
            return found.Select(f => new { id = f.Lesson.Id, title = f.Lesson.Title, text = f.Lesson.Text, worked = f.Lesson.Worked, score = f.Score });
        }).WithName("FindLessons"))
        .Menu(Stage.Standardize, "固化", "Standardize", "/standardize", MudBlazor.Icons.Material.Outlined.School);
}
