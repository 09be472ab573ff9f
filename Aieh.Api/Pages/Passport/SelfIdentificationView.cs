using Aieh.Api.Candidates.SelfIdentification;
using Aieh.Api.Pages.Shell;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Pages.Passport;

/// <summary>An answer that can be chosen.</summary>
public sealed record ChoiceView(string Value, string Name, bool IsChosen);

/// <summary>The voluntary questionnaire as its form shows it.</summary>
public sealed record SelfIdentificationView
{
    /// <summary>What answering agrees to, a paragraph each.</summary>
    public required IReadOnlyList<string> Consent { get; init; }

    public required string Version { get; init; }

    public required IReadOnlyList<ChoiceView> Sexes { get; init; }

    public required IReadOnlyList<ChoiceView> RacesEthnicities { get; init; }

    /// <summary>When it was answered; null when it is not.</summary>
    public PageTime? Since { get; init; }

    /// <summary>The invitation that is gone back to; null for the page of the passport's data.</summary>
    public Guid? Invitation { get; init; }
}

/// <summary>Makes the form of the voluntary questionnaire.</summary>
internal sealed class SelfIdentificationViewMaker(GroupNames names)
{
    /// <param name="answers">What was answered; null when nothing was.</param>
    /// <param name="invitation">The invitation that is gone back to; null for the page of the passport's data.</param>
    public SelfIdentificationView Of(SelfIdentificationAnswers? answers, Guid? invitation = null) => new()
    {
        Consent = SelfIdentificationText.Consent.Text,
        Version = SelfIdentificationText.Version,
        Sexes = [.. Enum.GetValues<Sex>().Select(sex => new ChoiceView(KebabCase.Of(sex), names.Of(sex), answers?.Sex == sex))],
        RacesEthnicities =
        [
            .. Enum.GetValues<RaceEthnicity>().Select(race =>
                new ChoiceView(KebabCase.Of(race), names.Of(race), answers?.RaceEthnicity == race)),
        ],
        Since = answers is null ? null : Written.Day(answers.UpdatedAt),
        Invitation = invitation,
    };
}
