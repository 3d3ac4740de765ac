namespace Piaozhi.Core.Detect;

/// <summary>The shapes of a departure that are looked for.</summary>
internal enum WatchedShape
{
    /// <summary>Single hours up to most of a day.</summary>
    Hours,

    /// <summary>One to twenty-eight whole days.</summary>
    Days,

    /// <summary>The same hours of each of the last days.</summary>
    Daily,

    /// <summary>The same hours of the same weekday in the last weeks.</summary>
    Weekly,
}

/// <summary>The most striking window that ends on a day.</summary>
/// <param name="End">First hour after the window.</param>
/// <param name="Length">Hours of a plain window, or of one occurrence.</param>
/// <param name="Times">Occurrences; 1 for a plain window.</param>
/// <param name="P">Two-sided, for all windows of the day together.</param>
internal readonly record struct Hit(int Day, WatchedShape Shape, int End, int Length, int Times, int Sign, double P);

/// <summary>
/// Goes through a chart as it came, day by day: what was expected is learned from earlier days only, without hours that stood out, so
/// that the past is judged as it would have been then.
/// </summary>
internal sealed partial class ChartWatch
{
    private static readonly int[] HourWindows = [1, 2, 3, 4, 6, 9, 12, 18];
    private static readonly int[] DayWindows = [1, 2, 3, 5, 7, 10, 14, 21, 28];
    private static readonly int[] BlockLengths = [1, 2, 4];
    private static readonly int[] DailyTimes = [3, 7, 14];
    private static readonly int[] WeeklyTimes = [2, 4, 6];

    /// <summary>Windows of a family overlap; this many of them are worth of independent ones, three families.</summary>
    private const double HourTests = 100 * 3, DayTests = 8 * 3, FoldTests = 150 * 3;

    private const int LeastValues = 8;

    /// <summary>No false discovery rate over thousands of charts lets a larger p pass.</summary>
    private const double Worth = 1e-3;

    /// <summary>Days between what is judged and what it is judged by, so that a change does not become its own norm before it is seen.</summary>
    private const int Guard = 7;

    /// <summary>The same for windows of ten days and more: a slow drift is seen against what was long ago.</summary>
    private const int LongGuard = 28, LongWindow = 10;

    /// <summary>A window this unlikely on its own chart is kept out of the baseline, whatever other charts say.</summary>
    private const double Striking = 1e-4;

    private readonly HourChart _chart;
    private readonly DetectOptions _options;
    private readonly double[]? _prior;
    private readonly double _unit;
    private readonly Baseline _baseline;
    private readonly Spread _spread = new();
    private readonly Baseline _past;
    private readonly Spread.Shown[] _shown;
    private readonly ChartWatch? _whole;
    private readonly double[] _rest, _variance, _scale, _error;
    private double[] _cumRest, _cumVariance, _cumScale, _cumError, _cumValues;
    private readonly bool[] _masked;
    private Folds? _folds;
    private readonly byte[] _out;
    private readonly List<Hit> _hits = [];
    private readonly List<(int End, int Length, int Sign, double P)> _early = [];
    private double _levelError, _pastError, _pastShift, _freedom;

    private ChartWatch(HourChart chart, DetectOptions options, ChartWatch? whole)
    {
        (_chart, _options, _prior) = (chart, options, whole?.Rate);
        _unit = whole?._baseline.Unit ?? 0;
        _baseline = new Baseline(chart.Form, _unit);
        _past = new Baseline(chart.Form, _unit);
        _whole = whole;
        _shown = new Spread.Shown[chart.Days + 1];
        var hours = chart.K.Length;
        (_rest, _variance, _scale, _error, Expected, Rate) = (new double[hours], new double[hours], new double[hours], new double[hours], new double[hours], new double[hours]);
        (_cumRest, _cumVariance, _cumScale, _cumError, _cumValues) = (new double[hours + 1], new double[hours + 1], new double[hours + 1], new double[hours + 1], new double[hours + 1]);
        _masked = new bool[hours];
        _folds = new Folds(chart.Form == ChartForm.Individuals ? 0 : chart.Days);
        _out = new byte[hours];
    }

