namespace Piaozhi.Core.Statistics.Series;

/// <summary>Variances of a structural model; the seasonal pattern is fixed when <paramref name="Seasonal"/> is 0.</summary>
public readonly record struct StructuralVariances(double Observation, double Level, double Seasonal = 0);

/// <summary>
/// Local level, dummy seasonal and regression (Harvey 1989, ch. 4 and 7): y = μₜ + γₜ + xₜβ + ε, μ a random walk. Coefficients are states
/// that do not move; what is not known at the start is diffuse (a wide prior on scaled data). NaN observations are gaps. Variances by
/// maximum likelihood, the scale concentrated out.
/// </summary>
public sealed class StructuralSeries
{
    /// <summary>Prior variance of what is unknown, in variances of the data; errors far above <see cref="Known"/> only teach an unknown.</summary>
    private const double Wide = 1e7, Known = 1e4;

    private readonly double[] _y;
    private readonly double[][] _x;
    private readonly double[] _noise;
    private readonly int _season;
    private readonly int _columns;
    private readonly double _mean, _scale;

    /// <param name="y">Observations; NaN = missing.</param>
    /// <param name="x">Regressors by row; empty rows for none.</param>
    /// <param name="season">Length of the season; 0 or 1 = none.</param>
    /// <param name="noise">Relative observation variance of each row; null = alike.</param>
    public StructuralSeries(double[] y, double[][]? x = null, int season = 0, double[]? noise = null)
    {
        _x = x ?? [.. Enumerable.Range(0, y.Length).Select(_ => Array.Empty<double>())];
        _columns = _x.Length == 0 ? 0 : _x[0].Length;
        _season = season > 1 ? season : 0;
        _noise = noise ?? [.. Enumerable.Repeat(1.0, y.Length)];
        var seen = y.Where(double.IsFinite).ToArray();
        _mean = seen.Length == 0 ? 0 : seen.Average();
        var variance = seen.Length < 2 ? 0 : seen.Sum(v => (v - _mean) * (v - _mean)) / (seen.Length - 1);
        _scale = variance > 0 ? Math.Sqrt(variance) : 1;
        _y = [.. y.Select(v => (v - _mean) / _scale)];
    }

    private int States => 1 + (_season > 0 ? _season - 1 : 0) + _columns;

    /// <summary>Level and observation variance by maximum likelihood; the seasonal pattern is fixed.</summary>
    public StructuralVariances Fit()
    {
        // One ratio level/observation is left once the scale is concentrated out: golden section on its logarithm, with both ends tried.
        double Log(double ratio) => Filter(new StructuralVariances(1, Math.Exp(ratio)), null).Concentrated;
        double low = -16, high = 6;
        var grid = Enumerable.Range(0, 23).Select(i => low + i).ToArray();
        var best = grid.MaxBy(Log);
        (low, high) = (best - 1, best + 1);
        var golden = (Math.Sqrt(5) - 1) / 2;
        double a = high - golden * (high - low), b = low + golden * (high - low);
        double fa = Log(a), fb = Log(b);
        while (high - low > 1e-7)
        {
            if (fa > fb)
            {
                (high, b, fb) = (b, a, fa);
                a = high - golden * (high - low);
                fa = Log(a);
            }
            else
            {
                (low, a, fa) = (a, b, fb);
                b = low + golden * (high - low);
                fb = Log(b);
            }
        }

        var ratio = Math.Exp((low + high) / 2);
        var scale = Filter(new StructuralVariances(1, ratio), null).Scale;
        return new StructuralVariances(scale * _scale * _scale, scale * ratio * _scale * _scale);
    }

    /// <summary>Variances over a grid of ratios level to observation, each with its weight by likelihood; flat on the logarithm between e⁻¹⁰ and e².</summary>
    public IReadOnlyList<(double Weight, StructuralVariances Variances)> Posterior()
    {
        var all = Enumerable.Range(0, 17).Select(i => Math.Exp(-10 + .75 * i)).Select(ratio =>
        {
            var end = Filter(new StructuralVariances(1, ratio), null);
            return (Log: end.Concentrated, Variances: new StructuralVariances(end.Scale * _scale * _scale, end.Scale * ratio * _scale * _scale));
        }).ToArray();
        var most = all.Max(a => a.Log);
        var total = all.Sum(a => Math.Exp(a.Log - most));
        return [.. all.Select(a => (Math.Exp(a.Log - most) / total, a.Variances)).Where(a => a.Item1 > 1e-6)];
    }

    /// <summary>Coefficient of a regressor and its standard error, given the variances.</summary>
    public (double Value, double Error) Coefficient(StructuralVariances v, int column)
    {
        var end = Filter(Scaled(v), null);
        var at = States - _columns + column;
        return (end.State[at] * _scale, Math.Sqrt(end.Covariance[at, at]) * _scale);
    }

