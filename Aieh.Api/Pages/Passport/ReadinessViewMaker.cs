using System.Globalization;
using Aieh.Api.Candidates.Readiness;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Pages.Text;
using Aieh.Scoring.Readiness;
using Microsoft.Extensions.Localization;
using ReadinessStatus = Aieh.Api.Candidates.Readiness.ReadinessStatus;

namespace Aieh.Api.Pages.Passport;

/// <summary>Makes what is seen of readiness of what the API says.</summary>
internal sealed class ReadinessViewMaker(
    ScoreViewMaker scores, PassportViewMaker passports, PassportPictures pictures, IStringLocalizer<PassportWords> words)
{
    private const string RelevanceFormat = "0.00##";

    /// <param name="role">The role.</param>
    /// <param name="published">Readiness by the published weights.</param>
    /// <param name="weights">Those that are tried.</param>
    /// <param name="tried">Readiness by them; null without.</param>
    /// <param name="fault">Why there is none.</param>
    public ReadinessView Of(
        RoleDocument role, ReadinessResponse published, TriedWeights weights, ReadinessResponse? tried, WeightProblemKind? fault) => new()
    {
        Role = role.Title,
        Path = PassportAddresses.Readiness + role.Slug,
        Scale = scores.Scale,
        Published = FiguresOf(published),
        Steps = [.. published.NextSteps.Select(step => passports.StepOf(step, isOfRole: true))],
        Weights = [.. role.Bundle!.Entries.Select(entry => WeightOf(entry.Assessment, entry.Relevance.Value, weights))],
        Tried = tried is null ? null : FiguresOf(tried),
        Fault = fault is null ? null : words[fault == WeightProblemKind.AllZero ? "AllZero" : "OutOfRange"].Value,
    };

    public ReadinessFiguresView FiguresOf(ReadinessResponse readiness) => new()
    {
        Score = readiness.Readiness is { } score
            ? scores.Of(
                score, readiness.Interval!, readiness.StandardError!.Value, readiness.Band, readiness.BandProbabilities,
                readiness.Provisional)
            : null,
        Status = words[$"Readiness{readiness.Status}"],
        IsSufficient = readiness.Status == ReadinessStatus.Sufficient,
        Coverage = Written.Percent(readiness.Coverage),
        MinimumCoverage = Written.Percent(readiness.MinimumCoverage),
        Picture = pictures.ContributionsOf(readiness, scores.TitleOf),
        Contributions = [.. readiness.Contributions.Select(ContributionOf)],
        Missing =
        [
            .. readiness.Missing.Select(
                missing => new MissingView(scores.TitleOf(missing.Assessment), Written.Number(missing.Relevance, RelevanceFormat))),
        ],
    };

    private ContributionView ContributionOf(ReadinessContribution part) => new(
        scores.TitleOf(part.Assessment),
        Written.Number(part.Relevance, RelevanceFormat),
        scores.FreshnessOf(part.Freshness),
        Written.Percent(part.EffectiveWeight),
        Written.Number(part.Points, "0.0"));

    private WeightView WeightOf(string assessment, double published, TriedWeights weights)
    {
        var value = weights.ByAssessment.TryGetValue(assessment, out var tried) ? Math.Clamp(tried, 0, 1) : published;
        return new WeightView(
            TriedWeights.FieldOf(assessment),
            scores.TitleOf(assessment),
            value.ToString("0.00##", CultureInfo.InvariantCulture),
            Written.Number(value, RelevanceFormat),
            Written.Number(published, RelevanceFormat));
    }
}
