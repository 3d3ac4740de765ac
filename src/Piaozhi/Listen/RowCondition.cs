using System.Globalization;
using System.Text;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Listen;

/// <summary>
/// Which rows of a fact table are meant: those of this service that the person may see, and further conditions. Parameters are numbered
/// as they come, so that a condition can be put together without counting.
/// </summary>
internal sealed class RowCondition
{
    private readonly Session _session;
    private readonly List<object?> _parameters = [];
    private readonly StringBuilder _text = new("service_id = ");

    /// <param name="narrowed">False for tables that know no outlet, or where everybody may see all.</param>
    public RowCondition(Session session, bool narrowed = true)
    {
        _session = session;
        _text.Append(P(session.Options.ServiceId));
        if (!narrowed || session.Actor.Outlets is null)
            return;
        // Who has no outlet sees no row; an empty list must never mean "all".
        var outlets = session.Actor.Scope["outlet"];
        _text.Append(outlets.IsDefaultOrEmpty ? " AND FALSE" : $" AND outlet IN ({string.Join(", ", outlets.Select(o => P(o)))})");
    }

    public IReadOnlyList<object?> Parameters => _parameters;

    /// <summary>Names a parameter; the condition may use it once or more.</summary>
    public string P(object? value)
    {
        _parameters.Add(value);
        return "$" + _parameters.Count.ToString(CultureInfo.InvariantCulture);
    }

    public RowCondition And(string condition)
    {
        _text.Append(" AND ").Append(condition);
        return this;
    }

    /// <summary>The column has this value; an empty one asks for nothing.</summary>
    public RowCondition Is(string column, string? value) => string.IsNullOrEmpty(value) ? this : And($"{column} = {P(value)}");

    /// <summary>The column, in UTC, lies in a period of local time.</summary>
    public RowCondition In(string column, Period? period) => period is not { } p ? this
        : And($"{column} >= {P(p.From - _session.Options.UtcOffset)} AND {column} < {P(p.To - _session.Options.UtcOffset)}");

    public override string ToString() => _text.ToString();
}
