using System.Text.Json.Nodes;
using Aieh.Api.Catalog.Documents;

namespace Aieh.Api.Tests.Catalog.Documents;

/// <summary>The shipped catalog in a temporary folder, to plant errors in.</summary>
internal sealed class CatalogCopy : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aieh-catalog-");

    public CatalogCopy()
    {
        foreach (var source in Directory.EnumerateFiles(ShippedCatalogTests.Folder, "*.json", SearchOption.AllDirectories))
        {
            var target = PathOf(Path.GetRelativePath(ShippedCatalogTests.Folder, source));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(source, target);
        }
    }

    public string Folder => _folder.FullName;

    public CatalogSnapshot Load() => CatalogFiles.Load(Folder);

    public void Edit(string file, Action<JsonNode> edit)
    {
        var node = JsonNode.Parse(File.ReadAllText(PathOf(file)))!;
        edit(node);
        File.WriteAllText(PathOf(file), node.ToJsonString());
    }

    public void Write(string file, string text) => File.WriteAllText(PathOf(file), text);

    public void Delete(string file) => File.Delete(PathOf(file));

    public IReadOnlyList<string> Problems()
    {
        try
        {
            Load();
            return [];
        }
        catch (CatalogException e)
        {
            return [.. e.Problems.Select(p => p.ToString())];
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string PathOf(string file) => Path.Combine(_folder.FullName, file);
}
