using Aieh.Api.Candidates.SelfIdentification;
using Aieh.Api.Catalog.Documents;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;
using Aieh.Api.Tools.Files;
using Aieh.Api.Tools.Report;
using Aieh.Scoring.Checks;

namespace Aieh.Api.Tools.Psychometrics;

/// <summary>What was said in the voluntary questionnaire by whoever has answers to an assessment's items.</summary>
internal static class ConsentedGroupStore
{
    internal static class Sql
    {
        public const string List = """
            SELECT DISTINCT s.PassportId, s.Answers, s.ConsentVersion, s.UpdatedAt
            FROM Attempt AS a
            INNER JOIN SelfIdentification AS s ON s.PassportId = a.PassportId
            WHERE a.Assessment = @Assessment AND a.Form = 'full' AND a.State = 'scored'
            """;
    }

    public static Task<IReadOnlyList<SelfIdentificationRow>> ListAsync(DbSession session, string assessment) =>
        session.ListAsync<SelfIdentificationRow>(Sql.List, new { Assessment = assessment });
}

/// <summary>
/// Compares groups on the items of an assessment: of those alone who have answered the voluntary questionnaire, whose text names this use.
/// </summary>
internal static class ConsentedGroups
{
    /// <exception cref="InputException">There is no such assessment, or nobody to compare.</exception>
    public static async Task<GroupComparisons> ReadAsync(
        Func<string[], CancellationToken, Task<WebApplication>> open, string[] settings, string assessment,
        CancellationToken cancellationToken)
    {
        await using var app = await open(settings, cancellationToken);
        var (bank, calibration, rows, _) = await StoredResponses.LoadAsync(app, assessment, cancellationToken);
        var said = await app.Services.GetRequiredService<Db>().ReadAsync(
            session => ConsentedGroupStore.ListAsync(session, assessment), cancellationToken);
        var answers = app.Services.GetRequiredService<SealedAnswers>();
        var groups = new Dictionary<Guid, GroupAnswers>();
        foreach (var row in said)
        {
            if (answers.Open(row.PassportId, row.Answers) is { } opened) groups.Add(row.PassportId, opened);
        }

        StoredResponseRow[] consented = [.. rows.Where(row => groups.ContainsKey(row.PassportId))];
        return Compare(assessment, consented, [.. consented.Select(row => groups[row.PassportId])], bank, calibration);
    }

    /// <summary>Women beside men, and each race or ethnicity beside white people, as is usual.</summary>
    internal static GroupComparisons Compare(
        string assessment, IReadOnlyList<StoredResponseRow> rows, IReadOnlyList<GroupAnswers> said, ItemBankDocument bank,
        CalibrationDocument calibration)
    {
        var table = StoredResponses.TableOf(assessment, rows, bank, calibration);
        var comparisons = new List<GroupComparison> { Of(Sex.Female, Sex.Male, each => each.KnownSex) };
        comparisons.AddRange(
            from race in Enum.GetValues<RaceEthnicity>()
            where race is not RaceEthnicity.White and not RaceEthnicity.PreferNotToSay
            select Of(race, RaceEthnicity.White, each => each.KnownRaceEthnicity));
        return new GroupComparisons(assessment, table.Items, comparisons);

        GroupComparison Of<T>(T focal, T reference, Func<GroupAnswers, T?> groupOf) where T : struct, Enum
        {
            int[] people =
            [
                .. Enumerable.Range(0, rows.Count).Where(row =>
                    groupOf(said[row]) is { } group && (group.Equals(focal) || group.Equals(reference))),
            ];
            var width = table.Items.Count;
            int[] responses = [.. people.SelectMany(row => table.Responses.AsSpan(row * width, width).ToArray())];
            bool[] isFocal = [.. people.Select(row => groupOf(said[row])!.Value.Equals(focal))];
            var dif = width == 0 ? null : DifferentialItemFunctioning.Analyze(responses, width, isFocal);
            // The larger group too: whoever knows both could take one from the other.
            var isTold = dif is { IsSmallSample: false, ReferencePeople: >= DifferentialItemFunctioning.SmallestFocalGroup };
            return new GroupComparison(KebabCase.Of(focal), KebabCase.Of(reference), isTold ? dif : null);
        }
    }
}
