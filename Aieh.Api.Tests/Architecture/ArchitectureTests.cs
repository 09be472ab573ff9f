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
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
    private const int MaxHandlerLines = 40;

    private static readonly Assembly Service = typeof(Server).Assembly;
    private static readonly string[] VagueNames = ["Common", "Utils", "Util", "Helpers", "Helper", "Core", "Manager", "Managers", "Misc", "Shared"];
    private static readonly string Root = FindRoot();

    [Test]
    public void Scoring_ReferencesNothingButTheFrameworkAndNumerics()
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var foreign = typeof(ScoringVersion).Assembly.GetReferencedAssemblies().Where(reference => reference.Name != "MathNet.Numerics" && !File.Exists(Path.Combine(framework, reference.Name + ".dll")));

        Assert.That(foreign.Select(reference => reference.Name), Is.SubsetOf(new[] { "MathNet.Numerics" }));
    }

    [Test]
    public void Stores_KnowNeitherContractsNorHttp()
    {
        var stores = Service.GetTypes().Where(type => type.Name.EndsWith("Store", StringComparison.Ordinal) && !type.IsNested).ToArray();
        var forbidden = from store in stores
                        from used in UsedBy(store)
                        where used.Name.EndsWith("Request", StringComparison.Ordinal) || used.Name.EndsWith("Response", StringComparison.Ordinal)
                            || used.Namespace?.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) is true
                        select $"{store.Name} uses {used.FullName}";

        Assert.That(stores, Has.Length.GreaterThan(4));
        Assert.That(forbidden.Distinct(), Is.Empty);
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

    [Test]
    public void Handlers_AreStaticShortAndNamedLikeTheirOperation()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Root, "Aieh.Api"), "*Endpoints.cs", SearchOption.AllDirectories).ToDictionary(file => Path.GetFileNameWithoutExtension(file), File.ReadAllLines);
        var faults = new List<string>();
        foreach (var endpoint in ApiEndpoints())
        {
            var handler = endpoint.Metadata.GetMetadata<MethodInfo>()!;
            var operation = endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName;
            if (!handler.IsStatic) faults.Add($"{handler.Name} is not static");
            if (!string.Equals(handler.Name, operation, StringComparison.OrdinalIgnoreCase) || !char.IsAsciiLetterLower(operation[0])) faults.Add($"{handler.Name} has the operation {operation}");
            var lines = LinesOf(sources[handler.DeclaringType!.Name], handler.Name);
            if (lines is 0 or > MaxHandlerLines) faults.Add($"{handler.Name} has {lines} lines");
        }

        Assert.That(faults, Is.Empty);
    }

    [TestCase("Aieh.Api", 200)]
    [TestCase("Aieh.Scoring", 400)]
    public void Files_AreShort(string project, int most)
    {
        var longer = Sources(project).Select(file => (File: Path.GetRelativePath(Root, file), Lines: File.ReadAllLines(file).Length)).Where(file => file.Lines > most);

        Assert.That(longer, Is.Empty);
        Assert.That(File.ReadAllLines(Path.Combine(Root, "Aieh.Api", "Program.cs")), Has.Length.LessThanOrEqualTo(60));
    }

    [TestCase("Aieh.Api")]
    [TestCase("Aieh.Scoring")]
    public void Namespaces_AreTheFolders(string project)
    {
        var astray = from file in Sources(project)
                     let declared = Namespace().Match(File.ReadAllText(file))
                     let folder = Path.GetRelativePath(Root, Path.GetDirectoryName(file)!).Replace(Path.DirectorySeparatorChar, '.')
                     where declared.Success && declared.Groups[1].Value != folder
                     select $"{Path.GetRelativePath(Root, file)} declares {declared.Groups[1].Value}";

        Assert.That(astray, Is.Empty);
    }

    [Test]
    public void Names_SayWhatAThingIs()
    {
        var types = Service.GetTypes().Concat(typeof(ScoringVersion).Assembly.GetTypes()).Select(type => type.Name.Split('`')[0]);
        var folders = Sources("Aieh.Api").Concat(Sources("Aieh.Scoring")).SelectMany(file => Path.GetRelativePath(Root, Path.GetDirectoryName(file)!).Split(Path.DirectorySeparatorChar));
        var vague = types.Concat(folders).Distinct().Where(name => VagueNames.Any(word => name == word || (word.Length > 5 && name.EndsWith(word, StringComparison.Ordinal))));

        Assert.That(vague, Is.Empty);
    }

    private IEnumerable<RouteEndpoint> ApiEndpoints() => App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/v1", StringComparison.Ordinal));

    /// <summary>The types in a type's signatures, fields and method bodies, those of its nested types (closures, state machines) included.</summary>
    private static IEnumerable<Type> UsedBy(Type type)
    {
        var methods = type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared)).ToArray();
        return type.GetFields(Declared).Select(field => field.FieldType)
            .Concat(methods.SelectMany(method => method.GetParameters()).Select(parameter => parameter.ParameterType))
            .Concat(methods.OfType<MethodInfo>().Select(method => method.ReturnType))
            .Concat(methods.SelectMany(method => method.GetMethodBody()?.LocalVariables ?? []).Select(local => local.LocalType))
            .SelectMany(Parts)
            .Concat(type.GetNestedTypes(Declared).SelectMany(UsedBy));
    }

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!) : type.GetGenericArguments().SelectMany(Parts).Prepend(type);

    /// <summary>From the signature to the brace that closes the method, or to the end of its expression.</summary>
    private static int LinesOf(string[] source, string method)
    {
        var first = Array.FindIndex(source, line => line.StartsWith("    internal static ", StringComparison.Ordinal) && line.Contains($" {method}(", StringComparison.Ordinal));
        if (first < 0) return 0;
        var hasBlock = false;
        for (var i = first; i < source.Length; i++)
        {
            hasBlock |= source[i] == "    {";
            if (source[i] == "    }" || (!hasBlock && source[i].EndsWith(';'))) return i - first + 1;
        }

        return int.MaxValue;
    }

    private static IEnumerable<string> Sources(string project) =>
        Directory.EnumerateFiles(Path.Combine(Root, project), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(folder => folder is "obj" or "bin"));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Aieh.slnx"))) return folder.FullName;
        }

        throw new InvalidOperationException("These tests read the sources: run them in a checkout.");
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
