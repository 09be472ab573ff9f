using System.CommandLine;
using System.Data.Common;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Employers.Audit;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Operations;
using Aieh.Api.Tools.Content;
using Aieh.Api.Tools.Content.Checks;
using Aieh.Api.Tools.Demo;
using Aieh.Api.Tools.Files;
using Aieh.Api.Tools.Integrity;
using Aieh.Api.Tools.Psychometrics;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Aieh.Api;

/// <summary>The verbs of the binary; without one it serves.</summary>
internal static class Verbs
{
    private const int Failed = 1;

    /// <summary>Of a verb that a signal stopped, as shells number it.</summary>
    private const int Stopped = 130;

    /// <summary>Settings outside of a section: the framework's own.</summary>
    private static readonly HashSet<string> HostSettings = new(StringComparer.OrdinalIgnoreCase)
    {
        "urls", "http_ports", "https_ports", "environment", "contentRoot", "applicationName", "AllowedHosts", "ForwardedHeaders_Enabled",
    };

    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand(
            "AIEH Skills Passport service. Without a verb it serves HTTP; "
            + "settings come from appsettings.json, environment variables (Section__Key=value) and --Section:Key=value.")
        {
            // Settings such as --Database:Provider=SqlServer belong to the host's configuration.
            TreatUnmatchedTokensAsErrors = false,
        };
        root.SetAction((_, ct) => ServeAsync(args, ct));
        var serve = Verb("serve", "Serve HTTP (the default).", (result, ct) => ServeAsync([.. result.UnmatchedTokens], ct));
        root.Add(serve);
        root.Add(Verb(
            "migrate",
            "Bring the database to this build's schema and import the catalog.",
            (result, ct) => MigrateAsync([.. result.UnmatchedTokens], ct)));
        root.Add(DemoCommand.Create(Server.Build, Startup.PrepareAsync));
        root.Add(KeyCommands.Create(OpenAsync));
        root.Add(AuditCommands.Create(OpenAsync));
        root.Add(ContentCommands.Create(CatalogFolder));
        root.Add(HealthProbe.Create());
        root.Add(ScoreCommand.Create());
        root.Add(SimulateCommand.Create());
        root.Add(SimulateAdaptiveCommand.Create());
        root.Add(ReplayAdaptiveCommand.Create());
        root.Add(SimulateIntegrityCommand.Create(CatalogFolder));
        root.Add(CalibrateCommand.Create(OpenAsync));
        root.Add(LinkCommand.Create());
        root.Add(CheckCommand.Create(OpenAsync));
        root.Add(CurvesCommand.Create());
        root.Add(CompositeCommand.Create());
        root.Add(AdverseImpactCommand.Create());
        root.Add(PublishCommand.Create(OpenAsync));
        var parsed = root.Parse(SettingsFirst(args));
        if (FirstUnknown(parsed.UnmatchedTokens) is { } unknown)
        {
            await Console.Error.WriteLineAsync(
                $"'{unknown}' is neither a verb nor an option, and settings are written --Section:Key=value.");
            await parsed.CommandResult.Command.Parse("--help").InvokeAsync();
            return Failed;
        }

        // SIGINT and SIGTERM cancel a verb, which has this long to end what it started. Serving, the host has a timeout of its own.
        TimeSpan? timeout = parsed.CommandResult.Command == root || parsed.CommandResult.Command == serve ? null : TimeSpan.FromSeconds(10);
        var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = timeout };
        return await ReportAsync(parsed.InvokeAsync(invocation));
    }

    /// <summary>
    /// Settings before the verb's own options, because an option that takes several values would take what follows it for one of them.
    /// </summary>
    private static string[] SettingsFirst(string[] args)
    {
        var verb = args.TakeWhile(arg => !arg.StartsWith('-')).ToArray();
        var rest = args[verb.Length..].ToLookup(IsSetting);
        return [.. verb, .. rest[true], .. rest[false]];

        static bool IsSetting(string arg) =>
            arg.StartsWith("--", StringComparison.Ordinal)
            && arg.Split('=', 2) is [var name, _]
            && name.Contains(':', StringComparison.Ordinal);
    }

    /// <summary>
    /// The first token that is no setting of the host: without this, a mistyped verb would serve and a mistyped option would be ignored.
    /// </summary>
    private static string? FirstUnknown(IReadOnlyList<string> tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            var name = tokens[i].Split('=', 2)[0];
            // Sets nothing: so WebApplicationFactory names the sections of its settings.
            if (name.Length > 2 && tokens[i] == name + "=") continue;
            if (!IsSetting(name)) return tokens[i];
            if (name == tokens[i]) i++; // its value is the next token
        }

        return null;

        static bool IsSetting(string name) =>
            name.StartsWith("--", StringComparison.Ordinal)
            && (name.Contains(':', StringComparison.Ordinal) || HostSettings.Contains(name[2..]));
    }

    private static Command Verb(string name, string description, Func<ParseResult, CancellationToken, Task<int>> run)
    {
        var command = new Command(name, description) { TreatUnmatchedTokensAsErrors = false };
        command.SetAction(run);
        return command;
    }

    private static async Task<int> ServeAsync(string[] args, CancellationToken cancellationToken)
    {
        await using var app = Server.Build(args);
        await Startup.PrepareAsync(app, cancellationToken);
        await app.RunAsync(cancellationToken);
        return 0;
    }

    private static async Task<int> MigrateAsync(string[] args, CancellationToken cancellationToken)
    {
        await using var app = Server.Build(args);
        foreach (var line in await Startup.MigrateAsync(app.Services, cancellationToken)) Console.WriteLine(line);
        return 0;
    }

    /// <summary>The folder of the catalog by these settings, without a look at the database.</summary>
    private static string CatalogFolder(string[] settings)
    {
        using var app = Server.Build(settings);
        return Startup.CatalogFolder(app.Services);
    }

    /// <summary>The services of a verb that works on the database beside a running server.</summary>
    private static async Task<WebApplication> OpenAsync(string[] args, CancellationToken cancellationToken)
    {
        var app = Server.Build(args);
        try
        {
            await app.Services.GetRequiredService<Migrator>().RequireCurrentAsync(cancellationToken);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>What an operator can mend is told in one line; anything else keeps its stack trace.</summary>
    private static async Task<int> ReportAsync(Task<int> run)
    {
        try
        {
            return await run;
        }
        catch (OperationCanceledException exception) when (exception.InnerException is not TimeoutException)
        {
            await Console.Error.WriteLineAsync("Stopped before the end.");
            return Stopped;
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"{exception.Message} Serve somewhere else with --urls=http://localhost:<port>.");
            return Failed;
        }
        catch (DbException exception) when (DatabaseFault.IsNoDatabase(exception))
        {
            await Console.Error.WriteLineAsync($"The database cannot be used (Database:ConnectionString): {exception.Message}");
            return Failed;
        }
        catch (Exception exception) when (IsForTheOperator(exception))
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return Failed;
        }
    }

    private static bool IsForTheOperator(Exception exception) =>
        exception is OptionsValidationException
            or CatalogException
            or StartupException
            or SchemaException
            or DatabaseBusyException
            or InputException
            or InterpreterException;
}
