using System.Globalization;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Piaozhi.Shell.Kit;

namespace Piaozhi.Tests.Shell.Kit;

/// <summary>A page with nothing on it but the piece to look at.</summary>
public abstract class KitPage : BunitContext
{
    protected KitPage()
    {
        CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = new CultureInfo("en");
        Services.AddLocalization();
        Services.AddScoped<Download>();
        Services.AddScoped<Place>();
        JSInterop.Mode = JSRuntimeMode.Loose;
    }
}
