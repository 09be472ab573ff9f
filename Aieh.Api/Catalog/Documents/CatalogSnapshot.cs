using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aieh.Api.Catalog.Documents;

/// <summary>The whole catalogue, parsed and checked. Every dictionary is ordered by slug.</summary>
internal sealed class CatalogueSnapshot
{
    // Strict: unknown and repeated members, missing members and nulls where none belong are all errors.
    private static readonly JsonSerializerOptions _strict = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    private readonly SortedDictionary<string, MethodologyDocument> _methodologies = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, RoleDocument> _roles = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, AssessmentDocument> _assessments = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ItemBankDocument> _itemBanks = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, CalibrationDocument> _calibrations = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ConcordanceDocument> _concordances = new(StringComparer.Ordinal);

    private CatalogueSnapshot(IReadOnlyList<CatalogueDocument> documents) => Documents = documents;

    public IReadOnlyList<CatalogueDocument> Documents { get; }

    public MethodologyDocument Methodology => _methodologies[CatalogueKinds.Methodology];

    public IReadOnlyDictionary<string, RoleDocument> Roles => _roles;

    public IReadOnlyDictionary<string, AssessmentDocument> Assessments => _assessments;

    /// <summary>By assessment; an assessment without content has no entry.</summary>
    public IReadOnlyDictionary<string, ItemBankDocument> ItemBanks => _itemBanks;

    /// <summary>By assessment; an assessment without content has no entry.</summary>
    public IReadOnlyDictionary<string, CalibrationDocument> Calibrations => _calibrations;

    public IReadOnlyDictionary<string, ConcordanceDocument> Concordances => _concordances;

    /// <exception cref="CatalogueException">Anything is wrong; it lists every problem found.</exception>
    public static CatalogueSnapshot FromDocuments(IEnumerable<CatalogueDocument> documents)
    {
        var problems = new List<CatalogueProblem>();
        var snapshot = Parse([.. documents], problems, followReferences: true);
        return problems.Count == 0 ? snapshot : throw new CatalogueException(problems);
    }

    /// <summary>Parses and checks what can be parsed. References between documents are followed only if no document had to be left out.</summary>
    internal static CatalogueSnapshot Parse(IReadOnlyList<CatalogueDocument> documents, List<CatalogueProblem> problems, bool followReferences)
    {
        var snapshot = new CatalogueSnapshot(documents);
        foreach (var document in documents) problems.AddRange(snapshot.Add(document));
        if (followReferences && snapshot.Count == documents.Count) problems.AddRange(ReferenceChecks.Check(snapshot));
        return snapshot;
    }

    private int Count => _methodologies.Count + _roles.Count + _assessments.Count + _itemBanks.Count + _calibrations.Count + _concordances.Count;

    private IReadOnlyList<CatalogueProblem> Add(CatalogueDocument document) => document.Kind switch
    {
        CatalogueKinds.Methodology => Add(document, _methodologies, _ => CatalogueKinds.Methodology, "", MethodologyChecks.Check),
        CatalogueKinds.Role => Add(document, _roles, r => r.Slug, "/slug", RoleChecks.Check),
        CatalogueKinds.Assessment => Add(document, _assessments, a => a.Slug, "/slug", AssessmentChecks.Check),
        CatalogueKinds.Items => Add(document, _itemBanks, i => i.Assessment, "/assessment", ItemBankChecks.Check),
        CatalogueKinds.Calibration => Add(document, _calibrations, c => c.Assessment, "/assessment", CalibrationChecks.Check),
        CatalogueKinds.Concordance => Add(document, _concordances, c => c.Slug, "/slug", ConcordanceChecks.Check),
        _ => [new CatalogueProblem(document.File, "", $"is of an unknown kind '{document.Kind}'")],
    };

    private static IReadOnlyList<CatalogueProblem> Add<T>(
        CatalogueDocument document,
        SortedDictionary<string, T> target,
        Func<T, string> slugOf,
        string slugPointer,
        Func<string, T, IEnumerable<CatalogueProblem>> check)
        where T : class
    {
        T parsed;
        try
        {
            parsed = JsonSerializer.Deserialize<T>(document.Json, _strict) ?? throw new JsonException("must be an object, not null", "$", null, null);
        }
        catch (JsonException e)
        {
            return [new CatalogueProblem(document.File, JsonPointers.FromJsonPath(e.Path), e.Message)];
        }

        if (!target.TryAdd(document.Slug, parsed)) return [new CatalogueProblem(document.File, "", "is given twice")];

        return slugOf(parsed) == document.Slug
            ? [.. check(document.File, parsed)]
            : [new CatalogueProblem(document.File, slugPointer, $"is '{slugOf(parsed)}' but the document belongs to '{document.Slug}'")];
    }
}
