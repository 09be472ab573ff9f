using Aieh.Api.Catalog.Documents;
using Aieh.Api.Pages.Text;
using Microsoft.Extensions.Localization;

namespace Aieh.Api.Pages.Guide;

internal sealed class RolePayViews(GuideText text, IStringLocalizer<GuideWords> words)
{
    public PayView Of(RoleDocument role)
    {
        var pay = role.Compensation;
        return new PayView
        {
            Market = pay.Market,
            AsOf = pay.AsOf,
            Figures = [Figure(words["PayLow"], pay.Low), Figure(words["PayMedian"], pay.Median), Figure(words["PayHigh"], pay.High)],
            Notice = pay.DataNotice,
            Distribution = pay.DistributionNote,
            References =
            [
                .. pay.ReferencePoints.Select(point =>
                    new PayReference(point.Name, AmountOf(point, pay.Currency), point.Statement, SourcesOf(point.Sources, role))),
            ],
            Regions = [.. pay.GeographicAdjustments.Select(each => RegionOf(each, role))],
            Notes = [.. pay.Notes.Select(note => new NamedText(text.Of(note.Topic), note.Text))],
        };

        PayFigure Figure(string name, Sourced<int> amount) =>
            new(name, text.Of(amount, GuideText.Money(pay.Currency, amount.Value)));
    }

    private string? AmountOf(CompensationReference point, string currency) => point switch
    {
        { From: { } from, To: { } to } =>
            words["AmountRange", GuideText.Money(currency, from.Value), GuideText.Money(currency, to.Value)].Value,
        { From: { } from } => words["AmountFrom", GuideText.Money(currency, from.Value)].Value,
        { To: { } to } => words["AmountTo", GuideText.Money(currency, to.Value)].Value,
        _ => null,
    };

    /// <summary>The smaller change first, as people say it.</summary>
    private PayRegion RegionOf(GeographicAdjustment region, RoleDocument role)
    {
        double[] changes = [.. new[] { region.From.Value, region.To.Value }.OrderBy(Math.Abs)];
        var (least, most) = (GuideText.Number(100 * Math.Abs(changes[0]), "0"), GuideText.Percent(Math.Abs(changes[1])));
        var change = words[changes[1] < 0 ? "PayLess" : "PayMore", least, most];
        return new PayRegion(region.Region, region.RelativeTo, change, SourcesOf(region.Sources, role));
    }

    private static string SourcesOf(IReadOnlyList<string> ids, RoleDocument role) =>
        string.Join("; ", ids.Select(id => role.Sources.FirstOrDefault(source => source.Id == id)?.Citation ?? id));
}
