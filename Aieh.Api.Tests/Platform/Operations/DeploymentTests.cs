using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Aieh.Api.Employers.Webhooks;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Limits;
using Aieh.Api.Platform.Operations;
using Aieh.Api.Tests.Support;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using SharpYaml.Serialization;

namespace Aieh.Api.Tests.Platform.Operations;

/// <summary>
/// What can be known about the deployment files without an engine to run them: they parse, what they name exists, no password is in them,
/// and alerts and dashboard ask for metrics that the service has. Not beside other fixtures: the metrics of all services of a process come
/// together.
/// </summary>
[NonParallelizable]
internal sealed partial class DeploymentTests
{

    /// <summary>Shown by Prometheus itself, and by the SQL Server client once it has run a command.</summary>
    private static readonly string[] Elsewhere = ["up", "db_client_operation_duration_seconds_bucket"];

    [Test]
    public void Dockerfile_CopiesWhatExistsAndRunsWithoutRoot()
    {
        var lines = File.ReadAllLines(Path.Combine(Checkout.Root, "Dockerfile"));
        var stages = lines
            .Select(line => StageName().Match(line))
            .Where(match => match.Success)
            .Select(match => match.Groups[1].Value)
            .ToArray();
        var copies = lines.Where(line => line.StartsWith("COPY ", StringComparison.Ordinal)).Select(line => line.Split(' ')[1..]);
        foreach (var arguments in copies)
        {
            if (arguments.FirstOrDefault(argument => argument.StartsWith("--from=", StringComparison.Ordinal)) is { } from)
            {
                Assert.That(stages, Does.Contain(from["--from=".Length..]));
                continue;
            }

            foreach (var source in arguments[..^1])
            {
                Assert.That(Path.Exists(Path.Combine(Checkout.Root, source)), $"{source} does not exist.");
            }
        }

        Assert.That(lines, Has.Some.EqualTo("USER 1654"));
        Assert.That(lines, Has.Some.StartsWith("HEALTHCHECK ").And.Some.StartsWith("ENTRYPOINT [\"dotnet\""));
        var final = lines.Single(line => line.EndsWith(" AS final", StringComparison.Ordinal));
        Assert.That(final, Does.Contain("-extra"), "the SQL Server client needs ICU");
    }

    [Test]
    public void Compose_MountsWhatExists()
    {
        foreach (var (name, service) in Services())
        {
            foreach (var volume in service!["volumes"]?.AsArray() ?? [])
            {
                var source = volume!.GetValue<string>().Split(':')[0];
                if (!source.StartsWith("./", StringComparison.Ordinal)) continue;
                Assert.That(Path.Exists(Path.Combine(Checkout.Root, "deploy", source)), $"{name}: {source}");
            }

            foreach (var (other, _) in service["depends_on"]?.AsObject() ?? [])
            {
                Assert.That(Services().ContainsKey(other), $"{name} depends on {other}");
            }
        }
    }

    [Test]
    public void Compose_TakesEveryPasswordFromTheEnvironmentWithoutADefault()
    {
        var secrets = Services()
            .SelectMany(service => service.Value!["environment"]?.AsObject() ?? [])
            .Where(HoldsAPassword)
            .Select(setting => setting.Value!.ToString())
            .ToArray();
        Assert.That(secrets, Has.Length.EqualTo(7).And.All.Match(@"^(.*Password=)?\$\{AIEH_[A-Z]+_PASSWORD:\?[^}]+\}(;.*)?$"));

        static bool HoldsAPassword(KeyValuePair<string, JsonNode?> setting) =>
            setting.Key.Contains("PASSWORD", StringComparison.OrdinalIgnoreCase)
            || setting.Value!.ToString().Contains("Password=", StringComparison.Ordinal);
    }

    [TestCase("prometheus.yml")]
    [TestCase("grafana/datasource.yml")]
    [TestCase("grafana/dashboards.yml")]
    public void Configuration_Parses(string file) => Assert.That(Yaml(file), Is.Not.Empty);

    [Test]
    public void DatabaseScript_IsTSql()
    {
        using var script = File.OpenText(Path.Combine(Checkout.Root, "deploy/sqlserver/create.sql"));
        new TSql160Parser(initialQuotedIdentifiers: true).Parse(script, out var errors);
        Assert.That(errors.Select(error => error.Message), Is.Empty);
    }

    /// <summary>The operator's page names every setting of the option classes with its default.</summary>
    [Test]
    public void SettingsTable_NamesEveryOption()
    {
        var page = File.ReadAllText(Path.Combine(Checkout.Root, "docs/operations.md"));
        (string Section, Type Options)[] sections =
        [
            (DatabaseOptions.Section, typeof(DatabaseOptions)),
            ("Idempotency", typeof(IdempotencyOptions)),
            (RateLimitOptions.Section, typeof(RateLimitOptions)),
            (MaintenanceOptions.Section, typeof(MaintenanceOptions)),
            (ShutdownOptions.Section, typeof(ShutdownOptions)),
            (ManagementOptions.Section, typeof(ManagementOptions)),
            (WebhookOptions.Section, typeof(WebhookOptions)),
        ];
        foreach (var (section, options) in sections)
        {
            var defaults = Activator.CreateInstance(options);
            foreach (var property in options.GetProperties().Where(property => property.CanWrite))
            {
                var value = Convert.ToString(property.GetValue(defaults), System.Globalization.CultureInfo.InvariantCulture);
                Assert.That(page, Does.Match($@"\| `{section}:{property.Name}` \| `?{Shown(value)}`? \|"));
            }
        }

        // Where the default is empty, the page says what the service takes instead.
        static string Shown(string? value) => value is "" or null ? "Data Source=aieh-data/aieh.db" : Regex.Escape(value);
    }

