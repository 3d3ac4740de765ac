using Microsoft.Extensions.Localization;
using MudBlazor;

namespace Piaozhi.Shell.Kit;

/// <summary>Asks before something that cannot be undone.</summary>
public sealed class Ask(IDialogService dialogs, IStringLocalizer<Shell.Text> texts)
{
    /// <summary>True when the person said yes; <paramref name="yes"/> names the deed ("删除"), not "OK".</summary>
    public async Task<bool> SureAsync(string title, string text, string yes) =>
        await dialogs.ShowMessageBoxAsync(title, text, yesText: yes, cancelText: texts["Cancel"], options: new DialogOptions { MaxWidth = MaxWidth.ExtraSmall, FullWidth = true }) == true;
}
