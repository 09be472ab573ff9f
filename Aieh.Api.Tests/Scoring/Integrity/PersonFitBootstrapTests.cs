using Aieh.Scoring.Checks;
using Aieh.Scoring.Integrity;
using Aieh.Scoring.Irt;
using static Aieh.Api.Tests.Scoring.Integrity.IntegrityItems;

namespace Aieh.Api.Tests.Scoring.Integrity;

internal sealed class PersonFitBootstrapTests
{
    private const ulong Seed = 7;

    /// <summary>
    /// With parameters known, and many items so that the posterior mean is near the mode: that of the exact formula at the mode.
    /// </summary>
    [Test]
    public void Evaluate_KnownItems_HasNearlyTheLzStarOfTheMode([Values(1, 2, 3, 4, 5)] int person)
    {
        var random = new Random(person);
        var form = new TestForm(Enumerable.Range(0, 80).Select(i => ItemParameters.TwoParameter(0.8 + 0.1 * (i % 9), -2 + 0.05 * i)));
        int[] responses = [.. form.Items.Select(item => ItemResponseFunction.CategoryAt(item, 0.4 * person - 1.2, random.NextDouble()))];

        var result = PersonFitBootstrap.Evaluate(form, responses, Seed);

        var exact = PersonFit.Evaluate(form, responses, PersonFitEstimator.MaximumAPosteriori);
        Assert.That(result.LzStar, Is.EqualTo(exact.LzStar!.Value).Within(0.05));
    }

    /// <summary>
    /// Six items, every vector: the probability of an l*_z as low when abilities come from the posterior, by the definition.
    /// </summary>
    [Test]
    public void Evaluate_SixItems_PIsTheSumOverAllVectors()
    {
        ItemParameters[] items = [.. Enumerable.Range(0, 6).Select(i => ItemParameters.TwoParameter(1 + 0.2 * i, -1.5 + 0.6 * i))];
        var form = new TestForm(items);
        int[] observed = [0, 1, 0, 1, 0, 1];
        var vectors = Enumerable.Range(0, 64).Select(v => Enumerable.Range(0, 6).Select(i => v >> i & 1).ToArray()).ToList();
        double[] nodes = [.. Enumerable.Range(0, 61).Select(n => -6 + 0.2 * n)];
        var weights = nodes.Select(theta => Math.Exp(-theta * theta / 2) * Likelihood(items, observed, theta)).ToList();
        var lowest = LzStar(items, observed);
        var expected = vectors
            .Where(vector => LzStar(items, vector) <= lowest + 1e-4)
            .Sum(vector => nodes.Select((theta, n) => weights[n] * Likelihood(items, vector, theta)).Sum()) / weights.Sum();

        var result = PersonFitBootstrap.Evaluate(form, observed, Seed);

        Assert.That(result.LzStar, Is.EqualTo(lowest).Within(1e-3));

        // Fifty draws as low: 14 % of p, three times.
        Assert.That(result.PValue, Is.EqualTo(expected).Within(0.43 * expected));
        Assert.That(result.Draws, Is.InRange(50, PersonFitBootstrap.MostDraws));
    }

    [Test]
    public void Evaluate_HardRightAndEasyWrong_IsRareAndTheOtherWayRoundIsNot()
    {
        var form = Form(Bank(40));
        int[] odd = [.. Enumerable.Range(0, 40).Select(i => i / 20)], even = [.. odd.Reverse()];

        var misfit = PersonFitBootstrap.Evaluate(form, odd, Seed);
        var fit = PersonFitBootstrap.Evaluate(form, even, Seed);

        Assert.That(misfit.LzStar, Is.LessThan(-2));
        Assert.That(misfit.PValue, Is.LessThan(0.01));
        Assert.That(fit.LzStar, Is.Positive);
        Assert.That(fit.PValue, Is.GreaterThan(0.5));
    }

    [Test]
    public void Evaluate_SameSeedOrAnotherOrder_IsTheSameToTheLastBit()
    {
        var (items, random) = (Bank(25), new Random(2));
        var responses = items.Select(item => Answer(item, 0.3, random)).ToArray();
        var order = Order(25, 9);

        var result = PersonFitBootstrap.Evaluate(Form(items), responses, Seed);

        Assert.That(PersonFitBootstrap.Evaluate(Form(items), responses, Seed), Is.EqualTo(result));
        var turned = PersonFitBootstrap.Evaluate(Form(Shuffled(items, order)), Shuffled(responses, order), Seed);
        Assert.That((turned.PValue, turned.Draws), Is.EqualTo((result.PValue, result.Draws)));
        Assert.That(turned.LzStar, Is.EqualTo(result.LzStar).Within(1e-9));
    }