    /// <summary>
    /// What the rows from <paramref name="from"/> on would have been, on weighted average, given those before: mean and standard error
    /// of the average of observations, and each row's own prediction with its standard error.
    /// </summary>
    public (double Mean, double Error, (double Mean, double Error)[] Rows) Forecast(StructuralVariances v, int from, double[] weights)
    {
        var end = Filter(Scaled(v), (from, weights));
        return (end.Sum * _scale + weights.Sum() * _mean, Math.Sqrt(Math.Max(0, end.SumVariance)) * _scale,
            [.. end.Rows.Select(r => (r.Mean * _scale + _mean, r.Error * _scale))]);
    }

    /// <summary>Standardized one-step errors of the rows seen after the unknowns are known.</summary>
    public double[] Innovations(StructuralVariances v) => Filter(Scaled(v), null).Innovations;

    /// <summary>Log-likelihood given the variances, without the rows that only teach an unknown (Durbin and Koopman 2012, §7.2.2).</summary>
    public double LogLikelihood(StructuralVariances v)
    {
        var end = Filter(Scaled(v), null);
        return -.5 * (end.Logs + end.Squares + end.Used * Math.Log(2 * Math.PI * _scale * _scale));
    }

    private StructuralVariances Scaled(StructuralVariances v) =>
        new(v.Observation / (_scale * _scale), v.Level / (_scale * _scale), v.Seasonal / (_scale * _scale));

    private sealed record End(
        double Logs, double Squares, int Used, double[] State, double[,] Covariance, double Sum, double SumVariance, (double Mean, double Error)[] Rows, double[] Innovations)
    {
        public double Scale => Squares / Math.Max(1, Used);

        public double Concentrated => -.5 * (Logs + Used * Math.Log(Math.Max(Scale, 1e-300)));
    }

    private End Filter(StructuralVariances v, (int From, double[] Weights)? sum)
    {
        var m = States;
        var seasonal = _season > 0 ? _season - 1 : 0;
        var a = new double[m];
        var p = new double[m, m];
        for (var i = 0; i < m; i++)
            p[i, i] = Wide;
        // Covariance of the running weighted sum with the state, for its error.
        var c = new double[m];
        double total = 0, totalVariance = 0, logs = 0, squares = 0;
        var used = 0;
        var (rows, innovations, z) = (new List<(double, double)>(), new List<double>(), new double[m]);
        for (var t = 0; t < _y.Length; t++)
        {
            z[0] = 1;
            if (seasonal > 0)
                z[1] = 1;
            for (var j = 0; j < _columns; j++)
                z[1 + seasonal + j] = _x[t][j];
            double prediction = 0, f = v.Observation * _noise[t];
            var pz = new double[m];
            for (var i = 0; i < m; i++)
            {
                prediction += z[i] * a[i];
                for (var j = 0; j < m; j++)
                    pz[i] += p[i, j] * z[j];
            }

            for (var i = 0; i < m; i++)
                f += z[i] * pz[i];
            if (sum is { } s && t >= s.From)
            {
                rows.Add((prediction, Math.Sqrt(f)));
                var weight = s.Weights[t - s.From];
                double shared = 0;
                for (var i = 0; i < m; i++)
                    shared += z[i] * c[i];
                total += weight * prediction;
                totalVariance += weight * weight * f + 2 * weight * shared;
                for (var i = 0; i < m; i++)
                    c[i] += weight * pz[i];
            }
            else if (double.IsFinite(_y[t]))
            {
                var e = _y[t] - prediction;
                if (f < Known)
                {
                    used++;
                    logs += Math.Log(f);
                    squares += e * e / f;
                    innovations.Add(e / Math.Sqrt(f));
                }

                for (var i = 0; i < m; i++)
                    a[i] += pz[i] * e / f;
                for (var i = 0; i < m; i++)
                    for (var j = 0; j < m; j++)
                        p[i, j] -= pz[i] * pz[j] / f;
            }

            Move(a, p, c, seasonal, v);
        }

        return new End(logs, squares, used, a, p, total, totalVariance, [.. rows], [.. innovations]);
    }

    /// <summary>One step on: γₜ = −(γₜ₋₁ + … + γₜ₋ₛ₊₁), μ and the coefficients stay, then the level's own variance.</summary>
    private static void Move(double[] a, double[,] p, double[] c, int seasonal, StructuralVariances v)
    {
        var m = a.Length;
        if (seasonal > 0)
        {
            double[] Turn(Func<int, double> x)
            {
                var turned = new double[m];
                for (var i = 0; i < m; i++)
                    turned[i] = x(i);
                double first = 0;
                for (var k = 1; k <= seasonal; k++)
                    first -= x(k);
                for (var k = seasonal; k > 1; k--)
                    turned[k] = x(k - 1);
                turned[1] = first;
                return turned;
            }

            Turn(i => a[i]).CopyTo(a, 0);
            Turn(i => c[i]).CopyTo(c, 0);
            for (var j = 0; j < m; j++)
            {
                var column = Turn(i => p[i, j]);
                for (var i = 0; i < m; i++)
                    p[i, j] = column[i];
            }

            for (var i = 0; i < m; i++)
            {
                var row = Turn(j => p[i, j]);
                for (var j = 0; j < m; j++)
                    p[i, j] = row[j];
            }

            p[1, 1] += v.Seasonal;
        }

        p[0, 0] += v.Level;
    }
}
