namespace Piaozhi.Listen.Cases;

/// <summary>Where everything that is known of a case stands; other pages lead here from the rows behind a figure.</summary>
public static class CaseLink
{
    public static string To(string caseId) => "/listen/case/" + Uri.EscapeDataString(caseId);
}
