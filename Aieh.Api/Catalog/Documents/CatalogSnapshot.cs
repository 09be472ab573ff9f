using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aieh.Api.Catalog.Documents;

/// <summary>The whole catalog, parsed and checked. Every dictionary is ordered by slug.</summary>
internal sealed class CatalogSnapshot
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

    private readonly Lazy<string> _hash;

    private CatalogSnapshot(IReadOnlyList<CatalogDocument> documents)
    {
        Documents = documents;
        _hash = new Lazy<string>(HashOfAll);
    }

    public IReadOnlyList<CatalogDocument> Documents { get; }

    /// <summary>Names the whole content: equal documents, equal hash, on every replica.</summary>
    public string Hash => _hash.Value;

    public MethodologyDocument Methodology => _methodologies[CatalogKinds.Methodology];

    public IReadOnlyDictionary<string, RoleDocument> Roles => _roles;

    public IReadOnlyDictionary<string, AssessmentDocument> Assessments => _assessments;

    /// <summary>By assessment; an assessment without content has no entry.</summary>
    public IReadOnlyDictionary<string, ItemBankDocument> ItemBanks => _itemBanks;

    /// <summary>By assessment; an assessment without content has no entry.</summary>
    public IReadOnlyDictionary<string, CalibrationDocument> Calibrations => _calibrations;

    public IReadOnlyDictionary<string, ConcordanceDocument> Concordances => _concordances;

    /// <summary>What an assessment is called; its slug when the catalog does not have it any more.</summary>
    public string TitleOf(string assessment) => _assessments.GetValueOrDefault(assessment)?.Title ?? assessment;

    /// <summary>What a role is called; its slug when the catalog does not have it any more.</summary>
    public string RoleTitleOf(string role) => _roles.GetValueOrDefault(role)?.Title ?? role;

    /// <summary>What a band is called; its slug when the methodology does not have it any more.</summary>
    public string BandNameOf(string band) => Methodology.Bands.FirstOrDefault(each => each.Slug == band)?.Name ?? band;

    /// <exception cref="CatalogException">Anything is wrong; it lists every problem found.</exception>
    public static CatalogSnapshot FromDocuments(IEnumerable<CatalogDocument> documents)
    {
        var problems = new List<CatalogProblem>();
        var snapshot = Parse([.. documents], problems, followReferences: true);
        return problems.Count == 0 ? snapshot : throw new CatalogException(problems);
    }

    /// <summary>
    /// Parses and checks what can be parsed. References between documents are followed only if no document had to be left out.
    /// </summary>
    internal static CatalogSnapshot Parse(IReadOnlyList<CatalogDocument> documents, List<CatalogProblem> problems, bool followReferences)
    {
        var snapshot = new CatalogSnapshot(documents);
        foreach (var document in documents) problems.AddRange(snapshot.Add(document));
        if (followReferences && snapshot.Count == documents.Count) problems.AddRange(ReferenceChecks.Check(snapshot));
        return snapshot;
    }

    private string HashOfAll()
    {
        var lines = Documents.Select(document => $"{document.Kind} {document.Slug} {document.ContentHash}").Order(StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
    }

    private int Count =>
        _methodologies.Count + _roles.Count + _assessments.Count + _itemBanks.Count + _calibrations.Count + _concordances.Count;

    private IReadOnlyList<CatalogProblem> Add(CatalogDocument document) => document.Kind switch
    {
        CatalogKinds.Methodology => Add(document, _methodologies, _ => CatalogKinds.Methodology, "", MethodologyChecks.Check),
        CatalogKinds.Role => Add(document, _roles, r => r.Slug, "/slug", RoleChecks.Check),
        CatalogKinds.Assessment => Add(document, _assessments, a => a.Slug, "/slug", AssessmentChecks.Check),
        CatalogKinds.Items => Add(document, _itemBanks, i => i.Assessment, "/assessment", ItemBankChecks.Check),
        CatalogKinds.Calibration => Add(document, _calibrations, c => c.Assessment, "/assessment", CalibrationChecks.Check),
        CatalogKinds.Concordance => Add(document, _concordances, c => c.Slug, "/slug", ConcordanceChecks.Check),
        _ => [new CatalogProblem(document.File, "", $"is of an unknown kind '{document.Kind}'")],
    };

    private static IReadOnlyList<CatalogProblem> Add<T>(
        CatalogDocument document,
        SortedDictionary<string, T> target,
        Func<T, string> slugOf,
        string slugPointer,
        Func<string, T, IEnumerable<CatalogProblem>> check)
        where T : class
    {
        T parsed;
        try
        {
            parsed = JsonSerializer.Deserialize<T>(document.Json, _strict)
                ?? throw new JsonException("must be an object, not null", "$", null, null);
        }
        catch (JsonException e)
        {
            return [new CatalogProblem(document.File, JsonPointers.FromJsonPath(e.Path), e.Message)];
        }

        if (!target.TryAdd(document.Slug, parsed)) return [new CatalogProblem(document.File, "", "is given twice")];

        return slugOf(parsed) == document.Slug
            ? [.. check(document.File, parsed)]
            : [new CatalogProblem(document.File, slugPointer, $"is '{slugOf(parsed)}' but the document belongs to '{document.Slug}'")];
    }
}
