using System.Text.Json;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Listen.Feedback;

namespace Piaozhi.Core.Tests.Listen;

public class CarelessTests
{
    [Fact]
    public void Who_answers_far_faster_than_the_others_or_always_the_same_is_excluded_with_the_reason()
    {
        var careful = Enumerable.Range(0, 30).Select(i => Response(i, 100 + i, [1, 2, 3, 4, 5, 4, 3, i % 5]));
        var screened = Careless.Screen([.. careful, Response(90, 10, [1, 2, 3, 4, 5, 4, 3, 2]), Response(91, 100, [3, 3, 3, 3, 3, 3, 3, 3])]);
        Assert.All(screened.Take(30), r => Assert.Empty(r.Exclusions));
        Assert.Equal([Careless.Speeding], screened[30].Exclusions);
        Assert.Equal([Careless.StraightLine], screened[31].Exclusions);
    }

    [Fact]
    public void The_same_answers_of_the_same_person_count_once_and_few_durations_judge_nobody()
    {
        var screened = Careless.Screen([Response(1, 1, [5, 4], "P"), Response(2, 900, [5, 4], "P"), Response(3, 900, [5, 4], "Q"), Response(4, 900, [5, 4])]);
        Assert.Equal([0, 1, 0, 0], screened.Select(r => r.Exclusions.Count));
        Assert.Empty(Careless.Screen([]));
    }

    private static ResponseFact Response(int id, int seconds, int[] ratings, string? customer = null)
    {
        var end = new DateTimeOffset(2026, 1, 15, 10, 0, 0, TimeSpan.Zero);
        return new ResponseFact
        {
            Id = $"R{id}",
            Survey = "S",
            StartedAt = end.AddSeconds(-seconds),
            SubmittedAt = end,
            Answers = ratings.Select((v, i) => (Code: $"Q{i}", Value: JsonSerializer.SerializeToElement(v))).ToDictionary(p => p.Code, p => p.Value),
            Dimensions = new Dimensions { CustomerId = customer },
        };
    }
}
