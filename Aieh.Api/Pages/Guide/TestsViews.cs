using Aieh.Api.Catalog.Documents;
using Aieh.Api.Pages.Text;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Pages.Guide;

internal sealed class TestsViews(GuideText text, IStringLocalizer<GuideWords> words)
{
    public TestsView Of(CatalogSnapshot catalog) => new([.. catalog.Methodology.Pillars.Select(pillar => new PillarView(
        pillar.Slug,
        pillar.Name,
        pillar.Description,
        GuideText.Percent(pillar.CompositeWeight.Value),
        text.Months(pillar.HalfLifeMonths.Value),
        [.. GuideOrder.TestsOf(catalog).Where(test => test.Pillar == pillar.Slug).Select(test => CardOf(test, catalog))]))]);

    public TestCard CardOf(AssessmentDocument test, CatalogSnapshot catalog)
    {
        var sample = test.Forms.FirstOrDefault(form => form.Kind == FormKind.Sample);
        return new TestCard
        {
            Slug = test.Slug,
            Link = GuideAddresses.LinkTo(test),
            Summary = test.Summary,
            Pillar = ScoringRules.Of(catalog).PillarOf(test.Pillar).Name,
            Method = text.Of(test.Method),
            Sample = sample is null ? null : LengthOf(sample, test, catalog),
            HasSample = sample?.Availability == FormAvailability.Available,
            SampleNote = sample?.AvailabilityNote,
            Forms = [.. test.Forms.Select(form => $"{text.Of(form.Kind)}: {CountOf(form, test.ItemUnit)}")],
        };
    }

    /// <summary>How many questions a form has, of an adaptive one at most.</summary>
    public string CountOf(AssessmentForm form, ItemUnit unit)
    {
        var count = text.Count(form.ItemCount.Value, unit);
        return form.Kind == FormKind.Adaptive ? words["AtMost", count] : count;
    }

    /// <summary>How long its questions take: as AIEH says, or else as their authors estimate; null where nobody can say.</summary>
    public static int? ExpectedSecondsOf(AssessmentForm form, AssessmentDocument test, CatalogSnapshot catalog)
    {
        if (form.ExpectedSeconds is { } published) return published.Value;
        if (form is not { Items: { Count: > 0 } ids, Kind: not FormKind.Adaptive }) return null;
        if (!catalog.ItemBanks.TryGetValue(test.Slug, out var bank)) return null;

        var wanted = ids.ToHashSet(StringComparer.Ordinal);
        return bank.Items.Where(item => wanted.Contains(item.Id)).Sum(item => item.EstimatedSeconds);
    }

    /// <summary>Whole minutes above one: an estimate is not good to the second.</summary>
    public static int Roughly(int seconds) => seconds <= 60 ? 60 : (seconds + 30) / 60 * 60;

    private string LengthOf(AssessmentForm form, AssessmentDocument test, CatalogSnapshot catalog)
    {
        var count = CountOf(form, test.ItemUnit);
        return ExpectedSecondsOf(form, test, catalog) is { } seconds
            ? words["LengthAndTime", count, text.Minutes(Roughly(seconds))]
            : count;
    }
}