    /// <summary>Expected count or sum of every hour.</summary>
    public double[] Expected { get; }

    /// <summary>Expected rate or mean of every hour, also where the chart has no units; the prior of its slices.</summary>
    public double[] Rate { get; }

    public IReadOnlyList<double> Rest => _rest;

    /// <summary>Variance of an hour's residual as its units and its wider spread say.</summary>
    public double Variance(int hour) => _variance[hour] * Dispersion;

    public IReadOnlyList<bool> Masked => _masked;

    public IReadOnlyList<Hit> Hits => _hits;

    /// <summary>Windows of single hours that stood out, each with its p for all windows of its day.</summary>
    public IReadOnlyList<(int End, int Length, int Sign, double P)> Early => _early;

    /// <summary>Days that were tested.</summary>
    public int Tested { get; private set; }

    public double Dispersion { get; private set; } = 1;

    /// <summary>Variance that the hours of a stretch share, over the square of their scale.</summary>
    public double Shared => _spread.Block + _spread.Day;

    /// <param name="whole">The watch of the whole, from which a slice is expected to differ by itself only; null for the whole.</param>
    public static ChartWatch? Of(HourChart chart, DetectOptions options, ChartWatch? whole)
    {
        if (chart.Days <= options.MinimumDays)
            return null;
        var watch = new ChartWatch(chart, options, whole);
        return watch.Begin() ? watch : null;
    }

    private bool Begin()
    {
        var first = _options.MinimumDays;
        // The first days are learned together; hours that stand out among them are left out and the rest learned again.
        for (var round = 0; round < 3; round++)
        {
            var learned = new Baseline(_chart.Form, _unit);
            for (var h = 0; h < 24 * first; h++)
                if (!_masked[h] && !Special(h / 24))
                    learned.Take(Cell(h), _chart.K[h], _chart.N[h], Square(h), Prior(h), 1);
            if (learned.Exposed <= 0 && _prior is null)
                return false;
            learned.Learn(1, _chart.Form != ChartForm.Individuals);
            var changed = false;
            for (var h = 0; h < 24 * first; h++)
            {
                Predict(h, learned);
            }

            for (var h = 0; h < 24 * first; h++)
            {
                // What comes back every week is the week's profile and no outlier.
                var stands = Out(h, 4.5) && !(h + 168 < 24 * first && Out(h + 168, 2.5) && Same(h, h + 168)) && !(h >= 168 && Out(h - 168, 2.5) && Same(h, h - 168));
                changed |= stands != _masked[h];
                _masked[h] = stands;
                _out[h] = (byte)(stands ? 1 : 0);
            }

            if (!changed)
                break;
        }

        for (var day = 0; day < first; day++)
            Absorb(day, _baseline);
        for (var day = first; day < _chart.Days; day++)
        {
            if (day - Guard >= first)
                Absorb(day - Guard, _baseline);
            if (day - LongGuard >= 0)
                Absorb(day - LongGuard, _past);
            Learn(day);
            for (var h = 24 * day; h < 24 * (day + 1); h++)
                Predict(h, _baseline);
            Test(day);
        }

        var factors = _shown[first..Math.Max(first + 1, _chart.Days)].Select(s => s.Factor).Order().ToArray();
        Dispersion = factors[factors.Length / 2];
        // Thousands of charts are kept until all are judged together: what only the windows needed goes.
        (_cumRest, _cumVariance, _cumScale, _cumError, _cumValues, _folds) = ([], [], [], [], [], null);
        return true;
    }

    private bool Out(int h, double sigmas) => Math.Abs(_rest[h]) > sigmas * Math.Sqrt(Math.Max(_variance[h], _chart.Form == ChartForm.Count ? .5 : 0));

    private bool Same(int a, int b) => _rest[a] * _rest[b] > 0;
}
