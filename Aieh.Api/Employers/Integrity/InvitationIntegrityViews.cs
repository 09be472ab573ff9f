using System.Globalization;
using Aieh.Api.Candidates.Integrity;
using Aieh.Api.Employers.Reports;

namespace Aieh.Api.Employers.Integrity;

/// <summary>How attempts were taken, as the employer is shown it: what was made of it, never what was collected.</summary>
internal static class InvitationIntegrityViews
{
    public static InvitationIntegrityResponse Of(InvitationResult found) => new()
    {
        Invitation = found.Invitation.Id,
        Summary = IntegrityViews.SummaryOf(found.Shown),
        Items = [.. found.Shown.Select(Of)],
    };

    /// <summary>Null when nobody has reviewed it.</summary>
    public static ReviewResponse? ReviewOf(ShownIntegrityRow row) => IntegrityViews.OutcomeOf(row.Outcome) is { } outcome
        ? new ReviewResponse { Outcome = outcome, Note = row.Note, ReviewedAt = row.ReviewedAt!.Value }
        : null;

    /// <summary>Tag of a review; null when there is none.</summary>
    public static string? TagOf(ShownIntegrityRow row) =>
        row.ReviewVersion is { } version ? string.Create(CultureInfo.InvariantCulture, $"\"{version}\"") : null;

    private static EvidenceIntegrity Of(ShownIntegrityRow row)
    {
        var judged = IntegrityViews.JudgementOf(row);
        return new EvidenceIntegrity
        {
            Evidence = row.EvidenceId,
            Assessment = row.Assessment,
            ObservedAt = row.ObservedAt,
            Status = judged.Status,
            Reasons = judged.Reasons,
            Method = row.Method,
            JudgedAt = row.JudgedAt,
            Statement = IntegrityViews.StatementOf(row.Statement, row.StatedAt),
            Review = ReviewOf(row),
        };
    }
}
