namespace Piaozhi.Host;

/// <summary>
/// Handlers of events that are raised from outside a page. They run in the context in which they were made: a page speaks the language of
/// its reader, not that of the background work that happened to raise the event.
/// </summary>
public static class InContext
{
    public static Action Of(Action handler) =>
        ExecutionContext.Capture() is { } context ? () => ExecutionContext.Run(context, _ => handler(), null) : handler;
}
