using System.Text.Json;

namespace Aieh.Api.Catalog.Documents;

/// <summary>Reads the catalogue from a folder: methodology.json, roles/*.json, concordances/*.json, assessments/*/{assessment,items,calibration}.json, schemas/*.</summary>
internal static class CatalogueFiles
{
    /// <summary>The catalogue that ships with this build.</summary>
    public static readonly string ShippedFolder = Path.Combine(AppContext.BaseDirectory, "Catalog", "Documents");

    /// <exception cref="CatalogueException">Anything is wrong; it lists every problem found.</exception>
    public static CatalogueSnapshot Load(string folder)
    {
        if (!Directory.Exists(folder)) throw new CatalogueException([new CatalogueProblem(folder, "", "is not a folder (Catalogue:Folder)")]);

        var schemaFolder = Path.Combine(folder, "schemas");
        if (!Directory.Exists(schemaFolder)) throw new CatalogueException([new CatalogueProblem(schemaFolder, "", "is not there: a catalogue brings its schemas along")]);

        var problems = new List<CatalogueProblem>();
        var schemas = CatalogueSchemas.Load(schemaFolder);
        var valid = new List<CatalogueDocument>();
        foreach (var document in Read(folder, problems))
        {
            var before = problems.Count;
            problems.AddRange(schemas.Validate(document));
            if (problems.Count == before) valid.Add(document);
        }

        var snapshot = CatalogueSnapshot.Parse(valid, problems, followReferences: problems.Count == 0);
        return problems.Count == 0 ? snapshot : throw new CatalogueException(problems);
    }

    private static List<CatalogueDocument> Read(string folder, List<CatalogueProblem> problems)
    {
        var documents = new List<CatalogueDocument>();
        var files = Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
            .Where(file => !file.StartsWith("schemas/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (Identify(file) is not var (kind, slug))
            {
                problems.Add(new CatalogueProblem(file, "", "does not belong in the catalogue folder"));
                continue;
            }

            try
            {
                documents.Add(CatalogueDocument.FromText(kind, slug, File.ReadAllText(Path.Combine(folder, file))));
            }
            catch (JsonException e)
            {
                problems.Add(new CatalogueProblem(file, JsonPointers.FromJsonPath(e.Path), e.Message));
            }
        }

        return documents;
    }

    private static (string Kind, string Slug)? Identify(string file) => file.Split('/') switch
    {
        ["methodology.json"] => (CatalogueKinds.Methodology, CatalogueKinds.Methodology),
        ["roles", var name] => (CatalogueKinds.Role, Path.GetFileNameWithoutExtension(name)),
        ["concordances", var name] => (CatalogueKinds.Concordance, Path.GetFileNameWithoutExtension(name)),
        ["assessments", var slug, "assessment.json"] => (CatalogueKinds.Assessment, slug),
        ["assessments", var slug, "items.json"] => (CatalogueKinds.Items, slug),
        ["assessments", var slug, "calibration.json"] => (CatalogueKinds.Calibration, slug),
        _ => null,
    };
}
