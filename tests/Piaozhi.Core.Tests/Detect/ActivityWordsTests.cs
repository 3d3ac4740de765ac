using Piaozhi.Core.Detect;
using Piaozhi.Core.Tests.Sample;

namespace Piaozhi.Core.Tests.Detect;

[Collection(nameof(SimulatedDays))]
public class ActivityWordsTests(SimulatedDays days)
{
    [Fact]
    public void Every_step_of_an_operation_has_a_name_in_both_languages()
    {
        Assert.True(days.ByActivity.Count > 60);
        Assert.DoesNotContain(days.ByActivity.Select(a => a.Key), a => ActivityWords.Of(a).Zh == a || ActivityWords.Of(a).En == a);
    }

    [Fact]
    public void A_step_that_nobody_has_named_keeps_its_code() => Assert.Equal("boat.sunk", ActivityWords.Of("boat.sunk").Zh);
}
