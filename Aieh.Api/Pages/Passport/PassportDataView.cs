using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Pages.Shell;

namespace Aieh.Api.Pages.Passport;

/// <summary>More time that a passport's attempts have.</summary>
public sealed record MoreTimeView(string Multiplier, string Minutes, PageTime Since);

/// <summary>What can be done with all that is held under a passport.</summary>
/// <param name="MoreTime">Null when its attempts have none.</param>
/// <param name="SelfIdentification">The voluntary questionnaire.</param>
/// <param name="Problem">Why nothing was erased; null before.</param>
public sealed record PassportDataView(MoreTimeView? MoreTime, SelfIdentificationView SelfIdentification, string? Problem)
{
    internal static PassportDataView Of(
        AccommodationResponse? accommodation, SelfIdentificationView selfIdentification, string? problem) => new(
        accommodation is null
            ? null
            : new MoreTimeView(
                Written.Number(accommodation.TimeMultiplier, "0.##"),
                Written.Number(accommodation.ExtraMinutes),
                Written.Day(accommodation.UpdatedAt)),
        selfIdentification,
        problem);
}
