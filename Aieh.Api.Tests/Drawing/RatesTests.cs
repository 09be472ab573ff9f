using Aieh.Api.Drawing;

namespace Aieh.Api.Tests.Drawing;

internal sealed class RatesTests
{
    [Test]
    public void Rates_BelowFourFifths_AreHollowLeftOfTheLine()
    {
        var drawn = Drawn.Of(RatesPicture.Of(
        [
            new RateGroup("Sex", [new("Female", 0.3, 0.18, 0.45, false, true), new("Male", 0.6, 0.49, 0.7, true, false)]),
            new RateGroup("Race or ethnicity", [new("White", 0.5, 0.4, 0.6, false, false)]),
        ], Drawn.English));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                new[] { "Sex", "Female", "Male", "Race or ethnicity", "White" }.Select(drawn.YOf), Is.Ordered.And.Unique);
            Assert.That(drawn.All("line", "limit"), Has.Count.EqualTo(1), "none where nothing is compared");
            Assert.That(Drawn.Number(drawn.All("line", "limit")[0], "x1"), Is.EqualTo(X(0.48)).Within(Drawn.Rounding));
            Assert.That(Drawn.Number(drawn.All("circle", "unsure").Single(), "cx"), Is.EqualTo(X(0.3)).Within(Drawn.Rounding));
            Assert.That(Drawn.Number(drawn.All("circle", "whole").Single(), "cx"), Is.EqualTo(X(0.6)).Within(Drawn.Rounding));
            Assert.That(drawn.Texts("small"), Is.EqualTo(new[] { "four fifths of the highest: 48\u00A0%" }));
            Assert.That(
                drawn.Description,
                Is.EqualTo("Sex: Female 30\u00A0% (18\u00A0%–45\u00A0%), below four fifths; Male 60\u00A0% (49\u00A0%–70\u00A0%); "
                    + "Race or ethnicity: White 50\u00A0% (40\u00A0%–60\u00A0%)"));
        }

        static double X(double share) => 12 + (356 * share);
    }
}
