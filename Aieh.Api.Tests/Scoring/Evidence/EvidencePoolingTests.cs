using Aieh.Scoring.Evidence;
using CsCheck;

namespace Aieh.Api.Tests.Scoring.Evidence;

internal sealed class EvidencePoolingTests
{
    private static readonly DateTimeOffset AsOf = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public void TryPool_OnePiece_GivesItBack() =>
        Gen.Select(Gen.Double[-4, 4], Gen.Double[0.05, 0.99], Gen.Double[0, 900]).Sample((theta, error, age) =>
        {
            var pooled = Pool(Attempt(theta, error, age));

            // Taking the prior out and putting it back costs rounding only; near SE = 1 the precision taken out is a small difference.
            return Math.Abs(pooled.Theta - theta) < 1e-12 && Math.Abs(pooled.PooledStandardError - error) < 1e-12 && pooled.Pieces == 1;
        });

    // By hand: two posteriors with s² = 1/5 under N(0, 1) carry precision 4 each; together 1 + 4 + 4 = 9.
    [Test]
    public void TryPool_TwoFreshAttempts_CountsThePriorOnce()
    {
        var error = Math.Sqrt(0.2);

        var pooled = Pool(Attempt(0.8, error, 0), Attempt(0.8, error, 0));

        Assert.That(pooled.Theta, Is.EqualTo(8 / 9.0).Within(1e-14));
        Assert.That(pooled.PooledStandardError, Is.EqualTo(1 / 3.0).Within(1e-14));
        Assert.That(pooled.StandardError, Is.EqualTo(1 / 3.0).Within(1e-14));
    }

    // By hand: two attempts with likelihoods of precision 4, half of whose variance is that of the same parameters: the answers' part
    // halves, 1/8·½, the parameters' stays, 1/8, together 3/16, so P = 1 + 16/3.
    [Test]
    public void TryPool_TwoAttemptsWithTheSameUncertainParameters_KeepTheErrorOfThese()
    {
        var attempt = Attempt(0.8, Math.Sqrt(0.2), 0) with { Parameters = "v1", ParameterShare = 0.5 };

        var pooled = Pool(attempt, attempt);
        var ofDifferent = Pool(attempt, attempt with { Parameters = "v2" });

        Assert.That(pooled.PooledStandardError, Is.EqualTo(Math.Sqrt(3 / 19.0)).Within(1e-14));
        Assert.That(pooled.Theta, Is.EqualTo(16 / 19.0).Within(1e-14));
        Assert.That(ofDifferent.PooledStandardError, Is.EqualTo(1 / 3.0).Within(1e-14));
    }

    // By hand: likelihoods of precision 4 and 2, half of either variance the parameters': q = 8 and 4, Q = 12, what is common
    // (8·√(1/8) + 4·√(1/4))/12 = 0.4024, so that 1/p = 1/12 + 0.1619.
    [Test]
    public void TryPool_UnequalAttemptsWithTheSameUncertainParameters_AddTheErrorsInCommonAndNotTheirSquares()
    {
        var attempt = Attempt(0, Math.Sqrt(1 / 5.0), 0) with { Parameters = "v1", ParameterShare = 0.5 };
        var other = Attempt(0, Math.Sqrt(1 / 3.0), 0) with { Parameters = "v1", ParameterShare = 0.5 };
        var common = (8 * Math.Sqrt(1 / 8.0) + 4 * Math.Sqrt(1 / 4.0)) / 12;

        var pooled = Pool(attempt, other);

        Assert.That(pooled.PooledStandardError, Is.EqualTo(1 / Math.Sqrt(1 + 1 / (1 / 12.0 + common * common))).Within(1e-14));
    }

    // The error in common is the floor: a hundred attempts come no closer than the parameters allow.
    [Test]
    public void TryPool_ManyAttemptsWithTheSameUncertainParameters_ApproachTheErrorOfThese()
    {
        var attempt = Attempt(0.8, Math.Sqrt(0.2), 0) with { Parameters = "v1", ParameterShare = 0.5 };

        var pooled = Pool([.. Enumerable.Repeat(attempt, 100)]);

        // 1/p = 1/800 + 1/8.
        Assert.That(pooled.PooledStandardError, Is.EqualTo(1 / Math.Sqrt(1 + 1 / (1 / 800.0 + 1 / 8.0))).Within(1e-14));
    }

    [Test]
    public void TryPool_OnePieceWithUncertainParameters_GivesItBack() =>
        Gen.Select(Gen.Double[-4, 4], Gen.Double[0.05, 0.99], Gen.Double[0, 0.95], Gen.Double[0, 900]).Sample((theta, error, share, age) =>
        {
            var pooled = Pool(Attempt(theta, error, age) with { Parameters = "v1", ParameterShare = share });

            return Math.Abs(pooled.Theta - theta) < 1e-11 && Math.Abs(pooled.PooledStandardError - error) < 1e-11;
        });

    [TestCase(-0.1)]
    [TestCase(1)]
    [TestCase(double.NaN)]
    public void ParameterShare_OutsideItsDomain_Throws(double share) =>
        Assert.That(() => Attempt(0, 0.5, 0) with { ParameterShare = share }, Throws.InstanceOf<ArgumentOutOfRangeException>());

