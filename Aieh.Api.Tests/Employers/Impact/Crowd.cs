using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.SelfIdentification;
using Aieh.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Aieh.Api.Tests.Employers.Impact;

/// <summary>Candidates of a loop with scores and groups, straight into the database.</summary>
internal sealed class Crowd(AiehApplication app, Guid tenant, Guid loop)
{
    public async Task<IReadOnlyList<AcceptedInvitation>> AddAsync(
        int people, double score, Sex? sex = null, RaceEthnicity? raceEthnicity = null)
    {
        var added = new List<AcceptedInvitation>();
        for (var i = 0; i < people; i++)
        {
            var passport = Guid.CreateVersion7(app.Clock.GetUtcNow());
            var row = new PassportRow { Id = passport, CreatedAt = app.Clock.GetUtcNow() };
            await app.Db.WriteAsync(session => PassportStore.InsertAsync(session, row), CancellationToken.None);
            await app.AddEvidenceAsync(passport, Employer.Python, score, app.Clock.GetUtcNow());
            await SayAsync(passport, sex, raceEthnicity);
            added.Add(await app.AcceptAsync(tenant, loop, passport));
        }

        return added;
    }

    /// <summary>Nothing where neither is given.</summary>
    public async Task SayAsync(Guid passport, Sex? sex, RaceEthnicity? raceEthnicity)
    {
        if (sex is null && raceEthnicity is null) return;

        var row = new SelfIdentificationRow
        {
            PassportId = passport,
            Answers = app.Services.GetRequiredService<SealedAnswers>().Seal(passport, new GroupAnswers(sex, raceEthnicity)),
            ConsentVersion = SelfIdentificationText.Version,
            UpdatedAt = app.Clock.GetUtcNow(),
        };
        await app.Db.WriteAsync(
            async session =>
            {
                await SelfIdentificationStore.ReplaceAsync(session, row);
                return true;
            },
            CancellationToken.None);
    }
}
