namespace Aieh.Api.Catalog.Documents;

// What a schema cannot say about a single document. Checks that need a second document are in ReferenceChecks.

internal static class RoleChecks
{
    public static IEnumerable<CatalogProblem> Check(string file, RoleDocument role) =>
        [.. Compensation(file, role), .. Bundle(file, role), .. Steps(file, role)];

    private static IEnumerable<CatalogProblem> Compensation(string file, RoleDocument role)
    {
        var pay = role.Compensation;
        if (pay.Median.Value < pay.Low.Value || pay.Median.Value > pay.High.Value)
        {
            yield return new(file, "/compensation/median/value", "must lie between low and high");
        }

        var known = role.Sources.Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
        var cited = pay.ReferencePoints.Select((r, i) => (Pointer: $"/compensation/referencePoints/{i}/sources", r.Sources))
            .Concat(pay.GeographicAdjustments.Select((g, i) => (Pointer: $"/compensation/geographicAdjustments/{i}/sources", g.Sources)));
        foreach (var (pointer, sources) in cited)
        {
            foreach (var id in sources.Where(id => !known.Contains(id)))
            {
                yield return new(file, pointer, $"names '{id}', which is not among the role's sources");
            }
        }
    }

    private static IEnumerable<CatalogProblem> Bundle(string file, RoleDocument role)
    {
        if (role.Bundle is not { } bundle) yield break;

        var members = bundle.Entries.Select(e => e.Assessment).ToList();
        foreach (var repeated in Repeated.In(file, "/bundle/entries", "assessment", members)) yield return repeated;

        for (var i = 0; i < bundle.ContextAdjustments.Count; i++)
        {
            var adjustment = bundle.ContextAdjustments[i];
            var pointer = $"/bundle/contextAdjustments/{i}";
            if (!members.Contains(adjustment.Assessment))
            {
                yield return new(file, $"{pointer}/assessment", $"'{adjustment.Assessment}' is not in the bundle");
            }

            if (adjustment.Multiplier.Value > 1 != (adjustment.Direction.Value == AdjustmentDirection.Raises))
            {
                yield return new(file, $"{pointer}/multiplier/value", "contradicts the direction");
            }
        }

        var contexts = bundle.ContextAdjustments.Select(a => $"{a.Dimension} {a.Value} {a.Assessment}");
        foreach (var repeated in Repeated.In(file, "/bundle/contextAdjustments", "context and assessment", contexts)) yield return repeated;
    }

    private static IEnumerable<CatalogProblem> Steps(string file, RoleDocument role)
    {
        if (role.NextSteps is not { } steps) yield break;

        var advised = steps.Candidate.Select(s => s.Assessment).Order(StringComparer.Ordinal);
        var bundled = (role.Bundle?.Entries ?? []).Select(e => e.Assessment).Order(StringComparer.Ordinal);
        if (!advised.SequenceEqual(bundled)) yield return new(file, "/nextSteps/candidate", "must name each assessment of the bundle once");
    }
}

internal static class AssessmentChecks
{
    public static IEnumerable<CatalogProblem> Check(string file, AssessmentDocument assessment)
    {
        var kinds = assessment.Forms.Select(f => f.Kind).Order().ToList();
        FormKind[] fixedForms = [FormKind.Sample, FormKind.Full];
        if (!kinds.SequenceEqual(fixedForms) && !kinds.SequenceEqual([.. fixedForms, FormKind.Adaptive]))
        {
            yield return new(file, "/forms", "must be one of each kind: sample and full, and adaptive if it is offered");
        }

        for (var i = 0; i < assessment.Forms.Count; i++)
        {
            var form = assessment.Forms[i];
            foreach (var problem in AdaptiveChecks.Check(file, $"/forms/{i}", form)) yield return problem;
            var isOwed = form.Availability == FormAvailability.Available || form.Items is not null;
            if (isOwed && form.Kind != FormKind.Adaptive && form.Items?.Count != form.ItemCount.Value)
            {
                yield return new(file, $"/forms/{i}/items", $"must list {form.ItemCount.Value} items");
            }

            if (form.Blueprint?.Value is { } blueprint)
            {
                foreach (var (member, what) in Blueprint(blueprint)) yield return new(file, $"/forms/{i}/blueprint/value{member}", what);
            }

            if (form.ExpectedSeconds?.Value > form.TimeLimitSeconds.Value)
            {
                yield return new(file, $"/forms/{i}/expectedSeconds/value", "must not exceed the time limit");
            }

            foreach (var repeated in Repeated.In(file, $"/forms/{i}/items", "item", form.Items ?? [])) yield return repeated;
        }

        // The items of the sample are public. The assessed forms may share theirs: their attempts count together.
        var open = assessment.Forms.Where(f => f.Kind == FormKind.Sample).SelectMany(f => f.Items ?? []).ToHashSet(StringComparer.Ordinal);
        var assessed = assessment.Forms.Where(f => f.Kind != FormKind.Sample).SelectMany(f => f.Items ?? []).Distinct();
        foreach (var item in assessed.Where(open.Contains)) yield return new(file, "/forms", $"has '{item}' in both forms");
    }

    private static IEnumerable<(string Member, string What)> Blueprint(FormBlueprint blueprint)
    {
        // Sevenths have no finite decimal; a share forgotten or counted twice is off by far more.
        const double Rounding = 0.01;
        var sum = blueprint.Topics.Values.Sum();
        if (Math.Abs(sum - 1) > Rounding) yield return ("/topics", $"must sum to 1, not {sum:0.###}");
        if (blueprint.Difficulty.Minimum >= blueprint.Difficulty.Maximum) yield return ("/difficulty/maximum", "must be above the minimum");
    }
}

internal static class Repeated
{
    public static IEnumerable<CatalogProblem> In(string file, string pointer, string what, IEnumerable<string> values) =>
        values.Select((value, index) => (value, index))
            .GroupBy(v => v.value, StringComparer.Ordinal)
            .SelectMany(g => g.Skip(1))
            .Select(v => new CatalogProblem(file, $"{pointer}/{v.index}", $"repeats the {what} '{v.value}'"));
}
