using System.Globalization;

namespace Piaozhi.Core.Detect.Log;

/// <summary>The distinct texts of one field over all tables of a log; rows hold their number.</summary>
public sealed class ValueSet
{
    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);
    private readonly List<string> _values = [];
    private double[]? _numbers;

    public int Count => _values.Count;

    public string this[int code] => _values[code];

    /// <summary>The number of a text, given one when it is new.</summary>
    public int Add(string value)
    {
        if (_codes.TryGetValue(value, out var code))
            return code;
        _codes[value] = code = _values.Count;
        _values.Add(value);
        return code;
    }

    /// <summary>The number of a text that is known; −1 when it never occurs.</summary>
    public int Find(string value) => _codes.GetValueOrDefault(value, -1);

    /// <summary>The text read as a number; NaN when it is none.</summary>
    public double Number(int code)
    {
        if (code < 0)
            return double.NaN;
        if (_numbers is null || _numbers.Length != _values.Count)
            _numbers = [.. _values.Select(v => double.TryParse(v, NumberStyles.Float, CultureInfo.InvariantCulture, out var x) ? x : double.NaN)];
        return _numbers[code];
    }
}
