using MudBlazor;
using Piaozhi.Core.Loop;
using Piaozhi.Shell;

namespace Piaozhi.Host.Settings;

/// <summary>The frame of the settings and the sections that belong to no stage.</summary>
public static class SettingsParts
{
    public static PiaozhiBuilder AddSettings(this PiaozhiBuilder app)
    {
        app.Services.AddSingleton<Region>();
        return app.Menu(null, "设置", "Settings", "/settings", Icons.Material.Outlined.Settings, Menu.Foot)
            .Settings(new("地区与语言", "Region and language"), new("时区、默认语言", "Time zone, default language"), "/settings/region", Icons.Material.Outlined.Public, order: 10)
            .Settings(new("关于", "About"), new("版本、存储、接口文档", "Version, storage, API"), "/settings/about", Icons.Material.Outlined.Info, order: 100);
    }
}
