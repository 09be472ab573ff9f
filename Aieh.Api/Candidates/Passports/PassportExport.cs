using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Data;

namespace Aieh.Api.Candidates.Passports;

/// <summary>Everything held under a passport, in a form that another system can read.</summary>
internal sealed record PassportExportResponse
{
    /// <summary>When the export was made.</summary>
    public required DateTimeOffset ExportedAt { get; init; }

    /// <summary>The passport as it stands.</summary>
    public required PassportResponse Passport { get; init; }

    /// <summary>All of its evidence, oldest first.</summary>
    public required IReadOnlyList<EvidenceResponse> Evidence { get; init; }

    /// <summary>All of its attempts with the answers given, oldest first.</summary>
    public required IReadOnlyList<ExportedAttempt> Attempts { get; init; }

    /// <summary>All of its grants, the revoked ones too, oldest first.</summary>
    public required IReadOnlyList<GrantResponse> Grants { get; init; }
}

/// <summary>An attempt in an export.</summary>
internal sealed record ExportedAttempt
{
    /// <summary>Id of the attempt.</summary>
    public required Guid Id { get; init; }

    /// <summary>Slug of the assessment.</summary>
    /// <example>python-fundamentals</example>
    public required string Assessment { get; init; }

    /// <summary>The form that was taken.</summary>
    public required FormKind Form { get; init; }

    /// <summary>Where the attempt stands.</summary>
    public required AttemptState State { get; init; }

    /// <summary>When it started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was submitted; absent before.</summary>
    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>The answers, in the order served.</summary>
    public required IReadOnlyList<ItemResponse> Responses { get; init; }
}

internal static class PassportExport
{
    public static async Task<PassportExportResponse> ReadAsync(
        DbSession session, PassportRow passport, PassportViews views, AssembledForms forms, DateTimeOffset now)
    {
        var evidence = await EvidenceStore.ListByPassportAsync(session, passport.Id);
        var measures = await EvidenceStore.ListMeasuresAsOfAsync(session, passport.Id, now);
        var attempts = await AttemptStore.ListByPassportAsync(session, passport.Id);
        var exported = new List<ExportedAttempt>(attempts.Count);
        foreach (var attempt in attempts)
        {
            var order = ItemResponses.ReadOrder(attempt.ItemOrder);
            exported.Add(AttemptOf(attempt, order, await forms.OfAsync(attempt, order, session.CancellationToken), now));
        }

        var grants = await GrantStore.ListByPassportAsync(session, passport.Id);
        return new PassportExportResponse
        {
            ExportedAt = now,
            Passport = views.Of(passport, measures, now),
            Evidence = [.. evidence.Select(views.Of)],
            Attempts = exported,
            Grants = [.. grants.Select(GrantEndpoints.Of)],
        };
    }

    private static ExportedAttempt AttemptOf(AttemptRow attempt, string[] order, AssembledForm form, DateTimeOffset now) => new()
    {
        Id = attempt.Id,
        Assessment = attempt.Assessment,
        Form = FormSlugs.Parse(attempt.Form),
        State = AttemptView.StateOf(attempt, now),
        StartedAt = attempt.StartedAt,
        SubmittedAt = attempt.SubmittedAt,
        Responses = ItemResponses.List(attempt.Responses, order, form),
    };
}
