namespace Piaozhi.Shell;

/// <summary>A piece at the right end of the top bar (the person and their role); registered by the part that owns it.</summary>
/// <param name="Component">A component without required parameters.</param>
public sealed record TopBarPart(int Order, Type Component);

/// <summary>A thin strip above every page, which shows itself only when it has something to say.</summary>
public sealed record BannerPart(int Order, Type Component);

/// <summary>A way to begin, on the Today page of an installation that holds nothing.</summary>
public sealed record WelcomePart(int Order, Type Component);
