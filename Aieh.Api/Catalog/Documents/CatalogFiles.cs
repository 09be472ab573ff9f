using System.Text.Json;

namespace Aieh.Api.Catalog.Documents;

/// <summary>
/// Reads the catalog from a folder: methodology.json, roles/*.json, concordances/*.json, assessments/*/{assessment,items,calibration}.json,
/// schemas/*.
/// </summary>
internal static class CatalogFiles
{
    /// <summary>The catalog that ships with this build.</summary>
    public static readonly string ShippedFolder = Path.Combine(AppContext.BaseDirectory, "Catalog", "Documents");

    /// <exception cref="CatalogException">Anything is wrong; it lists every problem found.</exception>
    public static CatalogSnapshot Load(string folder)
    {
        if (!Directory.Exists(folder)) throw new CatalogException([new CatalogProblem(folder, "", "is not a folder (Catalog:Folder)")]);

        var schemaFolder = Path.Combine(folder, "schemas");
        if (!Directory.Exists(schemaFolder))
        {
            throw new CatalogException([new CatalogProblem(schemaFolder, "", "is not there: a catalog brings its schemas along")]);
        }

        var problems = new List<CatalogProblem>();
        var schemas = CatalogSchemas.Load(schemaFolder);
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
        var files = Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
            .Where(file => !file.StartsWith("schemas/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (Identify(file) is not var (kind, slug))
            {
                problems.Add(new CatalogProblem(file, "", "does not belong in the catalog folder"));
                continue;
            }

            try
            {
                documents.Add(CatalogDocument.FromText(kind, slug, File.ReadAllText(Path.Combine(folder, file))));
            }
            catch (JsonException e)
            {
                problems.Add(new CatalogProblem(file, JsonPointers.FromJsonPath(e.Path), e.Message));
            }
        }

        return documents;
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
