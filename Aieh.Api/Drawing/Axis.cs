namespace Aieh.Api.Drawing;

/// <summary>One axis of a plot: label, range and the values that are marked.</summary>
internal sealed record Axis(string Label, double From, double To, IReadOnlyList<double> Ticks)
{
    /// <summary>Marks at multiples of 1, 2 or 5 times a power of ten, at most six or so.</summary>
    public static Axis Over(string label, double from, double to, int marks = 6)
    {
        var raw = (to - from) / marks;
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var step = power * ((raw / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 });
        var ticks = new List<double>();
        for (var i = Math.Ceiling(from / step - 1e-9); i * step <= to + step * 1e-9; i++) ticks.Add(i * step);
        return new Axis(label, from, to, ticks);
    }

    /// <summary>From 0 to a round value at or above the largest.</summary>
    public static Axis FromZero(string label, double largest)
    {
        var rough = Over(label, 0, largest > 0 ? largest : 1, 5);
        var step = rough.Ticks[1] - rough.Ticks[0];
        return Over(label, 0, Math.Ceiling(rough.To / step - 1e-9) * step, 5);
    }

    public double Share(double value) => (value - From) / (To - From);

    /// <summary>A mark as written, with the minus sign of typography.</summary>
    public string Mark(double value) => DrawnNumber.Of(Math.Abs(value) < (To - From) * 1e-9 ? 0 : value, "0.####");
}
