using Aieh.Scoring.Irt;

namespace Aieh.Scoring.Calibration;

/// <summary>Equally spaced nodes over ±6 with the weights of N(0, 1), which sum to 1; padded to whole blocks of vectors with weight 0.</summary>
internal sealed class LatentGrid
{
    public const int DefaultNodes = 61;

    private const double HalfWidth = 6;

    public LatentGrid(int nodes)
    {
        Nodes = new double[nodes];
        Stride = RowSums.Padded(nodes);
        LogWeights = new double[Stride];
        Array.Fill(LogWeights, double.NegativeInfinity);
        var sum = 0.0;
        for (var n = 0; n < nodes; n++)
        {
            Nodes[n] = HalfWidth * (2.0 * n - (nodes - 1)) / (nodes - 1);
            LogWeights[n] = -Nodes[n] * Nodes[n] / 2;
            sum += Math.Exp(LogWeights[n]);
        }

        for (var n = 0; n < nodes; n++) LogWeights[n] -= Math.Log(sum);
    }

    public double[] Nodes { get; }

    public int Stride { get; }

    public double[] LogWeights { get; }
}
