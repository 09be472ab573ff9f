namespace Aieh.Scoring.Irt;

/// <summary>The logistic function and its companions, without overflow, underflow to 0/0, or cancellation.</summary>
/// <remarks>
/// double.LogP1 and double.ExpM1 of the class library are Log(1 + x) and Exp(x) − 1 and lose small arguments;
/// see [Goldberg1991], theorem 4.
/// </remarks>
internal static class Logistic
{
    /// <summary>1/(1 + e^−z) and its complement 1/(1 + e^z), each to full relative accuracy.</summary>
    public static (double Upper, double Lower) Pair(double z)
    {
        var e = Math.Exp(-Math.Abs(z));
        var large = 1 / (1 + e);
        var small = e * large;
        return z >= 0 ? (large, small) : (small, large);
    }

    /// <summary>log(1/(1 + e^−z)).</summary>
    public static double LogUpper(double z) => Math.Min(z, 0) - LogOnePlus(Math.Exp(-Math.Abs(z)));

    /// <summary>log(1 + x), x > −1.</summary>
    public static double LogOnePlus(double x)
    {
        var u = 1 + x;
        return u == 1 ? x : Math.Log(u) * x / (u - 1);
    }

    /// <summary>1 − e^−x, x > 0.</summary>
    public static double OneMinusExp(double x)
    {
        var u = Math.Exp(-x);
        return u == 1 ? x : u == 0 ? 1 : (u - 1) * x / Math.Log(u);
    }
}
