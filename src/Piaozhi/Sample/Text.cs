namespace Piaozhi.Sample;

/// <summary>Anchor of the texts of this folder: <c>IStringLocalizer&lt;Text&gt;</c>.</summary>
public sealed class Text;