    // By hand: the older attempt is one half-life behind, so its precision of 4 counts as 2:
    // P = 7, θ = (4·1 + 2·0)/7 with m_e = 0.8·5/4 = 1.
    [Test]
    public void TryPool_OlderAttempt_CountsRelativeToTheFreshest()
    {
        var error = Math.Sqrt(0.2);

        var pooled = Pool(Attempt(0, error, 647.875), Attempt(0.8, error, 100));

        Assert.That(pooled.Theta, Is.EqualTo(4 / 7.0).Within(1e-14));
        Assert.That(pooled.PooledStandardError, Is.EqualTo(1 / Math.Sqrt(7)).Within(1e-14));
        Assert.That(pooled.FreshestAt, Is.EqualTo(AsOf.AddDays(-100)));
        Assert.That(pooled.Currency, Is.EqualTo(HalfLife.CurrencyOf(100, 18)));
    }

    // By hand: vendor evidence has no prior to take out: P = 1 + 4, θ = 4/5.
    [Test]
    public void TryPool_Vendor_IsShrunkByThePriorOnce()
    {
        var pooled = Pool(new EvidencePiece(EvidenceKind.Vendor, 1, 0.5, AsOf));

        Assert.That(pooled.Theta, Is.EqualTo(0.8).Within(1e-15));
        Assert.That(pooled.PooledStandardError, Is.EqualTo(Math.Sqrt(0.2)).Within(1e-15));
    }

    // By hand: c = 1/4, ρ = 1/2: the variance is 0·SE² + 2·(1/2) = 1.
    [Test]
    public void TryPool_TwoHalfLivesOld_IsAsUncertainAsThePopulation() =>
        Assert.That(Pool(Attempt(1, 0.3, 2 * 547.875)).StandardError, Is.EqualTo(1).Within(1e-14));

    [Test]
    public void TryPool_Older_IsNeverMoreCertainAndNeverAnotherScore() =>
        Gen.Select(Gen.Double[-3, 3], Gen.Double[0.05, 0.99], Gen.Double[0, 3000], Gen.Double[1, 3000]).Sample((theta, error, age, more) =>
        {
            var (young, old) = (Pool(Attempt(theta, error, age)), Pool(Attempt(theta, error, age + more)));
            return old.StandardError > young.StandardError && old.Theta == young.Theta;
        });

    [Test]
    public void TryPool_EvidenceObservedLater_DoesNotExistYet()
    {
        EvidencePiece[] evidence = [Attempt(1, 0.3, 10), Attempt(-1, 0.3, -1)];

        Assert.That(Pool(evidence), Is.EqualTo(Pool(evidence[0])));
        Assert.That(EvidencePooling.TryPool(evidence.AsSpan(1), AsOf, 18, false, out _), Is.False);
    }

    [Test]
    public void TryPool_Indicative_CountsOnlyWhenAskedFor()
    {
        EvidencePiece[] evidence = [Attempt(1, 0.3, 10), new(EvidenceKind.Indicative, -1, 0.6, AsOf)];

        Assert.That(Pool(evidence), Is.EqualTo(Pool(evidence[0])));
        Assert.That(EvidencePooling.TryPool(evidence, AsOf, 18, true, out var all), Is.True);
        Assert.That((all.Pieces, all.Theta < 1, all.Currency), Is.EqualTo((2, true, 1.0)));
        Assert.That(EvidencePooling.TryPool(evidence.AsSpan(1), AsOf, 18, false, out _), Is.False);
    }

    [TestCase(1)]
    [TestCase(1.2)]
    public void TryPool_PosteriorNoNarrowerThanThePrior_AddsNothing(double error)
    {
        Assert.That(Pool(Attempt(1, 0.3, 10), Attempt(0.5, error, 0)), Is.EqualTo(Pool(Attempt(1, 0.3, 10))));
        Assert.That(EvidencePooling.TryPool([Attempt(0.5, error, 0)], AsOf, 18, false, out _), Is.False);
    }

    [Test]
    public void TryPool_CenturiesOld_StaysANumber()
    {
        var pooled = Pool(Attempt(1, 0.3, 700_000), Attempt(0, 0.3, 690_000));

        Assert.That((double.IsFinite(pooled.Theta), pooled.StandardError), Is.EqualTo((true, Math.Sqrt(2 - 0.09))).Within(0.01));
    }

    [Test]
    public void EvidencePiece_OutsideTheDomain_Throws()
    {
        Assert.That(() => Attempt(double.NaN, 0.3, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => Attempt(0, 0, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new EvidencePiece((EvidenceKind)9, 0, 1, AsOf), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => EvidencePooling.TryPool([], AsOf, 0, false, out _), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Slugs_EveryKind_RoundTrip()
    {
        foreach (var kind in Enum.GetValues<EvidenceKind>())
        {
            Assert.That(EvidenceKindSlugs.TryParse(kind.Slug(), out var parsed), Is.True);
            Assert.That(parsed, Is.EqualTo(kind));
        }

        Assert.That(EvidenceKindSlugs.TryParse("free", out _), Is.False);
    }

    private static EvidencePiece Attempt(double theta, double error, double ageDays) =>
        new(EvidenceKind.Assessed, theta, error, AsOf.AddDays(-ageDays));

    private static PooledAbility Pool(params EvidencePiece[] evidence)
    {
        Assert.That(EvidencePooling.TryPool(evidence, AsOf, 18, false, out var pooled), Is.True);
        return pooled;
    }
}
