namespace Aieh.Scoring.Evidence;

/// <summary>Pieces that were scored with the same uncertain parameters, as one; see <see cref="EvidencePooling.TryPool"/>.</summary>
internal sealed class SharedParameters(double halfLifeDays)
{
    private readonly List<EvidencePiece> _pieces = [];

    public DateTimeOffset Freshest { get; private set; } = DateTimeOffset.MinValue;

    public void Add(in EvidencePiece piece)
    {
        _pieces.Add(piece);
        if (piece.ObservedAt > Freshest) Freshest = piece.ObservedAt;
    }

    public LikelihoodSummary Summarize()
    {
        double ofAnswers = 0, mean = 0, ofParameters = 0;
        foreach (var piece in _pieces)
        {
            var summary = piece.Summarize();
            var weight = HalfLife.Relative(piece.ObservedAt, Freshest, halfLifeDays) * summary.Precision / (1 - piece.ParameterShare);
            ofAnswers += weight;
            mean += weight * summary.Mean;
            ofParameters += weight * Math.Sqrt(piece.ParameterShare / summary.Precision);
        }

        return new LikelihoodSummary(mean / ofAnswers, ofAnswers / (1 + ofParameters * ofParameters / ofAnswers));
    }
}
