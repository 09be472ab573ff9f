using System.Text.Json;

namespace Aieh.Api.Catalog.Documents;

/// <summary>
/// Reads the catalog from a folder: methodology.json, roles/*.json, concordances/*.json, assessments/*/{assessment,items,calibration}.json.
/// </summary>
internal static class CatalogFiles
{
    private const int MaxFiles = 10_000;
    private const int MaxBytes = 20_000_000;

    // Deeper than the catalog is: what lies too deep is named, and links that lead in a circle come to an end.
    private static readonly EnumerationOptions _tree =
        new() { RecurseSubdirectories = true, MaxRecursionDepth = 5, AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    /// <summary>The catalog that ships with this build.</summary>
    public static readonly string ShippedFolder = Path.Combine(AppContext.BaseDirectory, "Catalog", "Documents");

    /// <exception cref="CatalogException">Anything is wrong; it lists every problem found.</exception>
    public static CatalogSnapshot Load(string folder)
    {
        if (!Directory.Exists(folder)) throw new CatalogException([new CatalogProblem(folder, "", "is not a folder (Catalog:Folder)")]);

        var problems = new List<CatalogProblem>();
        var schemas = CatalogSchemas.Shipped;
        var valid = new List<CatalogDocument>();
        foreach (var document in Read(folder, problems))
        {
            var before = problems.Count;
            problems.AddRange(schemas.Validate(document));
            if (problems.Count == before) valid.Add(document);
        }

        var snapshot = CatalogSnapshot.Parse(valid, problems, followReferences: problems.Count == 0);
        return problems.Count == 0 ? snapshot : throw new CatalogException(problems);
    }

    private static List<CatalogDocument> Read(string folder, List<CatalogProblem> problems)
    {
        var documents = new List<CatalogDocument>();
        foreach (var file in Names(folder))
        {
            if (Identify(file) is not var (kind, slug))
            {
                problems.Add(new CatalogProblem(file, "", "does not belong in the catalog folder"));
                continue;
            }

            try
            {
                documents.Add(CatalogDocument.FromText(kind, slug, BoundedFile.ReadText(Path.Combine(folder, file), MaxBytes)));
            }
            catch (JsonException e)
            {
                problems.Add(new CatalogProblem(file, JsonPointers.FromJsonPath(e.Path), e.Message));
            }
            catch (IOException e)
            {
                problems.Add(new CatalogProblem(file, "", e.Message));
            }
        }

        return documents;
    }

    /// <summary>Folders that are named like a file too, for <see cref="BoundedFile"/> to refuse; copies of the schemas not.</summary>
    private static List<string> Names(string folder)
    {
        try
        {
            List<string> names =
            [
                .. Directory.EnumerateFileSystemEntries(folder, "*.json", _tree)
                    .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
                    .Where(file => !file.StartsWith("schemas/", StringComparison.Ordinal))
                    .Take(MaxFiles + 1)
                    .Order(StringComparer.Ordinal),
            ];
            if (names.Count <= MaxFiles) return names;
            throw new CatalogException([new CatalogProblem(folder, "", $"has more than {MaxFiles} files")]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CatalogException([new CatalogProblem(folder, "", $"cannot be read: {e.Message}")]);
        }
    }

    private static (string Kind, string Slug)? Identify(string file) => file.Split('/') switch
    {
        ["methodology.json"] => (CatalogKinds.Methodology, CatalogKinds.Methodology),
        ["roles", var name] => (CatalogKinds.Role, Path.GetFileNameWithoutExtension(name)),
        ["concordances", var name] => (CatalogKinds.Concordance, Path.GetFileNameWithoutExtension(name)),
        ["assessments", var slug, "assessment.json"] => (CatalogKinds.Assessment, slug),
        ["assessments", var slug, "items.json"] => (CatalogKinds.Items, slug),
        ["assessments", var slug, "calibration.json"] => (CatalogKinds.Calibration, slug),
        _ => null,
    };
}
