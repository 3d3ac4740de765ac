using Piaozhi.Core.Statistics.Series;

namespace Piaozhi.Core.Tests.Statistics.Series;

public class CusumTests
{
    [Fact]
    public void A_lasting_shift_is_dated_at_its_beginning_and_a_lone_peak_is_not_one()
    {
        Assert.Null(Cusum.FirstAlarm([0, 0, 4, 0, 0, 0, 0, 0]));
        Assert.Equal((3, 6), Cusum.FirstAlarm([0, 0, -1, 2, 2, 2, 2, 2]));
    }
}
