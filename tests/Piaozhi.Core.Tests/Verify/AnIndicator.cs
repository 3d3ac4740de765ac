using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Tests.Verify;

internal static class AnIndicator
{
    public static Indicator Share { get; } = new()
    {
        Code = "K22",
        Name = new Bilingual("支付成功率", "Payment success"),
        Formula = new Bilingual("成功 / 全部", "succeeded / all"),
        Unit = Unit.Percent,
        Direction = Direction.Up,
        Journey = "pay",
        Chart = ChartKind.LaneyP,
        Definition = new ShareDefinition { Population = new Selector() },
    };
}
