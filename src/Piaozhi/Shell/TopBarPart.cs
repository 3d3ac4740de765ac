namespace Piaozhi.Shell;

/// <summary>A piece at the right end of the top bar (the person and their role); registered by the part that owns it.</summary>
/// <param name="Component">A component without required parameters.</param>
public sealed record TopBarPart(int Order, Type Component);
