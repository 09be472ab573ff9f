namespace Aieh.Api.Catalog.Documents;

internal static class ItemBankChecks
{
    public static IEnumerable<CatalogProblem> Check(string file, ItemBankDocument bank)
    {
        var topics = bank.Topics.Select(t => t.Slug).ToHashSet(StringComparer.Ordinal);
        foreach (var repeated in Repeated.In(file, "/items", "id", bank.Items.Select(i => i.Id))) yield return repeated;

        for (var i = 0; i < bank.Items.Count; i++)
        {
            if (!topics.Contains(bank.Items[i].Topic))
            {
                yield return new(file, $"/items/{i}/topic", $"'{bank.Items[i].Topic}' is not among the topics");
            }

            foreach (var problem in Item(file, $"/items/{i}", bank.Items[i])) yield return problem;
        }

        foreach (var problem in Enemies(file, bank)) yield return problem;
    }

    private static IEnumerable<CatalogProblem> Enemies(string file, ItemBankDocument bank)
    {
        var known = bank.Items.Select(item => item.Id).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < (bank.Enemies?.Count ?? 0); i++)
        {
            foreach (var unknown in bank.Enemies![i].Items.Where(item => !known.Contains(item)))
            {
                yield return new(file, $"/enemies/{i}/items", $"'{unknown}' is not among the items");
            }
        }
    }

    private static IEnumerable<CatalogProblem> Item(string file, string pointer, Item item)
    {
        var options = item.Options.Select(o => o.Id).ToList();
        foreach (var repeated in Repeated.In(file, $"{pointer}/options", "id", options)) yield return repeated;
        foreach (var repeated in Repeated.In(file, $"{pointer}/options", "text", item.Options.Select(o => o.Text))) yield return repeated;

        if (item.Key is null == item.Scores is null) yield return new(file, pointer, "must have either a key or scores");
        if (item is { Spoken: not null, Code: null }) yield return new(file, $"{pointer}/spoken", "says what a code shows, and has none");
        if (item.Key is { } key && !options.Contains(key)) yield return new(file, $"{pointer}/key", $"'{key}' is not one of the options");
        if (item.Check is { } check)
        {
            foreach (var (member, what) in Proof(item, check)) yield return new(file, $"{pointer}/check{member}", what);
        }

        if (item.Scores is not { } scores) yield break;

        if (!scores.Keys.Order(StringComparer.Ordinal).SequenceEqual(options.Order(StringComparer.Ordinal)))
        {
            yield return new(file, $"{pointer}/scores", "must score each option and nothing else");
        }

        // A category that no option earns could never be observed, and so never calibrated.
        if (!scores.Values.Distinct().Order().SequenceEqual(Enumerable.Range(0, item.HighestCategory + 1)))
        {
            yield return new(file, $"{pointer}/scores", "must use every category from 0 to the highest");
        }
    }

    private static IEnumerable<(string Member, string What)> Proof(Item item, ItemCheck check)
    {
        if (check is { Options: null, Code: null } && item.Code is null) yield return ("", "has no program to run");

        if (check is { ExpectStdout: not null, ExpectRaises: not null })
        {
            yield return ("", "expects either output or an exception, not both");
        }

        if (check is { Setup: not null, Language: not CheckLanguage.Sqlite }) yield return ("/setup", "belongs to sqlite, and only to it");
        if ((check.Options ?? check.Predictions) is not null && item.Key is null) yield return ("", "compares options, which needs a key");

        if (check.Options is not null && check is not { Code: null, Predictions: null, ExpectStdout: not null })
        {
            yield return ("/options", "go with expectStdout, and nothing else");
        }

        var options = item.Options.Select(o => o.Id).Distinct().Order(StringComparer.Ordinal).ToList();
        foreach (var (member, texts) in new[] { ("/options", check.Options), ("/predictions", check.Predictions) })
        {
            if (texts is not null && !texts.Keys.Order(StringComparer.Ordinal).SequenceEqual(options))
            {
                yield return (member, "must have an entry for each option and nothing else");
            }
        }
    }
}

internal static class CalibrationChecks
{
    public static IEnumerable<CatalogProblem> Check(string file, CalibrationDocument calibration)
    {
        foreach (var repeated in Repeated.In(file, "/items", "item", calibration.Items.Select(i => i.Item))) yield return repeated;

        for (var i = 0; i < calibration.Items.Count; i++)
        {
            foreach (var (member, what) in Shape(calibration.Items[i])) yield return new(file, $"/items/{i}{member}", what);
            if (calibration.Status == CalibrationStatus.Calibrated && calibration.Items[i].Provisional)
            {
                yield return new(file, $"/items/{i}/provisional", "must be false in a calibration that is not provisional");
            }
        }
    }

    private static IEnumerable<(string Member, string What)> Shape(ItemParameters item)
    {
        if (item.B is null != item.IsPolytomous) yield return ("/b", "belongs to 1pl, 2pl and 3pl, and only to them");
        if (item.C is null != (item.Model != ItemModel.ThreePl)) yield return ("/c", "belongs to 3pl, and only to it");
        if (item.Thresholds is null != !item.IsPolytomous) yield return ("/thresholds", "belong to grm and gpcm, and only to them");
        if (item.Model == ItemModel.OnePl && item.A != 1) yield return ("/a", "is 1 by definition for 1pl");
        if (item is { Model: ItemModel.Grm, Thresholds: { } t } && t.Zip(t.Skip(1)).Any(pair => pair.First >= pair.Second))
        {
            yield return ("/thresholds", "must increase for grm");
        }
    }
}
