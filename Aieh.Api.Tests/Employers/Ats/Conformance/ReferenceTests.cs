using System.Text.RegularExpressions;
using Aieh.Api.Tests.Support;

namespace Aieh.Api.Tests.Employers.Ats.Conformance;

/// <summary>Each row of the reference's tables about the three systems is named by a test, and what a test names is there.</summary>
[TestFixture]
internal sealed partial class ReferenceTests
{
    [Test]
    public void Rows_OfTheReference_AreEachNamedByATest()
    {
        var reference = Rows(SharedCases.Reference("ats-and-standards.md"));
        var named = HeldFact.All.Select(held => (held.Fact.About, Row: Normal(held.Fact.Row)))
            .Where(each => ContractPart.Tables.Contains(each.About)).Distinct();

        Assert.That(reference, Has.Count.GreaterThan(50));
        Assert.That(named, Is.EquivalentTo(reference));
    }

    [Test]
    public void Facts_Each_AreOfAPartThatThePageHas() => Assert.That(
        HeldFact.All.Select(held => held.Fact.About).Distinct(), Is.SubsetOf(ContractPart.All.Select(each => each.Part)));

    /// <summary>The first cell of each row of the three sections, with the table that it is of.</summary>
    private static List<(string Table, string Row)> Rows(string file)
    {
        var (rows, section, heading, line) = (new List<(string, string)>(), "", "", 0);
        foreach (var text in File.ReadLines(file))
        {
            line++;
            if (text.StartsWith('#')) heading = text;
            if (Section().Match(text) is { Success: true } opened) section = opened.Groups[1].Value;
            else if (text.StartsWith("# ", StringComparison.Ordinal)) section = "";
            if (section is not ("1.1" or "1.2" or "1.4") || !text.StartsWith('|')) continue;

            rows.Add((TableOf(section, heading, line), Normal(text.Split('|')[1])));
        }

        // The line below the header has no letters; the line before it is the header.
        var rules = rows.Select((row, place) => (row, place)).Where(each => each.row.Item2.Length == 0).Select(each => each.place);
        var left = rules.SelectMany(place => new[] { place - 1, place }).ToHashSet();
        return [.. rows.Where((_, place) => !left.Contains(place)).Distinct()];
    }

    private static string TableOf(string section, string heading, int line)
    {
        var table = ContractPart.Tables.Where(part =>
            part.StartsWith(section, StringComparison.Ordinal)
            && heading.Contains(part[(section.Length + 1)..], StringComparison.OrdinalIgnoreCase)).ToArray();
        return table.Length == 1 ? table[0] : throw new InvalidDataException($"line {line}: no test knows the table below '{heading}'");
    }

    /// <summary>Without marks and punctuation.</summary>
    private static string Normal(string cell) => Other().Replace(cell, " ").Trim().ToUpperInvariant();

    [GeneratedRegex(@"^## (\d\.\d)")]
    private static partial Regex Section();

    [GeneratedRegex("[^A-Za-z0-9_]+")]
    private static partial Regex Other();
}
