namespace Piaozhi.Verify;

/// <summary>Anchor of the stage's texts: <c>IStringLocalizer&lt;Text&gt;</c>.</summary>
public sealed class Text;
