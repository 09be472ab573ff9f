using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Aieh.Api.Candidates.Attempts;
using Aieh.Api.Candidates.Contacts;
using Aieh.Api.Candidates.Evidence;
using Aieh.Api.Candidates.Integrity;
using Aieh.Api.Candidates.SelfIdentification;
using Aieh.Api.Platform.Access;
using Aieh.Api.Platform.Data;
using Aieh.Api.Platform.Http;

namespace Aieh.Api.Candidates.Passports;

/// <summary>
/// Writes a <see cref="PassportExportResponse"/> page by page as it is read, so that the longest history takes no more memory than a page.
/// </summary>
internal sealed class PassportExport(
    PassportRow passport, DateTimeOffset now, Db db, PassportViews views, AssembledForms forms, SealedAnswers answers) : IResult
{
    private const int PageSize = 200;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var cancellationToken = httpContext.RequestAborted;
        var measures = await db.ReadAsync(
            session => EvidenceStore.ListMeasuresAsOfAsync(session, passport.Id, now), cancellationToken);
        var accommodation = await db.ReadAsync(session => AccommodationStore.FindOwnAsync(session, passport.Id), cancellationToken);
        var contact = await db.ReadAsync(session => ContactStore.FindAsync(session, passport.Id), cancellationToken);
        var said = answers.Show(
            await db.ReadAsync(session => SelfIdentificationStore.FindAsync(session, passport.Id), cancellationToken));
        var logins = await db.ReadAsync(session => LoginStore.ListByPassportAsync(session, passport.Id), cancellationToken);
        var verifications = await db.ReadAsync(
            session => VerificationStore.ListByPassportAsync(session, passport.Id), cancellationToken);
        var response = httpContext.Response;
        response.ContentType = "application/json; charset=utf-8";
        await using var json = new Utf8JsonWriter(response.BodyWriter, new() { Encoder = PassportJson.Wire.Options.Encoder });
        json.WriteStartObject();
        WriteMember("exportedAt", now, PassportJson.Wire.DateTimeOffset);
        WriteMember("passport", views.Of(passport, measures, now), PassportJson.Wire.PassportResponse);
        if (accommodation is not null)
        {
            WriteMember("accommodation", AccommodationResponse.Of(accommodation), PassportJson.Wire.AccommodationResponse);
        }

        if (contact is not null) WriteMember("contact", ContactResponse.Of(contact), PassportJson.Wire.ContactResponse);
        if (said is not null) WriteMember("selfIdentification", said, PassportJson.Wire.SelfIdentificationAnswers);
        if (logins.Count > 0)
        {
            ExportedLogin[] told = [.. logins.Select(login => new ExportedLogin { Issuer = login.Issuer, CreatedAt = login.CreatedAt })];
            WriteMember("logins", told, PassportJson.Wire.ExportedLoginArray);
        }

        if (verifications.Count > 0)
        {
            WriteMember("verifications", [.. verifications.Select(ExportedVerification.Of)], PassportJson.Wire.ExportedVerificationArray);
        }

        await WriteListAsync(
            "evidence",
            (session, page) => EvidenceStore.ListAfterAsync(session, passport.Id, page),
            row => new Cursor(row.ObservedAt, row.Id),
            row => ValueTask.FromResult(views.Of(row)),
            PassportJson.Wire.EvidenceResponse);
        await WriteListAsync(
            "attempts",
            (session, page) => AttemptStore.ListAfterAsync(session, passport.Id, page),
            row => new Cursor(row.StartedAt, row.Id),
            row => AttemptOfAsync(row, cancellationToken),
            PassportJson.Wire.ExportedAttempt);
        await WriteListAsync(
            "grants",
            (session, page) => GrantStore.ListAfterAsync(session, passport.Id, page),
            row => new Cursor(row.CreatedAt, row.Id),
            row => ValueTask.FromResult(GrantEndpoints.Of(row)),
            PassportJson.Wire.GrantResponse);
        json.WriteEndObject();

        void WriteMember<T>(string name, T value, JsonTypeInfo<T> type)
        {
            json.WritePropertyName(name);
            JsonSerializer.Serialize(json, value, type);
        }

        async Task WriteListAsync<TRow, T>(
            string name,
            Func<DbSession, Page, Task<IReadOnlyList<TRow>>> list,
            Func<TRow, Cursor> place,
            Func<TRow, ValueTask<T>> view,
            JsonTypeInfo<T> type)
        {
            json.WriteStartArray(name);
            for (Cursor? after = Cursor.Start; after is not null;)
            {
                var page = new Page(name, PageSize, after);
                var rows = await db.ReadAsync(session => list(session, page), cancellationToken);
                foreach (var row in rows.Take(PageSize)) JsonSerializer.Serialize(json, await view(row), type);

                // Waits for a reader who is slower than the database.
                await json.FlushAsync(cancellationToken);
                await response.BodyWriter.FlushAsync(cancellationToken);
                after = rows.Count > PageSize ? place(rows[PageSize - 1]) : null;
            }

            json.WriteEndArray();
        }
    }

    private async ValueTask<ExportedAttempt> AttemptOfAsync(AttemptRow attempt, CancellationToken cancellationToken)
    {
        var order = ItemResponses.ReadOrder(attempt.ItemOrder);
        var form = await forms.OfAsync(attempt, order, cancellationToken);
        var record = await db.ReadAsync(session => AttemptRecord.LoadAsync(session, attempt), cancellationToken);
        return new ExportedAttempt
        {
            Id = attempt.Id,
            Assessment = attempt.Assessment,
            Form = FormSlugs.Parse(attempt.Form),
            State = AttemptView.StateOf(attempt, now),
            StartedAt = attempt.StartedAt,
            SubmittedAt = attempt.SubmittedAt,
            Supervision = attempt.SupervisedBy is null ? Supervision.Unsupervised : Supervision.Supervised,
            SupervisedBy = attempt.SupervisedBy,
            SupervisedAt = attempt.SupervisedAt,
            AiPolicy = AgreedAiPolicy.Of(attempt.AiPolicy, attempt.AiPolicyVersion, attempt.AgreedAt),
            Responses = ItemResponses.List(attempt.Responses, order, form),
            Integrity = IntegrityViews.Of(record),
        };
    }
}
