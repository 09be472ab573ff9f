using System.Text;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Employers.Ats.Conformance;

/// <summary>
/// The table of facts in docs/integrations.md is what the tests of this run found. It runs when all others that may run beside each other
/// are over; where only some of them ran, nothing is compared.
/// </summary>
[TestFixture]
[NonParallelizable]
internal sealed class TableTests
{
    private const string Begin = "<!-- conformance: made by the tests, with UPDATE_GOLDEN=1 -->\n";
    private const string End = "<!-- conformance: end -->";

    [Test]
    public void Table_OnThePage_IsWhatTheTestsFound()
    {
        var page = Path.Combine(Checkout.Root, "docs", "integrations.md");
        var unknown = HeldFact.All.Where(held => held.Outcome is null).Select(held => held.Test.Name).Distinct().ToList();
        if (unknown.Count > 0) Assert.Ignore($"{unknown.Count} of the conformance tests did not run, such as {unknown[0]}");

        // Before the page is compared: otherwise UPDATE_GOLDEN would write on it what does not hold.
        var broken = HeldFact.All.Where(held => held.Outcome != "passed").Select(held => held.Test.Name).Distinct();
        Assert.That(broken, Is.Empty, "what the page tells does not hold");

        var text = File.ReadAllText(page).ReplaceLineEndings("\n");
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        Assert.That(begin, Is.GreaterThan(0).And.LessThan(end), "the page has no place for the table");
        Golden.Matches("../../docs/integrations.md", text[..(begin + Begin.Length)] + Table() + text[end..]);
    }

    private static string Table()
    {
        var table = new StringBuilder("| contract | fact | test | result |\n|---|---|---|---|\n");
        foreach (var (part, told) in ContractPart.All)
        {
            var facts = HeldFact.All.Where(held => held.Fact.About == part)
                .OrderBy(held => held.Fact.Row, StringComparer.Ordinal).ThenBy(held => held.Test.Name, StringComparer.Ordinal);
            foreach (var held in facts)
            {
                var except = held.Fact.Except is { } otherwise ? $". Except: {otherwise}" : "";
                table.Append('|').AppendJoin('|', $" {told} ", $" {held.Fact.Words} ", $" `{held.Test.Name}` ", $" {held.Outcome}{except} ")
                    .Append("|\n");
            }
        }

        return table.ToString();
    }
}
