using Aieh.Scoring.Irt;

namespace Aieh.Api.Tests.Scoring.Irt;

internal sealed class ItemParametersTests
{
    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(1e-7)]
    [TestCase(1e7)]
    [TestCase(double.NaN)]
    public void Discrimination_OutsideItsDomain_Throws(double a)
    {
        Assert.That(
            () => ItemParameters.TwoParameter(a, 0),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("discrimination"));
        Assert.That(() => ItemParameters.Graded(a, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => ItemParameters.PartialCredit(a, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    [TestCase(-2e6)]
    public void Difficulty_OutsideItsDomain_Throws(double b)
    {
        Assert.That(
            () => ItemParameters.OneParameter(b),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("difficulty"));
        Assert.That(
            () => ItemParameters.Graded(1, b),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("thresholds"));
        Assert.That(
            () => ItemParameters.PartialCredit(1, 0, b),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("steps"));
    }

    [TestCase(-0.01)]
    [TestCase(1)]
    [TestCase(double.NaN)]
    public void Guessing_OutsideItsDomain_Throws(double c) =>
        Assert.That(
            () => ItemParameters.ThreeParameter(1, 0, c),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("guessing"));

    [Test]
    public void Thresholds_NotIncreasingNoneOrTooMany_Throw()
    {
        Assert.That(() => ItemParameters.Graded(1, 0, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => ItemParameters.Graded(1, 1, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => ItemParameters.Graded(1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => ItemParameters.PartialCredit(1, new double[64]), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void PartialCredit_DisorderedSteps_IsAccepted() => Assert.That(ItemParameters.PartialCredit(1, 1, -1).Categories, Is.EqualTo(3));

    [Test]
    public void OneParameter_Made_HasUnitDiscriminationAndNoGuessing()
    {
        var item = ItemParameters.OneParameter(0.5);

        Assert.That(
            (item.Model, item.Discrimination, item.Guessing, item.Categories),
            Is.EqualTo((ItemModel.OneParameterLogistic, 1.0, 0.0, 2)));
        Assert.That(item.Thresholds, Is.EqualTo([0.5]));
    }
}
