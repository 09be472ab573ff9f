using System.CommandLine;
using System.Text.Json;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Platform.Operations;
using Aieh.Api.Tools.Files;

namespace Aieh.Api.Tools.Psychometrics;

/// <summary>
/// The verb `calibrations publish`: makes a calibration the catalog's current one. Attempts that are open and scores that were made keep
/// theirs.
/// </summary>
internal static class PublishCommand
{
    /// <param name="open">Opens the service's database with these settings.</param>
    public static Command Create(Func<string[], CancellationToken, Task<WebApplication>> open)
    {
        var file = VerbOptions.File("--file", "A calibration that calibrate or link wrote, JSON.");
        var assessment = new Option<string?>("--assessment")
        {
            Description = "Assessment it belongs to; without it, the one it was made from.",
            HelpName = "slug",
        };
        var isNorm = new Option<bool>("--sample-is-norm")
        {
            Description = "The people it was made from are the norm population, so that it needs no linking.",
        };
        var strict = Remarks.Strict();
        var publish = new Command(
            "publish", "Make a calibration the current one of its assessment. Its version must be higher than the current one's.")
        {
            file, assessment, isNorm, strict,
        };
        publish.TreatUnmatchedTokensAsErrors = false;
        publish.SetAction(RunAsync);
        return new Command("calibrations", "The catalog's calibrations.") { publish };

        async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
        {
            var remarks = new Remarks();
            var calibration = PublishedCalibration.Publishable(ItemFile.Read(result.GetValue(file)!), remarks);
            var slug = result.GetValue(assessment)
                ?? calibration.Assessment
                ?? throw new InputException($"{calibration.Path} does not name an assessment; name it with --assessment.");
            Check(calibration, result.GetValue(isNorm));
            await using var app = await open([.. result.UnmatchedTokens], cancellationToken);
            var now = app.Services.GetRequiredService<TimeProvider>().Now();
            var db = app.Services.GetRequiredService<Db>();
            var (published, kept) = await db.WriteAsync(session => PublishAsync(session, calibration, slug, now), cancellationToken);
            foreach (var remark in kept.Lines) remarks.Add(remark);
            var provisional = published.Items.Count(item => item.Provisional);
            Console.WriteLine(
                $"{slug}: {published.Id}, version {published.Version}, is now the current calibration "
                + $"({KebabCase.Of(published.Status)}); {provisional} of {published.Items.Count} items keep provisional parameters.");
            return remarks.Tell(Console.Error, result.GetValue(strict));
        }
    }

    /// <exception cref="InputException">The calibration is no better than none.</exception>
    private static void Check(ItemList calibration, bool isNorm)
    {
        var path = calibration.Path;
        if (calibration.Id is null || calibration.Version is null) throw new InputException($"{path} has no id and version.");
        if (calibration.Link is null && !isNorm)
        {
            throw new InputException(
                $"{path} is on the scale of the people it was made from. "
                + "Link it to the current calibration (verb link), or say --sample-is-norm.");
        }
    }

    /// <returns>What was published, and which items were not, with the reason.</returns>
    private static async Task<(CalibrationDocument Published, Remarks Kept)> PublishAsync(
        DbSession session, ItemList calibration, string assessment, DateTimeOffset now)
    {
        var catalog = CatalogSnapshot.FromDocuments(await CatalogStore.ListCurrentAsync(session));
        if (!catalog.Calibrations.TryGetValue(assessment, out var current))
        {
            throw new InputException($"'{assessment}' has no calibration in the catalog.");
        }

        RequireSuccessor(calibration, current);
        var kept = new Remarks();
        var promotable = Promotion.Promotable(calibration, ScoringRules.Of(catalog).Promotion, kept);
        var document = PublishedCalibration.Merge(promotable, current);
        var text = JsonSerializer.Serialize(document, CatalogDocument.Written);
        var stored = CatalogDocument.FromText(CatalogKinds.Calibration, assessment, text);
        var problems = CatalogSchemas.Shipped.Validate(stored).ToList();
        if (problems.Count > 0) throw new CatalogException(problems);
        await CatalogStore.ReplaceAsync(session, stored, now);
        return (document, kept);
    }

    /// <exception cref="InputException">The calibration is not newer than the current one, or is on another scale.</exception>
    private static void RequireSuccessor(ItemList calibration, CalibrationDocument current)
    {
        if (calibration.Version <= current.Version)
        {
            throw new InputException(
                $"{calibration.Path} has the version {calibration.Version}; the current calibration has {current.Version}, "
                + "and a new one must be higher.");
        }

        var scale = $"{current.Id}, version {current.Version}";
        if (calibration.Link is { } link && link.To != scale)
        {
            throw new InputException($"{calibration.Path} is linked to the scale of {link.To}; the current calibration is {scale}.");
        }
    }
}
