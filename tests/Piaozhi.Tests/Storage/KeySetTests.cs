using Piaozhi.Storage.Facts;

namespace Piaozhi.Tests.Storage;

public class KeySetTests
{
    [Fact]
    public void Every_key_that_was_added_is_found_across_its_tables_and_strangers_are_not()
    {
        var set = new KeySet();
        for (var i = 0; i < 300_000; i++)
            set.Add(FactRows.Key($"e{i}"));
        Assert.Equal(300_000, set.Count);
        for (var i = 0; i < 300_000; i++)
            Assert.True(set.MayHold(FactRows.Key($"e{i}")));
        Assert.InRange(Enumerable.Range(0, 300_000).Count(i => set.MayHold(FactRows.Key($"x{i}"))), 0, 3);
    }

    [Fact]
    public void A_key_whose_fingerprint_is_the_mark_of_a_free_place_is_found()
    {
        var set = new KeySet();
        set.Add(7);
        Assert.True(set.MayHold(7));
        Assert.False(set.MayHold(8));
    }
}
