namespace Aieh.Api.Catalog.Documents;

/// <summary>References from one catalog document to another.</summary>
internal static class ReferenceChecks
{
    public static IEnumerable<CatalogProblem> Check(CatalogSnapshot catalog)
    {
        if (catalog.Documents.All(d => d.Kind != CatalogKinds.Methodology)) return [new("methodology.json", "", "is missing")];

        return
        [
            .. catalog.Roles.Values.SelectMany(r => Role(catalog, r)),
            .. catalog.Assessments.Values.SelectMany(a => Assessment(catalog, a)),
            .. Orphans(catalog, CatalogKinds.Items, catalog.ItemBanks.Keys),
            .. Orphans(catalog, CatalogKinds.Calibration, catalog.Calibrations.Keys),
            .. catalog.Calibrations.Values.SelectMany(c => Calibration(catalog, c)),
            .. catalog.Concordances.Values.SelectMany(c => Concordance(catalog, c)),
        ];
    }

    private static IEnumerable<CatalogProblem> Role(CatalogSnapshot catalog, RoleDocument role)
    {
        var file = $"roles/{role.Slug}.json";
        var assessments = (role.Bundle?.Entries ?? []).Select((e, i) => (Pointer: $"/bundle/entries/{i}/assessment", Slug: e.Assessment))
            .Concat((role.RetestCadence?.Assessments ?? []).Select((a, i) => (Pointer: $"/retestCadence/assessments/{i}", Slug: a)));
        foreach (var (pointer, slug) in assessments.Where(a => !catalog.Assessments.ContainsKey(a.Slug)))
        {
            yield return new(file, pointer, $"'{slug}' is not an assessment of the catalog");
        }

        for (var i = 0; i < role.AdjacentRoles.Count; i++)
        {
            var slug = role.AdjacentRoles[i].Role;
            if (!catalog.Roles.ContainsKey(slug))
            {
                yield return new(file, $"/adjacentRoles/{i}/role", $"'{slug}' is not a role of the catalog");
            }
        }
    }

    private static IEnumerable<CatalogProblem> Assessment(CatalogSnapshot catalog, AssessmentDocument assessment)
    {
        var file = $"assessments/{assessment.Slug}/assessment.json";
        if (catalog.Methodology.Pillars.All(p => p.Slug != assessment.Pillar))
        {
            yield return new(file, "/pillar", $"'{assessment.Pillar}' is not a pillar of the methodology");
        }

        var bank = catalog.ItemBanks.GetValueOrDefault(assessment.Slug);
        var calibration = catalog.Calibrations.GetValueOrDefault(assessment.Slug);
        var items = bank?.Items.DistinctBy(i => i.Id).ToDictionary(i => i.Id, StringComparer.Ordinal) ?? [];
        var calibrated = calibration?.Items.Select(i => i.Item).ToHashSet(StringComparer.Ordinal) ?? [];
        var topics = bank?.Topics.Select(t => t.Slug).ToHashSet(StringComparer.Ordinal) ?? [];
        for (var f = 0; f < assessment.Forms.Count; f++)
        {
            var form = assessment.Forms[f];
            foreach (var topic in (form.Blueprint?.Value.Topics.Keys ?? []).Where(topic => !topics.Contains(topic)))
            {
                yield return new(file, $"/forms/{f}/blueprint/value/topics/{topic}", "is not a topic of the item bank");
            }

            var listed = form.Items ?? [];
            for (var i = 0; i < listed.Count; i++)
            {
                var pointer = $"/forms/{f}/items/{i}";
                if (!items.TryGetValue(listed[i], out var item)) yield return new(file, pointer, $"'{listed[i]}' is not in the item bank");
                else if (item.Status != ItemStatus.Operational) yield return new(file, pointer, $"'{item.Id}' is not operational");
                if (!calibrated.Contains(listed[i])) yield return new(file, pointer, $"'{listed[i]}' has no parameters in the calibration");
            }

            foreach (var problem in AdaptiveChecks.Content(file, $"/forms/{f}", form, bank)) yield return problem;

            // An adaptive form may give the longest of its items.
            var seconds = listed.Select(id => items.GetValueOrDefault(id)?.EstimatedSeconds ?? 0)
                .OrderDescending()
                .Take(form.ItemCount.Value)
                .Sum();
            if (seconds > form.TimeLimitSeconds.Value)
            {
                yield return new(
                    file, $"/forms/{f}/timeLimitSeconds/value", $"is shorter than the {seconds} s that the items are estimated to take");
            }
        }
    }

    private static IEnumerable<CatalogProblem> Concordance(CatalogSnapshot catalog, ConcordanceDocument concordance)
    {
        var file = $"concordances/{concordance.Slug}.json";
        if (!catalog.Assessments.ContainsKey(concordance.Assessment))
        {
            yield return new(file, "/assessment", $"'{concordance.Assessment}' is not an assessment of the catalog");
        }

        if (ConcordanceChecks.Check(file, concordance).Any()) yield break;

        // All mappings are monotone: what holds at both ends holds between them.
        var (mapping, scale) = (concordance.ToScoring(), catalog.Methodology.Scale);
        foreach (var rawScore in (double[])[mapping.Lowest, mapping.Highest])
        {
            if (!mapping.TryMap(rawScore, out var mapped) || mapped.Score < scale.Minimum.Value || mapped.Score > scale.Maximum.Value)
            {
                yield return new(file, "/mapping", $"maps the raw score {rawScore} to {mapped.Score:0.#}, which is not on the scale");
            }
        }
    }

    private static IEnumerable<CatalogProblem> Orphans(CatalogSnapshot catalog, string kind, IEnumerable<string> slugs) =>
        slugs.Where(slug => !catalog.Assessments.ContainsKey(slug))
            .Select(slug => new CatalogProblem(
                $"assessments/{slug}/{kind}.json", "/assessment", $"'{slug}' is not an assessment of the catalog"));

    private static IEnumerable<CatalogProblem> Calibration(CatalogSnapshot catalog, CalibrationDocument calibration)
    {
        var items = catalog.ItemBanks.GetValueOrDefault(calibration.Assessment)?.Items ?? [];
        for (var i = 0; i < calibration.Items.Count; i++)
        {
            var parameters = calibration.Items[i];
            var file = $"assessments/{calibration.Assessment}/calibration.json";
            if (items.FirstOrDefault(item => item.Id == parameters.Item) is not { } item)
            {
                yield return new(file, $"/items/{i}/item", $"'{parameters.Item}' is not in the item bank");
            }
            else if (item.Scores is null == parameters.IsPolytomous)
            {
                yield return new(file, $"/items/{i}/model", "is polytomous exactly for items with scored options");
            }
            else if (parameters.Thresholds is { } thresholds && thresholds.Count != item.HighestCategory)
            {
                yield return new(file, $"/items/{i}/thresholds", $"must be {item.HighestCategory}, one per category above 0");
            }
        }
    }
}