    [Test]
    public async Task AlertsAndDashboard_AskForMetricsThatTheServiceHas()
    {
        var known = await ScrapedAsync();
        var rules = Yaml("alerts/aieh.rules.yml")["groups"]!.AsArray().SelectMany(group => group!["rules"]!.AsArray());
        var dashboard = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "deploy/dashboards/aieh.json")))!;
        var panels = dashboard["panels"]!.AsArray().SelectMany(panel => panel!["targets"]?.AsArray() ?? []);
        string[] queries = [.. rules.Select(rule => rule!["expr"]!.ToString()), .. panels.Select(target => target!["expr"]!.ToString())];

        var asked = queries.SelectMany(MetricsIn).Distinct().ToArray();

        Assert.That(queries, Has.Length.GreaterThan(20));
        Assert.That(asked.Except(known).Except(Elsewhere), Is.Empty);
        Assert.That(known.Where(IsOfTheService).Except(asked), Is.Empty, "not shown anywhere");

        static IEnumerable<string> MetricsIn(string query) =>
            Metric().Matches(Labels().Replace(query, "")).Select(match => match.Value);

        static bool IsOfTheService(string name) =>
            name.StartsWith("aieh_", StringComparison.Ordinal) && !HistogramPart().IsMatch(name);
    }

    [Test]
    public void Dashboard_UsesTheProvisionedDatasource()
    {
        var uid = Yaml("grafana/datasource.yml")["datasources"]![0]!["uid"]!.ToString();
        var dashboard = JsonNode.Parse(File.ReadAllText(Path.Combine(Checkout.Root, "deploy/dashboards/aieh.json")))!;
        Assert.That(dashboard["panels"]!.AsArray().Select(panel => panel!["datasource"]!["uid"]!.ToString()), Is.All.EqualTo(uid));
    }

    private static async Task<HashSet<string>> ScrapedAsync()
    {
        await using var service = await RealService.StartAsync(null);
        using var answer = await service.Client.GetAsync("/v1/roles");
        using var created = await service.Client.PostAsync(
            "/v1/passports", new StringContent("{}", new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")));
        Telemetry.Attempts.Add(1);
        Telemetry.Exposure.Add(1);
        Telemetry.ScoringDuration.Record(0.0001);
        Telemetry.IdempotencyReplays.Add(1);
        Telemetry.PassportsErased.Add(1);
        Telemetry.RateLimitRejections.Add(1);
        Telemetry.Health.Record(1);
        Telemetry.MaintenanceRuns.Add(1);
        Telemetry.WebhookDeliveries.Add(1);
        Telemetry.WebhookDuration.Record(0.1);
        Telemetry.WebhookQueue.Record(1);
        try
        {
            throw new InvalidOperationException("so that the counter of exceptions exists");
        }
        catch (InvalidOperationException)
        {
        }

        // As Prometheus 3 asks, which could be answered with dotted names.
        const string Accept = "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
            + "application/openmetrics-text;version=0.0.1;q=0.4,"
            + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1";
        var text = service.Scrape("http_route=\"/v1/passports\"", Accept);
        return [.. Sample().Matches(text).Select(match => match.Groups[1].Value)];
    }

    private static JsonObject Services()
    {
        var services = Yaml("compose.yaml")["services"]!.AsObject();
        Assert.That(services, Is.Not.Empty);
        return services;
    }

    private static JsonObject Yaml(string file) =>
        ToJson(new Serializer().Deserialize(File.ReadAllText(Path.Combine(Checkout.Root, "deploy", file))))!.AsObject();

    private static JsonNode? ToJson(object? value) => value switch
    {
        null => null,
        IDictionary<object, object> map =>
            new JsonObject(map.Select(pair => KeyValuePair.Create(pair.Key.ToString()!, ToJson(pair.Value)))),
        IEnumerable<object> list => new JsonArray([.. list.Select(ToJson)]),
        _ => JsonValue.Create(Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)),
    };

    [GeneratedRegex(@"^FROM \S+ AS (\w+)$")]
    private static partial Regex StageName();

    [GeneratedRegex(@"\b(?:aieh|http|kestrel|dotnet|db|aspnetcore)_\w+|\bup\b")]
    private static partial Regex Metric();

    [GeneratedRegex(@"\{[^}]*\}|\b(?:by|without) ?\([^)]*\)")]
    private static partial Regex Labels();

    [GeneratedRegex(@"^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{| )", RegexOptions.Multiline)]
    private static partial Regex Sample();

    [GeneratedRegex("_(?:bucket|sum|count|created)$")]
    private static partial Regex HistogramPart();
}
