using Aieh.Api.Platform.Access;

namespace Aieh.Api.Candidates.SelfIdentification;

/// <summary>What somebody has said of themselves; null is what was not answered.</summary>
internal readonly record struct GroupAnswers(Sex? Sex, RaceEthnicity? RaceEthnicity)
{
    /// <summary>Null when it is not known: not answered, or not to be said.</summary>
    public Sex? KnownSex => Sex == SelfIdentification.Sex.PreferNotToSay ? null : Sex;

    /// <summary>Null when it is not known: not answered, or not to be said.</summary>
    public RaceEthnicity? KnownRaceEthnicity =>
        RaceEthnicity == SelfIdentification.RaceEthnicity.PreferNotToSay ? null : RaceEthnicity;
}

/// <summary>
/// Answers are sealed at rest: counting them opens each, in memory, for as long as it takes. No statement needs them open, because the
/// readiness that they are counted by is worked out person by person as well; and so no copy of the database tells anybody's group. They
/// are sealed for their passport, so that a row that is put under another opens nothing, and all are of one length. Not within a unit of
/// work: see <see cref="Sealing"/>.
/// </summary>
internal sealed class SealedAnswers(Sealing sealing)
{
    private const string Purpose = "self-identification";

    /// <summary>Stands for what was not answered. The codes are kept: they may be added to, and never change.</summary>
    private const char NotAnswered = '.';

    private const string SexCodes = "fm-";
    private const string RaceEthnicityCodes = "hwbpan2-";

    /// <exception cref="SealingUnavailableException">There is nothing to seal with.</exception>
    public string Seal(Guid passport, GroupAnswers answers) => sealing.Seal(
        string.Concat(
            answers.Sex is { } sex ? SexCodes[(int)sex] : NotAnswered,
            answers.RaceEthnicity is { } race ? RaceEthnicityCodes[(int)race] : NotAnswered),
        Purpose, passport.ToString("N"));

    /// <summary>Null when they cannot be opened: then nothing is known of the person.</summary>
    public GroupAnswers? Open(Guid passport, string sealedAnswers)
    {
        if (sealing.Open(sealedAnswers, Purpose, passport.ToString("N")) is not [var sex, var race]) return null;

        var (sexAt, raceAt) = (SexCodes.IndexOf(sex, StringComparison.Ordinal), RaceEthnicityCodes.IndexOf(race, StringComparison.Ordinal));
        return new GroupAnswers(sexAt < 0 ? null : (Sex)sexAt, raceAt < 0 ? null : (RaceEthnicity)raceAt);
    }

    /// <summary>As the owner reads it back; null when there is nothing that can be opened.</summary>
    public SelfIdentificationAnswers? Show(SelfIdentificationRow? row) => row is not null && Open(row.PassportId, row.Answers) is { } said
        ? new SelfIdentificationAnswers
        {
            Consent = row.ConsentVersion,
            Sex = said.Sex,
            RaceEthnicity = said.RaceEthnicity,
            UpdatedAt = row.UpdatedAt,
        }
        : null;
}