    [Test]
    public void Evaluate_ItemsNotAdministered_AreIgnored()
    {
        var items = Bank(12);
        int[] some = [.. Enumerable.Range(0, 12).Select(i => i % 3 == 0 ? Response.NotAdministered : i % 2)];
        var (kept, given) = (items.Where((_, i) => i % 3 != 0), some.Where(category => category >= 0).ToArray());

        var ofSome = PersonFitBootstrap.Evaluate(Form(items), some, Seed);

        Assert.That(ofSome.PValue, Is.EqualTo(PersonFitBootstrap.Evaluate(Form(kept), given, Seed).PValue));
    }

    [Test]
    public void Evaluate_NothingToSee_SaysWhy()
    {
        var none = PersonFitBootstrap.Evaluate(Form(Bank(3)), [-1, -1, -1], Seed);
        var one = PersonFitBootstrap.Evaluate(new TestForm([ItemParameters.TwoParameter(1, 0)]), [1], Seed);
        var five = new TestForm(Enumerable.Repeat(ItemParameters.TwoParameter(1, 0.2), 5));
        var alike = PersonFitBootstrap.Evaluate(five, [1, 0, 1, 0, 0], Seed);

        Assert.That(none, Is.EqualTo(new PersonFitProbability(PersonFitStatus.NoResponses, null, null, 0)));
        Assert.That(new[] { one, alike }, Is.All.EqualTo(new PersonFitProbability(PersonFitStatus.NoVariance, null, null, 0)));
    }

    [Test]
    public void Evaluate_AllRightOrAllWrong_IsNoMisfit([Values(0, 1)] int category)
    {
        var result = PersonFitBootstrap.Evaluate(Form(Bank(20)), [.. Enumerable.Repeat(category, 20)], Seed);

        Assert.That(result.Status, Is.EqualTo(PersonFitStatus.Computed));
        Assert.That(result.PValue, Is.GreaterThan(0.1));
    }

    [Test]
    public void Evaluate_WhatIsNoVector_IsRefused()
    {
        Assert.That(() => PersonFitBootstrap.Evaluate(Form(Bank(3)), [1, 1], Seed), Refuses.Argument("responses"));
        Assert.That(() => PersonFitBootstrap.Evaluate(Form(Bank(3)), [1, 1, 2], Seed), Refuses.OutOfRange("responses"));
        Assert.That(() => PersonFitBootstrap.Evaluate(null!, [], Seed), Refuses.Null("form"));
    }

    private static double Likelihood(ItemParameters[] items, int[] answers, double theta) =>
        Math.Exp(answers.Select((category, i) => ItemResponseFunction.LogProbability(items[i], theta, category)).Sum());

    // W − c l' over √Var(l − c l'), at the node nearest to the posterior mean; two-parameter items, derivatives in closed form.
    private static double LzStar(ItemParameters[] items, int[] answers)
    {
        double total = 0, first = 0;
        for (var n = -30; n <= 30; n++)
        {
            var theta = 0.2 * n;
            var weight = Math.Exp(-theta * theta / 2) * Likelihood(items, answers, theta);
            total += weight;
            first += weight * theta;
        }

        var at = 0.2 * Math.Round(first / total / 0.2);
        double w = 0, slope = 0, variance = 0, covariance = 0, information = 0;
        for (var i = 0; i < items.Length; i++)
        {
            var a = items[i].Discrimination;
            var p = 1 / (1 + Math.Exp(-a * (at - items[i].Thresholds[0])));
            var logit = Math.Log(p / (1 - p));
            w += (answers[i] - p) * logit;
            slope += a * (answers[i] - p);
            variance += p * (1 - p) * logit * logit;
            covariance += a * p * (1 - p) * logit;
            information += a * a * p * (1 - p);
        }

        var c = covariance / information;
        return (w - c * slope) / Math.Sqrt(variance - c * covariance);
    }
}
