using Piaozhi.Core.Detect.Log;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Diagnose;

/// <summary>Whom a problem hurt beyond what is usual: cases, distinct customers, and the money of those cases.</summary>
internal static class Hurt
{
    public static Impact Of(FactLog log, Found problem)
    {
        if (problem.Cut is not { } cut)
            return new Impact((long)Math.Round(problem.Lead.Signal.Excess), 0, 0);
        var bad = BadUnits.Of(log, problem).ToList();
        double usual = 0;
        if (cut.Mean)
        {
            // Of values beyond one standard deviation a sixth would be there anyway.
            usual = .16 * cut.Now.Length * (problem.Place.Units > 0 ? problem.Place.Units / cut.Now.Length : 1);
        }
        else
        {
            usual = problem.Lead.Chart.BadSign < 0 && !cut.CountsOnly ? bad.Count - problem.Place.Excess : problem.Place.Expected;
        }

        var share = bad.Count > 0 ? Math.Clamp(1 - usual / bad.Count, 0, 1) : 0;
        var cases = new HashSet<int>();
        var customers = new HashSet<int>();
        var customer = log.Dimension(cut.Part.Table, "customer_id");
        var alone = 0;
        foreach (var i in bad)
        {
            var row = cut.Part.Row[i];
            if (cut.Part.Table.Case[row] is >= 0 and var c)
                cases.Add(c);
            else
                alone++;
            if (customer is not null && customer[row] >= 0)
                customers.Add(customer[row]);
        }

        var money = cases.Sum(c => Amount(log, c));
        var count = (long)Math.Round(share * (cases.Count + alone));
        return new Impact(Math.Max(count, 1), customers.Count > 0 ? Math.Max(1, (long)Math.Round(share * customers.Count)) : 0, Math.Round((decimal)(share * money), 2));
    }

    /// <summary>What a case is worth: the largest sum that one of its steps moved.</summary>
    private static double Amount(FactLog log, int caseCode)
    {
        if (log.Table(FactTable.Event) is not { } events || events.Number("amount") is not { } amount)
            return 0;
        double most = 0;
        for (var row = events.Start[caseCode]; row < events.Start[caseCode + 1]; row++)
            if (amount[row] > most)
                most = amount[row];
        return most;
    }
}
