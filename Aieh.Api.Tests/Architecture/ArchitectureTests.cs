using System.Reflection;
using System.Text.RegularExpressions;
using Aieh.Api.Platform.Http;
using Aieh.Api.Tests.Support;
using Aieh.Scoring;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Architecture;

/// <summary>The rules of the house that a compiler does not check.</summary>
public sealed partial class ArchitectureTests : HttpFixture<SqliteDatabase>
{
    private const int MaxHandlerLines = 40;
    private const int MaxLineLength = 140;

    private static readonly Assembly Service = typeof(Server).Assembly;
    private static readonly string[] VagueNames =
        ["Common", "Utils", "Util", "Helpers", "Helper", "Core", "Manager", "Managers", "Misc", "Shared"];

    [Test]
    public void Scoring_ReferencesNothingButTheFrameworkAndNumerics()
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var foreign = typeof(ScoringVersion).Assembly.GetReferencedAssemblies()
            .Where(reference => reference.Name != "MathNet.Numerics" && !File.Exists(Path.Combine(framework, reference.Name + ".dll")));

        Assert.That(foreign, Is.Empty);
    }

    [Test]
    public void Stores_KnowNeitherContractsNorHttp()
    {
        var arrows = CompiledArrows.Of(Service.Location)
            .Where(arrow => arrow.From.Name.EndsWith("Store", StringComparison.Ordinal))
            .ToList();

        Assert.That(arrows.Select(arrow => arrow.From).Distinct().Count(), Is.GreaterThan(4));
        Assert.That(arrows.Where(arrow => IsContractOrHttp(arrow.To)), Is.Empty);

        static bool IsContractOrHttp(TypeName type) =>
            type.Name.EndsWith("Request", StringComparison.Ordinal) || type.Name.EndsWith("Response", StringComparison.Ordinal)
            || type.Namespace.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal);
    }

    [Test]
    public void Endpoints_HaveANameATagAnAccessRuleAndTheirProblems()
    {
        var endpoints = ApiEndpoints().ToArray();
        var lacking = from endpoint in endpoints
                      from lack in new[]
                      {
                          endpoint.Metadata.GetMetadata<IEndpointNameMetadata>() is null ? "name" : null,
                          endpoint.Metadata.GetMetadata<ITagsMetadata>()?.Tags.Count is not 1 ? "tag" : null,
                          endpoint.Metadata.GetMetadata<AccessRule>() is null ? "access rule" : null,
                          endpoint.Metadata.GetMetadata<ProblemMetadata>() is null ? "problems" : null,
                      }
                      where lack is not null
                      select $"{endpoint.DisplayName}: no {lack}";

        Assert.That(endpoints, Has.Length.GreaterThan(15));
        Assert.That(lacking, Is.Empty);
    }

    /// <summary>The document says of each that it answers 412 where a condition does not hold.</summary>
    [Test]
    public void Handlers_ThatChangeSomething_AskForTheConditionsOfTheRequest()
    {
        var changing = ApiEndpoints()
            .Where(endpoint => !endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Contains("GET"))
            .Select(endpoint => endpoint.Metadata.GetMetadata<MethodInfo>()!)
            .ToLookup(IsConditional, handler => handler.Name);

        Assert.That(changing[true].Count(), Is.GreaterThan(20));
        Assert.That(changing[false], Is.Empty);

        static bool IsConditional(MethodInfo handler) => handler.GetParameters()
            .Any(parameter => parameter.ParameterType == typeof(Preconditions) || parameter.ParameterType == typeof(Idempotency));
    }

    [Test]
    public void Handlers_AreStaticShortAndNamedLikeTheirOperation()
    {
        var sources = SourceFile.Of("Aieh.Api").Where(file => file.Name.EndsWith("Endpoints.cs", StringComparison.Ordinal))
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file.Name), file => file.Lines);
        var faults = new List<string>();
        foreach (var endpoint in ApiEndpoints())
        {
            var handler = endpoint.Metadata.GetMetadata<MethodInfo>()!;
            var operation = endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName;
            if (!handler.IsStatic) faults.Add($"{handler.Name} is not static");
            var expected = char.ToLowerInvariant(handler.Name[0]) + handler.Name[1..];
            if (operation != expected) faults.Add($"{handler.Name} has the operation {operation}");
            var lines = LinesOf(sources[handler.DeclaringType!.Name], handler.Name);
            if (lines is 0 or > MaxHandlerLines) faults.Add($"{handler.Name} has {lines} lines");
        }

        Assert.That(faults, Is.Empty);
    }

    [TestCase("Aieh.Api", 200)]
    [TestCase("Aieh.Scoring", 400)]
    public void Files_AreShort(string project, int most)
    {
        var longer = SourceFile.Of(project)
            .Where(file => file.Lines.Length > most)
            .Select(file => $"{file.RelativePath} has {file.Lines.Length} lines");

        Assert.That(longer, Is.Empty);
    }

    /// <summary>Data aside: text in raw literals, rows of test cases, and addresses, which cannot be broken.</summary>
    [TestCase("Aieh.Api")]
    [TestCase("Aieh.Scoring")]
    [TestCase("Aieh.Api.Tests")]
    [TestCase("bench")]
    public void Lines_OutsideData_FitInAReadersWindow(string project)
    {
        var longer = SourceFile.Of(project).SelectMany(file => LongLines(file).Select(line => $"{file.RelativePath}:{line}"));

        Assert.That(longer, Is.Empty);
    }

    [Test]
    public void Lines_OfData_MayBeLongAndOthersMayNot()
    {
        var filler = new string('x', MaxLineLength);
        string[] lines =
        [
            "var a = 1;",
            $"// {filler}",
            $"// https://example.com/{filler}",
            $"    [TestCase(\"{filler}\")]",
            "var json = \"\"\"",
            $"    {filler}",
            "    \"\"\";",
            $"var {filler} = 1;",
            $"// https://example.com/ {filler}",
        ];

        Assert.That(LongLines(new SourceFile("some.cs", lines)), Is.EqualTo(new[] { 2, 8, 9 }));
    }

    [Test]
    public void Program_IsATableOfContents() =>
        Assert.That(File.ReadAllLines(Path.Combine(Checkout.Root, "Aieh.Api", "Program.cs")), Has.Length.LessThanOrEqualTo(60));

    [TestCase("Aieh.Api")]
    [TestCase("Aieh.Scoring")]
    public void Namespaces_AreTheFolders(string project)
    {
        var astray = from file in SourceFile.Of(project)
                     let folder = Path.GetDirectoryName(file.RelativePath)!.Replace(Path.DirectorySeparatorChar, '.')
                     where file.Namespace.Length > 0 && file.Namespace != folder
                     select $"{file.RelativePath} declares {file.Namespace}";

        Assert.That(astray, Is.Empty);
    }

    [Test]
    public void Names_SayWhatAThingIs()
    {
        var types = Service.GetTypes().Concat(typeof(ScoringVersion).Assembly.GetTypes()).Select(type => type.Name.Split('`')[0]);
        var folders = SourceFile.Of("Aieh.Api").Concat(SourceFile.Of("Aieh.Scoring")).SelectMany(file => file.Namespace.Split('.'));
        var vague = types.Concat(folders).Distinct().Where(name => VagueNames.Any(word => IsOrEndsIn(name, word)));

        Assert.That(vague, Is.Empty);

        static bool IsOrEndsIn(string name, string word) =>
            name == word || (word.Length > 5 && name.EndsWith(word, StringComparison.Ordinal));
    }

    /// <summary>
    /// What still says the former word has to: the scripts that make and copy the table, what refuses the former names, what tells of it.
    /// </summary>
    [Test]
    public void Catalog_HasOneSpelling()
    {
        string[] exempt = ["0001_initial.sql", "0004_catalog.sql", "Startup.cs", "QtiXml.cs", "CHANGELOG.md", "0014-floors.md"];
        string[] kinds = [".cs", ".sql", ".json", ".md", ".yaml", ".yml", ".ts", ".ps1", ".csproj"];
        var files = Directory.EnumerateFiles(Checkout.Root, "*", SearchOption.AllDirectories)
            .Where(file => kinds.Contains(Path.GetExtension(file)) && !exempt.Contains(Path.GetFileName(file)))
            .Select(file => Path.GetRelativePath(Checkout.Root, file))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(folder => folder is "artifacts" or "node_modules" or ".git"))
            .Where(file => !file.StartsWith("Aieh.Api.Tests", StringComparison.Ordinal));

        Assert.That(files.Where(file => FormerSpelling().IsMatch(File.ReadAllText(Path.Combine(Checkout.Root, file)))), Is.Empty);
    }

    private IEnumerable<RouteEndpoint> ApiEndpoints() => App.Services.GetRequiredService<EndpointDataSource>().Endpoints
        .OfType<RouteEndpoint>()
        .Where(endpoint => IsApi(endpoint.RoutePattern.RawText!));

    private static bool IsApi(string path) =>
        path.StartsWith("/v1", StringComparison.Ordinal) || path.StartsWith("/ats", StringComparison.Ordinal);

    private static IEnumerable<int> LongLines(SourceFile file)
    {
        var isInLiteral = false;
        for (var i = 0; i < file.Lines.Length; i++)
        {
            var line = file.Lines[i];
            var isData = isInLiteral || line.TrimStart().StartsWith("[TestCase", StringComparison.Ordinal);
            if (!isData && Address().Replace(line, "").Length > MaxLineLength) yield return i + 1;
            // A literal that ends on its own line opens and closes, and changes nothing.
            if (RawLiteralQuotes().Count(line) % 2 == 1) isInLiteral = !isInLiteral;
        }
    }

    /// <summary>From the signature to the brace that closes the method, or to the end of its expression.</summary>
    private static int LinesOf(string[] source, string method)
    {
        var first = Array.FindIndex(source, line => line.StartsWith("    internal static ", StringComparison.Ordinal)
            && line.Contains($" {method}(", StringComparison.Ordinal));
        if (first < 0) return 0;
        var hasBlock = false;
        for (var i = first; i < source.Length; i++)
        {
            hasBlock |= source[i] == "    {";
            if (source[i] == "    }" || (!hasBlock && source[i].EndsWith(';'))) return i - first + 1;
        }

        return int.MaxValue;
    }

    [GeneratedRegex(@"\S*://\S*")]
    private static partial Regex Address();

    [GeneratedRegex("catalogue", RegexOptions.IgnoreCase)]
    private static partial Regex FormerSpelling();

    [GeneratedRegex("\"{3,}")]
    private static partial Regex RawLiteralQuotes();
}
