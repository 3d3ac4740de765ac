namespace Piaozhi.Core.Loop;

/// <summary>
/// A seeded source of randomness: xoshiro256** (Blackman and Vigna 2021, §4), seeded by SplitMix64. The same seed and name give the
/// same numbers on every machine and version.
/// </summary>
public sealed class Rng
{
    private ulong _a, _b, _c, _d;
    private double _spare = double.NaN;

    public Rng(ulong seed)
    {
        _a = Split(ref seed);
        _b = Split(ref seed);
        _c = Split(ref seed);
        _d = Split(ref seed);
    }

    /// <summary>A stream of its own for a part of the work, so that parts can be reordered without changing one another.</summary>
    public static Rng Named(ulong seed, string name)
    {
        unchecked
        {
            var hash = 14695981039346656037UL ^ seed;
            foreach (var c in name)
                hash = (hash ^ c) * 1099511628211UL;
            return new Rng(hash);
        }
    }

    public ulong NextUInt64()
    {
        unchecked
        {
            var result = ulong.RotateLeft(_b * 5, 7) * 9;
            var t = _b << 17;
            _c ^= _a;
            _d ^= _b;
            _b ^= _c;
            _a ^= _d;
            _c ^= t;
            _d = ulong.RotateLeft(_d, 45);
            return result;
        }
    }

    /// <summary>Uniform on [0, 1).</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform integer on [0, bound).</summary>
    public int Next(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        return (int)(NextDouble() * bound);
    }

    public bool Chance(double probability) => NextDouble() < probability;

    /// <summary>Normal deviate by Marsaglia's polar method.</summary>
    public double Normal(double mean = 0, double sd = 1)
    {
        if (!double.IsNaN(_spare))
        {
            var spare = _spare;
            _spare = double.NaN;
            return mean + sd * spare;
        }

        double u, v, s;
        do
        {
            u = 2 * NextDouble() - 1;
            v = 2 * NextDouble() - 1;
            s = u * u + v * v;
        }
        while (s is >= 1 or 0);
        var f = Math.Sqrt(-2 * Math.Log(s) / s);
        _spare = v * f;
        return mean + sd * u * f;
    }

    public double LogNormal(double median, double sigma) => median * Math.Exp(sigma * Normal());

    public double Exponential(double mean) => -mean * Math.Log(1 - NextDouble());

    private static ulong Split(ref ulong state)
    {
        unchecked
        {
            var z = state += 0x9E3779B97F4A7C15UL;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
