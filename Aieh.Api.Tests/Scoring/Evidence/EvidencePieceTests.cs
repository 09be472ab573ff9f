using Aieh.Scoring.Evidence;

namespace Aieh.Api.Tests.Scoring.Evidence;

internal sealed class EvidencePieceTests
{
    private static readonly DateTimeOffset AsOf = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    // Section 6 of the methodology by hand: 1/s² = 5, so p = 4 and m = 0.8·5/4 = 1.
    [TestCase(EvidenceKind.Assessed)]
    [TestCase(EvidenceKind.Indicative)]
    public void Summarize_Posterior_IsFreeOfItsPrior(EvidenceKind kind)
    {
        var summary = new EvidencePiece(kind, 0.8, Math.Sqrt(0.2), AsOf).Summarize();

        Assert.That((double[])[summary.Mean, summary.Precision], Is.EqualTo([1.0, 4.0]).Within(1e-14));
    }

    [TestCase(0.5, 4)]
    [TestCase(2, 0.25)]
    public void Summarize_Vendor_IsTakenAsItIs(double error, double precision) =>
        Assert.That(
            new EvidencePiece(EvidenceKind.Vendor, 0.8, error, AsOf).Summarize(),
            Is.EqualTo(new LikelihoodSummary(0.8, precision)));

    [TestCase(1)]
    [TestCase(1.5)]
    public void Summarize_PosteriorNoNarrowerThanItsPrior_SaysNothing(double error) =>
        Assert.That(
            new EvidencePiece(EvidenceKind.Assessed, 0.8, error, AsOf).Summarize(), Is.EqualTo(new LikelihoodSummary(0, 0)));

    [Test]
    public void EvidencePiece_InItsDomain_KeepsWhatItWasGiven()
    {
        var piece = new EvidencePiece(EvidenceKind.Indicative, -2, 0.3, AsOf);

        Assert.That(
            (piece.Kind, piece.Theta, piece.StandardError, piece.ObservedAt), Is.EqualTo((EvidenceKind.Indicative, -2.0, 0.3, AsOf)));
    }

    [TestCase(3, 0, 1, "kind")]
    [TestCase(-1, 0, 1, "kind")]
    [TestCase(0, double.NaN, 1, "theta")]
    [TestCase(0, double.NegativeInfinity, 1, "theta")]
    [TestCase(0, 0, 0, "standardError")]
    [TestCase(0, 0, -0.1, "standardError")]
    [TestCase(0, 0, double.NaN, "standardError")]
    [TestCase(0, 0, double.PositiveInfinity, "standardError")]
    public void EvidencePiece_OutsideTheDomain_NamesTheArgument(int kind, double theta, double error, string name) =>
        Assert.That(
            () => new EvidencePiece((EvidenceKind)kind, theta, error, AsOf),
            Refuses.OutOfRange(name));

    [Test]
    public void TryPool_ObservedAtTheMomentItself_Exists()
    {
        EvidencePiece[] evidence = [new(EvidenceKind.Assessed, 1, 0.5, AsOf)];

        Assert.That(EvidencePooling.TryPool(evidence, AsOf, 18, false, out var pooled), Is.True);
        Assert.That((pooled.FreshestAt, pooled.Currency, pooled.Pieces), Is.EqualTo((AsOf, 1.0, 1)));
        Assert.That(EvidencePooling.TryPool(evidence, AsOf.AddTicks(-1), 18, false, out var before), Is.False);
        Assert.That(before, Is.EqualTo(default(PooledAbility)));
    }

    // By hand: p = 4, 2 and 1 as each piece is a half-life of 547.875 days older, m = 1, 0, −1: P = 8, θ = (4 − 1)/8.
    [Test]
    public void TryPool_ThreePiecesInAnyOrder_AreTheSameAndCountedFromTheFreshest()
    {
        var error = Math.Sqrt(0.2);
        EvidencePiece[] evidence =
        [
            new(EvidenceKind.Assessed, 0, error, AsOf.AddDays(-547.875)),
            new(EvidenceKind.Assessed, 0.8, error, AsOf),
            new(EvidenceKind.Assessed, -0.8, error, AsOf.AddDays(-2 * 547.875)),
        ];

        foreach (int[] order in (int[][])[[0, 1, 2], [1, 2, 0], [2, 0, 1]])
        {
            EvidencePiece[] ordered = [.. order.Select(i => evidence[i])];
            Assert.That(EvidencePooling.TryPool(ordered, AsOf, 18, false, out var pooled), Is.True);
            Assert.That((pooled.FreshestAt, pooled.Pieces), Is.EqualTo((AsOf, 3)));
            Assert.That((double[])[pooled.Theta, pooled.PooledStandardError], Is.EqualTo([0.375, Math.Sqrt(0.125)]).Within(1e-14));
        }
    }

    // SE² = SE_pool²(2ρ − 1) + 2(1 − ρ), ρ = √c, by hand for SE_pool = 0.4: c = 2^(−1/2)² = ½ at one half-life, ρ = ¼ at four.
    [TestCase(0, 0.16)]
    [TestCase(547.875, 0.16 * (1.4142135623730951 - 1) + 2 - 1.4142135623730951)]
    [TestCase(4 * 547.875, 0.16 * -0.5 + 1.5)]
    [TestCase(6 * 547.875, 0.16 * -0.75 + 1.75)]
    public void TryPool_AsItAges_TakesOnTheVarianceOfAnAutoregression(double ageDays, double variance)
    {
        EvidencePiece[] evidence = [new(EvidenceKind.Assessed, 1, 0.4, AsOf.AddDays(-ageDays))];

        Assert.That(EvidencePooling.TryPool(evidence, AsOf, 18, false, out var pooled), Is.True);
        Assert.That(pooled.StandardError * pooled.StandardError, Is.EqualTo(variance).Within(1e-12));
        Assert.That(pooled.PooledStandardError, Is.EqualTo(0.4).Within(1e-14));
    }

    [TestCase(EvidenceKind.Assessed, "assessed")]
    [TestCase(EvidenceKind.Indicative, "indicative")]
    [TestCase(EvidenceKind.Vendor, "vendor")]
    public void Slug_OfEveryKind_IsWhatDocumentsSay(EvidenceKind kind, string slug)
    {
        Assert.That(kind.Slug(), Is.EqualTo(slug));
        Assert.That((EvidenceKindSlugs.TryParse(slug, out var parsed), parsed), Is.EqualTo((true, kind)));
    }

    [TestCase("Assessed")]
    [TestCase("assessed ")]
    [TestCase("certified")]
    [TestCase("")]
    [TestCase(null)]
    public void TryParse_UnknownSlug_IsFalseAndTheDefault(string? slug) =>
        Assert.That((EvidenceKindSlugs.TryParse(slug, out var kind), kind), Is.EqualTo((false, default(EvidenceKind))));

    [TestCase(3)]
    [TestCase(-1)]
    public void Slug_NotAKind_Throws(int kind) =>
        Assert.That(
            () => ((EvidenceKind)kind).Slug(), Refuses.OutOfRange("kind"));
}
