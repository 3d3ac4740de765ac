using Piaozhi.Detect;

namespace Piaozhi.Tests.Detect;

public class StableNameTests
{
    [Fact]
    public void A_name_that_is_taken_gets_the_next_free_number()
    {
        var taken = new HashSet<string> { "S1", "S1-2" };
        Assert.Equal(["S2", "S1-3", "S1-4"], new[] { "S2", "S1", "S1" }.Select(n => StableName.Free(n, taken)));
    }
}
