using MudBlazor;

namespace Piaozhi.Improve.Pages;

/// <summary>Says what was deleted, and takes it back on a click.</summary>
internal static class Undo
{
    public static void Undoable(this ISnackbar bar, string said, string undo, Func<Task> back, Func<Func<Task>, Task> dispatch) => bar.Add(said, Severity.Normal, o =>
    {
        (o.Action, o.VisibleStateDuration) = (undo, 10000);
        o.OnClick = _ => dispatch(back);
    });
}
