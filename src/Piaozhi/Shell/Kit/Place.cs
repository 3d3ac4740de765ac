namespace Piaozhi.Shell.Kit;

/// <summary>What the page just shown calls itself; the top bar ends its trail with it.</summary>
public sealed class Place
{
    public string? Crumb { get; private set; }

    public event Action? Changed;

    public void Here(string? crumb)
    {
        if (crumb == Crumb)
            return;
        Crumb = crumb;
        Changed?.Invoke();
    }
}
