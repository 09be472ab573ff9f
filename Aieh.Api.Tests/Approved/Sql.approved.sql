-- AccessLogStore.ListBeforePaged [SqlServer]
SELECT a.Id, a.OccurredAt, a.Action, a.TenantId, t.Name AS TenantName
FROM AuditEntry AS a
JOIN Tenant AS t ON t.Id = a.TenantId
WHERE a.PassportId = @PassportId AND a.OccurredAt <= @BeforeOccurredAt
    AND (a.OccurredAt < @BeforeOccurredAt OR a.Id < @BeforeId)
    AND (a.Action LIKE '%.read' OR a.Action LIKE 'attempt.supervis%') AND a.Scope IS NULL
ORDER BY a.OccurredAt DESC, a.Id DESC
OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY

-- AccessLogStore.ListBeforePaged [Sqlite]
SELECT a.Id, a.OccurredAt, a.Action, a.TenantId, t.Name AS TenantName
FROM AuditEntry AS a
JOIN Tenant AS t ON t.Id = a.TenantId
WHERE a.PassportId = @PassportId AND a.OccurredAt <= @BeforeOccurredAt
    AND (a.OccurredAt < @BeforeOccurredAt OR a.Id < @BeforeId)
    AND (a.Action LIKE '%.read' OR a.Action LIKE 'attempt.supervis%') AND a.Scope IS NULL
ORDER BY a.OccurredAt DESC, a.Id DESC
LIMIT @Take OFFSET @Skip

-- AccommodationStore.DeleteByPassport [SqlServer, Sqlite]
DELETE FROM Accommodation WHERE PassportId = @PassportId

-- AccommodationStore.DeleteOfInvitation [SqlServer, Sqlite]
DELETE FROM Accommodation WHERE InvitationId = @InvitationId

-- AccommodationStore.DeleteOwn [SqlServer, Sqlite]
DELETE FROM Accommodation WHERE PassportId = @PassportId AND InvitationId IS NULL

-- AccommodationStore.FindOfInvitation [SqlServer, Sqlite]
SELECT Id, PassportId, InvitationId, TimeMultiplier, ExtraMinutes, UpdatedAt
FROM Accommodation
WHERE InvitationId = @InvitationId

-- AccommodationStore.FindOwn [SqlServer, Sqlite]
SELECT Id, PassportId, InvitationId, TimeMultiplier, ExtraMinutes, UpdatedAt
FROM Accommodation
WHERE PassportId = @PassportId AND InvitationId IS NULL

-- AccommodationStore.GiveToPassport [SqlServer, Sqlite]
UPDATE Accommodation SET PassportId = @PassportId WHERE InvitationId = @InvitationId

-- AccommodationStore.Insert [SqlServer, Sqlite]
INSERT INTO Accommodation (Id, PassportId, InvitationId, TimeMultiplier, ExtraMinutes, UpdatedAt)
VALUES (@Id, @PassportId, @InvitationId, @TimeMultiplier, @ExtraMinutes, @UpdatedAt)

-- AccommodationStore.ListStanding [SqlServer, Sqlite]
SELECT a.TimeMultiplier, a.ExtraMinutes, i.Remaining
FROM Accommodation AS a
LEFT JOIN Invitation AS i ON i.Id = a.InvitationId
WHERE a.PassportId = @PassportId AND (a.InvitationId IS NULL OR (i.EndedAt IS NULL AND i.ExpiresAt > @Now))

-- AccommodationStore.Update [SqlServer, Sqlite]
UPDATE Accommodation SET TimeMultiplier = @TimeMultiplier, ExtraMinutes = @ExtraMinutes, UpdatedAt = @UpdatedAt
WHERE Id = @Id

-- AtsConnectionStore.Find [SqlServer, Sqlite]
SELECT Id, TenantId, Url, EventTypes, State, Kind, ScoreFormat, DisabledReason, Secret, PreviousSecret, PreviousUntil, FailingSince,
       Version, CreatedAt FROM WebhookEndpoint WHERE TenantId = @TenantId AND Kind = @Kind AND Kind <> 'webhook' AND State <> 'deleted'

-- AtsConnectionStore.FindById [SqlServer, Sqlite]
SELECT Id, TenantId, Url, EventTypes, State, Kind, ScoreFormat, DisabledReason, Secret, PreviousSecret, PreviousUntil, FailingSince,
       Version, CreatedAt FROM WebhookEndpoint WHERE Id = @Id AND Kind = @Kind AND State <> 'deleted'

-- AtsConnectionStore.Insert [SqlServer, Sqlite]
INSERT INTO WebhookEndpoint (Id, TenantId, Url, EventTypes, State, Kind, ScoreFormat, Secret, Version, CreatedAt)
VALUES (@Id, @TenantId, @Url, @EventTypes, @State, @Kind, @ScoreFormat, @Secret, @Version, @CreatedAt)

-- AtsConnectionStore.List [SqlServer, Sqlite]
SELECT Id, TenantId, Url, EventTypes, State, Kind, ScoreFormat, DisabledReason, Secret, PreviousSecret, PreviousUntil, FailingSince,
       Version, CreatedAt
FROM WebhookEndpoint
WHERE TenantId = @TenantId AND Kind IN ('greenhouse', 'ashby', 'kombo') AND State <> 'deleted'
ORDER BY Kind

-- AtsConnectionStore.Revive [SqlServer, Sqlite]
UPDATE WebhookDelivery
SET State = 'pending', Attempts = 0, NextAt = @Now, LeasedUntil = NULL
WHERE EndpointId = @EndpointId AND (LeasedUntil IS NULL OR LeasedUntil <= @Now)
    AND (State = 'pending' OR (State = 'failed'
        AND (LastStatus IS NULL OR LastStatus >= 500 OR LastStatus IN (401, 403, 408, 429))))

-- AtsConnectionStore.ReviveOrder [SqlServer, Sqlite]
UPDATE WebhookDelivery
SET State = 'pending', Attempts = 0, NextAt = @Now, LeasedUntil = NULL
WHERE EndpointId = @EndpointId AND Subject = @Subject AND State <> 'pending'
    AND EXISTS (SELECT 1 FROM OutboxEvent AS e WHERE e.Id = WebhookDelivery.EventId AND e.Type <> 'invitation.accepted')

-- AtsConnectionStore.Update [SqlServer, Sqlite]
UPDATE WebhookEndpoint
SET State = @State, DisabledReason = @DisabledReason, ScoreFormat = @ScoreFormat, Secret = @Secret,
    FailingSince = CASE WHEN State = 'disabled' AND @State = 'enabled' THEN NULL ELSE FailingSince END, Version = @Version + 1
WHERE Id = @Id AND Version = @Version

-- AtsOrderStore.Find [SqlServer, Sqlite]
SELECT InvitationId, TenantId, Ats, OrderKey, ReplyTo, LastTimestamp, CancelledAt, CreatedAt FROM AtsOrder WHERE InvitationId = @InvitationId

-- AtsOrderStore.FindByKey [SqlServer, Sqlite]
SELECT InvitationId, TenantId, Ats, OrderKey, ReplyTo, LastTimestamp, CancelledAt, CreatedAt FROM AtsOrder WHERE TenantId = @TenantId AND Ats = @Ats AND OrderKey = @OrderKey

-- AtsOrderStore.ForgetAddress [SqlServer, Sqlite]
UPDATE AtsOrder SET OrderKey = NULL WHERE InvitationId = @InvitationId AND OrderKey LIKE 'who %'

-- AtsOrderStore.Insert [SqlServer, Sqlite]
INSERT INTO AtsOrder (InvitationId, TenantId, Ats, OrderKey, ReplyTo, LastTimestamp, CreatedAt)
VALUES (@InvitationId, @TenantId, @Ats, @OrderKey, @ReplyTo, @LastTimestamp, @CreatedAt)

-- AtsOrderStore.NoteCancellation [SqlServer, Sqlite]
UPDATE AtsOrder SET CancelledAt = @CancelledAt WHERE InvitationId = @InvitationId AND CancelledAt IS NULL

-- AtsOrderStore.NoteTimestamp [SqlServer, Sqlite]
UPDATE AtsOrder SET LastTimestamp = @LastTimestamp
WHERE InvitationId = @InvitationId AND LastTimestamp < @LastTimestamp

-- AtsOrderStore.ReleaseKey [SqlServer, Sqlite]
UPDATE AtsOrder SET OrderKey = NULL WHERE InvitationId = @InvitationId AND OrderKey IS NOT NULL

-- AttemptStore.DeleteAnonymous [SqlServer, Sqlite]
DELETE FROM Attempt WHERE Id = @Id AND PassportId IS NULL

-- AttemptStore.DeleteByPassport [SqlServer, Sqlite]
DELETE FROM Attempt WHERE PassportId = @PassportId

-- AttemptStore.Expire [SqlServer, Sqlite]
UPDATE Attempt SET State = 'expired', Version = Version + 1
WHERE PassportId = @PassportId AND Assessment = @Assessment AND Form = @Form AND State = 'in-progress' AND ExpiresAt <= @Now

-- AttemptStore.Find [SqlServer, Sqlite]
SELECT Id, PassportId, Assessment, Form, State, ItemsHash, CalibrationHash, ItemOrder, Responses, Adaptive, Version,
       StartedAt, ExpiresAt, TimeLimitSeconds, SubmittedAt, Theta, SeTheta, Score, SeScore, AnsweredCount, OmittedCount, NotReachedCount, ScoringVersion,
       SupervisedBy, SupervisedAt, AiPolicy, AiPolicyVersion, AgreedAt, Times, IntegrityDueAt
FROM Attempt
WHERE Id = @Id

-- AttemptStore.FindNewestUnsupervisedPaged [SqlServer]
SELECT Id FROM Attempt
WHERE PassportId = @PassportId AND Assessment = @Assessment AND Form IN ('full', 'adaptive') AND State = 'scored'
    AND SupervisedBy IS NULL
ORDER BY StartedAt DESC, Id DESC
OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY

-- AttemptStore.FindNewestUnsupervisedPaged [Sqlite]
SELECT Id FROM Attempt
WHERE PassportId = @PassportId AND Assessment = @Assessment AND Form IN ('full', 'adaptive') AND State = 'scored'
    AND SupervisedBy IS NULL
ORDER BY StartedAt DESC, Id DESC
LIMIT @Take OFFSET @Skip

-- AttemptStore.Insert [SqlServer, Sqlite]
INSERT INTO Attempt (Id, PassportId, Assessment, Form, State, ItemsHash, CalibrationHash, ItemOrder, Responses, Adaptive, Version,
                     StartedAt, ExpiresAt, TimeLimitSeconds, AiPolicy, AiPolicyVersion, AgreedAt)
VALUES (@Id, @PassportId, @Assessment, @Form, @State, @ItemsHash, @CalibrationHash, @ItemOrder, @Responses, @Adaptive, @Version,
        @StartedAt, @ExpiresAt, @TimeLimitSeconds, @AiPolicy, @AiPolicyVersion, @AgreedAt)

-- AttemptStore.Lengthen [SqlServer, Sqlite]
UPDATE Attempt SET ExpiresAt = @ExpiresAt, Version = Version + 1
WHERE Id = @Id AND State = 'in-progress' AND ExpiresAt < @ExpiresAt

-- AttemptStore.ListAfterPaged [SqlServer]
SELECT Id, PassportId, Assessment, Form, State, ItemsHash, CalibrationHash, ItemOrder, Responses, Adaptive, Version,
       StartedAt, ExpiresAt, TimeLimitSeconds, SubmittedAt, Theta, SeTheta, Score, SeScore, AnsweredCount, OmittedCount, NotReachedCount, ScoringVersion,
       SupervisedBy, SupervisedAt, AiPolicy, AiPolicyVersion, AgreedAt, Times, IntegrityDueAt
FROM Attempt
WHERE PassportId = @PassportId AND StartedAt >= @AfterAt AND (StartedAt > @AfterAt OR Id > @AfterId)
ORDER BY StartedAt, Id
OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY

-- AttemptStore.ListAfterPaged [Sqlite]
SELECT Id, PassportId, Assessment, Form, State, ItemsHash, CalibrationHash, ItemOrder, Responses, Adaptive, Version,
       StartedAt, ExpiresAt, TimeLimitSeconds, SubmittedAt, Theta, SeTheta, Score, SeScore, AnsweredCount, OmittedCount, NotReachedCount, ScoringVersion,
       SupervisedBy, SupervisedAt, AiPolicy, AiPolicyVersion, AgreedAt, Times, IntegrityDueAt
FROM Attempt
WHERE PassportId = @PassportId AND StartedAt >= @AfterAt AND (StartedAt > @AfterAt OR Id > @AfterId)
ORDER BY StartedAt, Id
LIMIT @Take OFFSET @Skip

-- AttemptStore.ListAssessedStarts [SqlServer, Sqlite]
SELECT Id, Assessment, State, StartedAt, ExpiresAt
FROM Attempt
WHERE PassportId = @PassportId AND Form IN ('full', 'adaptive')
ORDER BY StartedAt DESC, Id DESC

-- AttemptStore.ListOpen [SqlServer, Sqlite]
SELECT Id, Assessment, Form, SupervisedBy, StartedAt, ExpiresAt, TimeLimitSeconds
FROM Attempt
WHERE PassportId = @PassportId AND State = 'in-progress' AND ExpiresAt > @Now

-- AttemptStore.ListStartsPaged [SqlServer]
SELECT Id, Assessment, State, StartedAt, ExpiresAt
FROM Attempt
WHERE PassportId = @PassportId AND Assessment = @Assessment AND Form IN (@Form, @OtherForm)
ORDER BY StartedAt DESC, Id DESC
OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY

-- AttemptStore.ListStartsPaged [Sqlite]
SELECT Id, Assessment, State, StartedAt, ExpiresAt
FROM Attempt
WHERE PassportId = @PassportId AND Assessment = @Assessment AND Form IN (@Form, @OtherForm)
ORDER BY StartedAt DESC, Id DESC
LIMIT @Take OFFSET @Skip

-- AttemptStore.Lock [SqlServer, Sqlite]
UPDATE Attempt SET Version = Version WHERE Id = @Id

-- AttemptStore.SaveResponses [SqlServer, Sqlite]
UPDATE Attempt SET ItemOrder = @ItemOrder, Responses = @Responses, Times = @Times, Version = Version + 1 WHERE Id = @Id

-- AttemptStore.Score [SqlServer, Sqlite]
UPDATE Attempt
SET State = 'scored', Responses = @Responses, Version = Version + 1, SubmittedAt = @SubmittedAt,
    Theta = @Theta, SeTheta = @SeTheta, Score = @Score, SeScore = @SeScore,
    AnsweredCount = @AnsweredCount, OmittedCount = @OmittedCount, NotReachedCount = @NotReachedCount, ScoringVersion = @ScoringVersion,
    Times = @Times, IntegrityDueAt = @IntegrityDueAt
WHERE Id = @Id AND Version = @Version AND State IN ('in-progress', 'expired')

-- AttemptStore.Supervise [SqlServer, Sqlite]
UPDATE Attempt SET SupervisedBy = @SupervisedBy, SupervisedAt = @SupervisedAt, Version = Version + 1 WHERE Id = @Id

-- AuditStore.CountUnsealed [SqlServer, Sqlite]
SELECT COUNT(*) FROM AuditEntry WHERE TenantId = @TenantId AND Position IS NULL

-- AuditStore.FindHeadPaged [SqlServer]
SELECT Position, Hash
FROM AuditEntry
WHERE TenantId = @TenantId AND Position IS NOT NULL
ORDER BY Position DESC
OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY

-- AuditStore.FindHeadPaged [Sqlite]
SELECT Position, Hash
FROM AuditEntry
WHERE TenantId = @TenantId AND Position IS NOT NULL
ORDER BY Position DESC
LIMIT @Take OFFSET @Skip

-- AuditStore.ListBeforePaged [SqlServer]
SELECT Id, TenantId, OccurredAt, Actor, Action, Subject, PassportId, Scope, BeforeState, AfterState, ReadKey, Position, Hash
FROM AuditEntry
WHERE TenantId = @TenantId AND OccurredAt >= @FromOccurredAt AND OccurredAt <= @BeforeOccurredAt
    AND (OccurredAt < @BeforeOccurredAt OR Id < @BeforeId)
    AND (@Action IS NULL OR Action = @Action) AND (@Subject IS NULL OR Subject = @Subject)
    AND (@PassportId IS NULL OR PassportId = @PassportId)
    AND (Scope IS NULL OR @Scopes LIKE CONCAT('% ', Scope, ' %'))
ORDER BY OccurredAt DESC, Id DESC
OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY

-- AuditStore.ListBeforePaged [Sqlite]
SELECT Id, TenantId, OccurredAt, Actor, Action, Subject, PassportId, Scope, BeforeState, AfterState, ReadKey, Position, Hash
FROM AuditEntry
WHERE TenantId = @TenantId AND OccurredAt >= @FromOccurredAt AND OccurredAt <= @BeforeOccurredAt
    AND (OccurredAt < @BeforeOccurredAt OR Id < @BeforeId)
    AND (@Action IS NULL OR Action = @Action) AND (@Subject IS NULL OR Subject = @Subject)
    AND (@PassportId IS NULL OR PassportId = @PassportId)
    AND (Scope IS NULL OR @Scopes LIKE CONCAT('% ', Scope, ' %'))
ORDER BY OccurredAt DESC, Id DESC
LIMIT @Take OFFSET @Skip

-- AuditStore.ListSealedPaged [SqlServer]
SELECT Id, TenantId, OccurredAt, Actor, Action, Subject, PassportId, Scope, BeforeState, AfterState, ReadKey, Position, Hash
FROM AuditEntry
WHERE TenantId = @TenantId AND Position IS NOT NULL AND Position > @AfterPosition
ORDER BY Position
OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY

-- AuditStore.ListSealedPaged [Sqlite]
SELECT Id, TenantId, OccurredAt, Actor, Action, Subject, PassportId, Scope, BeforeState, AfterState, ReadKey, Position, Hash
FROM AuditEntry
WHERE TenantId = @TenantId AND Position IS NOT NULL AND Position > @AfterPosition
ORDER BY Position
LIMIT @Take OFFSET @Skip

-- AuditStore.ListUnsealedPaged [SqlServer]
SELECT Id, TenantId, OccurredAt, Actor, Action, Subject, PassportId, Scope, BeforeState, AfterState, ReadKey, Position, Hash
FROM AuditEntry
WHERE Position IS NULL
ORDER BY Seq
OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY

-- AuditStore.ListUnsealedPaged [Sqlite]
SELECT Id, TenantId, OccurredAt, Actor, Action, Subject, PassportId, Scope, BeforeState, AfterState, ReadKey, Position, Hash
FROM AuditEntry
WHERE Position IS NULL
ORDER BY Seq
LIMIT @Take OFFSET @Skip

-- AuditStore.Seal [SqlServer, Sqlite]
UPDATE AuditEntry SET Position = @Position, Hash = @Hash WHERE Id = @Id AND Position IS NULL

-- AuditTrail.Insert [SqlServer, Sqlite]
INSERT INTO AuditEntry (Id, TenantId, OccurredAt, Actor, Action, Subject, PassportId, Scope, BeforeState, AfterState, ReadKey)
VALUES (@Id, @TenantId, @OccurredAt, @Actor, @Action, @Subject, @PassportId, @Scope, @BeforeState, @AfterState, @ReadKey)

-- AuditTrail.InsertRead [SqlServer, Sqlite]
INSERT INTO AuditEntry (Id, TenantId, OccurredAt, Actor, Action, Subject, PassportId, ReadKey)
SELECT @Id, @TenantId, @OccurredAt, @Actor, @Action, @Subject, @PassportId, @ReadKey
WHERE NOT EXISTS (SELECT 1 FROM AuditEntry WHERE TenantId = @TenantId AND ReadKey = @ReadKey)

-- CatalogStore.CurrentHashes [SqlServer, Sqlite]
SELECT Kind, Slug, ContentHash
FROM CatalogDocument
WHERE IsCurrent = 1
ORDER BY Kind, Slug

-- CatalogStore.Find [SqlServer, Sqlite]
SELECT Kind, Slug, ContentHash, Document AS Json
FROM CatalogDocument
WHERE Kind = @Kind AND Slug = @Slug AND ContentHash = @ContentHash

-- CatalogStore.Insert [SqlServer, Sqlite]
INSERT INTO CatalogDocument (Kind, Slug, ContentHash, Document, ImportedAt, IsCurrent)
VALUES (@Kind, @Slug, @ContentHash, @Document, @ImportedAt, 1)

-- CatalogStore.ListCurrent [SqlServer, Sqlite]
SELECT Kind, Slug, ContentHash, Document AS Json
FROM CatalogDocument
WHERE IsCurrent = 1
ORDER BY Kind, Slug

-- CatalogStore.Restore [SqlServer, Sqlite]
UPDATE CatalogDocument SET IsCurrent = 1 WHERE Kind = @Kind AND Slug = @Slug AND ContentHash = @ContentHash

-- CatalogStore.Retire [SqlServer, Sqlite]
UPDATE CatalogDocument SET IsCurrent = 0 WHERE Kind = @Kind AND Slug = @Slug AND IsCurrent = 1

-- ConsentedGroupStore.List [SqlServer, Sqlite]
SELECT DISTINCT s.PassportId, s.Answers, s.ConsentVersion, s.UpdatedAt
FROM Attempt AS a
INNER JOIN SelfIdentification AS s ON s.PassportId = a.PassportId
WHERE a.Assessment = @Assessment AND a.Form = 'full' AND a.State = 'scored'

-- ContactStore.Delete [SqlServer, Sqlite]
DELETE FROM PassportContact WHERE PassportId = @PassportId

-- ContactStore.Find [SqlServer, Sqlite]
SELECT PassportId, Id, Email, EmailHash, CreatedAt, VerifiedAt, LinkedAt
FROM PassportContact
WHERE PassportId = @PassportId

-- ContactStore.Insert [SqlServer, Sqlite]
INSERT INTO PassportContact (PassportId, Id, Email, EmailHash, CreatedAt)
VALUES (@PassportId, @Id, @Email, @EmailHash, @CreatedAt)

-- ContactStore.ListByEmailPaged [SqlServer]
SELECT c.PassportId, c.Id, c.Email, p.CreatedAt AS PassportCreatedAt
FROM PassportContact AS c
JOIN Passport AS p ON p.Id = c.PassportId
WHERE c.EmailHash = @EmailHash
ORDER BY CASE WHEN c.VerifiedAt IS NULL THEN 1 ELSE 0 END, c.CreatedAt, c.Id
OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY

-- ContactStore.ListByEmailPaged [Sqlite]
SELECT c.PassportId, c.Id, c.Email, p.CreatedAt AS PassportCreatedAt
FROM PassportContact AS c
JOIN Passport AS p ON p.Id = c.PassportId
WHERE c.EmailHash = @EmailHash
ORDER BY CASE WHEN c.VerifiedAt IS NULL THEN 1 ELSE 0 END, c.CreatedAt, c.Id
LIMIT @Take OFFSET @Skip

-- ContactStore.UseLink [SqlServer, Sqlite]
UPDATE PassportContact SET LinkedAt = @LinkedAt, VerifiedAt = COALESCE(VerifiedAt, @Now)
WHERE PassportId = @PassportId AND Id = @Id AND (LinkedAt IS NULL OR LinkedAt < @LinkedAt)

-- CredentialStore.Delete [SqlServer, Sqlite]
DELETE FROM Credential WHERE Id = @Id

-- CredentialStore.DeleteByGrant [SqlServer, Sqlite]
DELETE FROM Credential WHERE GrantId = @GrantId

-- CredentialStore.Expire [SqlServer, Sqlite]
UPDATE Credential SET ExpiresAt = @ExpiresAt WHERE Id = @Id AND RevokedAt IS NULL AND (ExpiresAt IS NULL OR ExpiresAt > @ExpiresAt)

-- CredentialStore.FindHolder [SqlServer, Sqlite]
SELECT c.Id, c.Kind, c.SecretHash, c.TenantId, c.PassportId, c.AttemptId, c.GrantId, c.InvitationId, c.Scopes,
       c.ExpiresAt, c.RevokedAt, c.LastUsedAt,
       p.CreatedAt AS PassportCreatedAt, p.ErasedAt AS PassportErasedAt
FROM Credential AS c
LEFT JOIN Passport AS p ON p.Id = c.PassportId
WHERE c.SecretHash = @SecretHash

-- CredentialStore.FindKey [SqlServer, Sqlite]
SELECT Id, Kind, SecretHash, Hint, TenantId, PassportId, AttemptId, GrantId, InvitationId, Name, Scopes, CreatedAt, ExpiresAt,
       RevokedAt, LastUsedAt
FROM Credential
WHERE Id = @Id AND Kind = 'key'

-- CredentialStore.FindTenant [SqlServer, Sqlite]
SELECT Id, Name, CreatedAt FROM Tenant WHERE Id = @Id

-- CredentialStore.FindTenantByName [SqlServer, Sqlite]
SELECT Id, Name, CreatedAt FROM Tenant WHERE Name = @Name

-- CredentialStore.HoldLive [SqlServer, Sqlite]
UPDATE Credential SET RevokedAt = NULL WHERE Id = @Id AND RevokedAt IS NULL AND (ExpiresAt IS NULL OR ExpiresAt > @Now)

-- CredentialStore.Insert [SqlServer, Sqlite]
INSERT INTO Credential (Id, Kind, SecretHash, Hint, TenantId, PassportId, AttemptId, GrantId, InvitationId, Name, Scopes,
                        CreatedAt, ExpiresAt)
VALUES (@Id, @Kind, @SecretHash, @Hint, @TenantId, @PassportId, @AttemptId, @GrantId, @InvitationId, @Name, @Scopes,
        @CreatedAt, @ExpiresAt)

-- CredentialStore.InsertTenant [SqlServer, Sqlite]
INSERT INTO Tenant (Id, Name, CreatedAt) VALUES (@Id, @Name, @CreatedAt)

-- CredentialStore.ListAttemptTokensOverPaged [SqlServer]
SELECT Id, AttemptId
FROM Credential
WHERE Kind = 'attempt' AND ExpiresAt <= @Now
ORDER BY ExpiresAt, Id
OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY

-- CredentialStore.ListAttemptTokensOverPaged [Sqlite]
SELECT Id, AttemptId
FROM Credential
WHERE Kind = 'attempt' AND ExpiresAt <= @Now
ORDER BY ExpiresAt, Id
LIMIT @Take OFFSET @Skip

-- CredentialStore.ListKeysPaged [SqlServer]
SELECT c.Id, c.TenantId, t.Name AS TenantName, c.Hint, c.Name, c.Scopes, c.CreatedAt, c.ExpiresAt, c.RevokedAt, c.LastUsedAt
FROM Credential AS c
JOIN Tenant AS t ON t.Id = c.TenantId
WHERE c.Kind = 'key'
ORDER BY c.CreatedAt, c.Id
OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY

-- CredentialStore.ListKeysPaged [Sqlite]
SELECT c.Id, c.TenantId, t.Name AS TenantName, c.Hint, c.Name, c.Scopes, c.CreatedAt, c.ExpiresAt, c.RevokedAt, c.LastUsedAt
FROM Credential AS c
JOIN Tenant AS t ON t.Id = c.TenantId
WHERE c.Kind = 'key'
ORDER BY c.CreatedAt, c.Id
LIMIT @Take OFFSET @Skip

-- CredentialStore.Revoke [SqlServer, Sqlite]
UPDATE Credential SET RevokedAt = @RevokedAt WHERE Id = @Id AND RevokedAt IS NULL

-- CredentialStore.RevokeByGrant [SqlServer, Sqlite]
UPDATE Credential SET RevokedAt = @RevokedAt WHERE GrantId = @GrantId AND RevokedAt IS NULL

-- CredentialStore.Touch [SqlServer, Sqlite]
UPDATE Credential SET LastUsedAt = @LastUsedAt WHERE Id = @Id AND Hint <> ''

-- DatabaseCheck.Ping [SqlServer, Sqlite]
SELECT 1

-- DeliveryStore.Count [SqlServer, Sqlite]
SELECT COUNT(*) FROM WebhookDelivery WHERE EndpointId = @EndpointId AND EventId = @EventId

-- DeliveryStore.CountMissed [SqlServer, Sqlite]
SELECT COUNT(*) FROM OutboxEvent AS e
WHERE e.TenantId = @TenantId AND e.CreatedAt >= @FromCreatedAt AND e.CreatedAt < @ToCreatedAt
    AND e.Type <> 'endpoint.ping' AND e.Type <> 'mail.invitation'
    AND (@EventTypes = '' OR @EventTypes LIKE CONCAT('% ', e.Type, ' %'))
    AND NOT EXISTS (SELECT 1 FROM WebhookDelivery AS d WHERE d.EndpointId = @EndpointId AND d.EventId = e.Id)

-- DeliveryStore.CountSent [SqlServer, Sqlite]
SELECT COUNT(*) FROM WebhookDelivery
WHERE EndpointId = @EndpointId AND CreatedAt >= @FromCreatedAt AND CreatedAt < @ToCreatedAt AND State <> 'pending'

-- DeliveryStore.ListBeforePaged [SqlServer]
SELECT d.EventId, d.Subject, e.Type, e.Body, d.State, d.Attempts, d.CreatedAt, d.NextAt, d.LeasedUntil, d.LastStatus,
    d.LastError, d.LastLatencyMilliseconds, d.LastAt
FROM WebhookDelivery AS d
JOIN OutboxEvent AS e ON e.Id = d.EventId
WHERE d.EndpointId = @EndpointId AND d.CreatedAt <= @BeforeCreatedAt
    AND (d.CreatedAt < @BeforeCreatedAt OR d.EventId < @BeforeEventId)
ORDER BY d.CreatedAt DESC, d.EventId DESC
OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY

-- DeliveryStore.ListBeforePaged [Sqlite]
SELECT d.EventId, d.Subject, e.Type, e.Body, d.State, d.Attempts, d.CreatedAt, d.NextAt, d.LeasedUntil, d.LastStatus,
    d.LastError, d.LastLatencyMilliseconds, d.LastAt
FROM WebhookDelivery AS d
JOIN OutboxEvent AS e ON e.Id = d.EventId
WHERE d.EndpointId = @EndpointId AND d.CreatedAt <= @BeforeCreatedAt
    AND (d.CreatedAt < @BeforeCreatedAt OR d.EventId < @BeforeEventId)
ORDER BY d.CreatedAt DESC, d.EventId DESC
LIMIT @Take OFFSET @Skip

-- DeliveryStore.Replay [SqlServer, Sqlite]
UPDATE WebhookDelivery
SET State = 'pending', Attempts = 0, NextAt = @Now, LeasedUntil = NULL
WHERE EndpointId = @EndpointId AND EventId = @EventId AND (LeasedUntil IS NULL OR LeasedUntil <= @Now)

-- DeliveryStore.ReplayMissed [SqlServer, Sqlite]
INSERT INTO WebhookDelivery (EndpointId, EventId, Subject, State, Attempts, CreatedAt, NextAt)
SELECT @EndpointId, e.Id, e.Subject, 'pending', 0, e.CreatedAt, @Now
FROM OutboxEvent AS e
WHERE e.TenantId = @TenantId AND e.CreatedAt >= @FromCreatedAt AND e.CreatedAt < @ToCreatedAt
    AND e.Type <> 'endpoint.ping' AND e.Type <> 'mail.invitation'
    AND (@EventTypes = '' OR @EventTypes LIKE CONCAT('% ', e.Type, ' %'))
    AND NOT EXISTS (SELECT 1 FROM WebhookDelivery AS d WHERE d.EndpointId = @EndpointId AND d.EventId = e.Id)
ORDER BY e.CreatedAt, e.Id

-- DeliveryStore.ReplaySent [SqlServer, Sqlite]
UPDATE WebhookDelivery
SET State = 'pending', Attempts = 0, NextAt = @Now, LeasedUntil = NULL
WHERE EndpointId = @EndpointId AND CreatedAt >= @FromCreatedAt AND CreatedAt < @ToCreatedAt AND State <> 'pending'

-- DispatchStore.CountPending [SqlServer, Sqlite]
SELECT COUNT(*) FROM WebhookDelivery WHERE State = 'pending'

-- DispatchStore.End [SqlServer, Sqlite]
UPDATE WebhookDelivery
SET State = @State, Attempts = @Attempts, NextAt = @NextAt, LeasedUntil = NULL, LastStatus = @LastStatus,
    LastError = @LastError, LastLatencyMilliseconds = @LastLatencyMilliseconds, LastAt = @LastAt
WHERE EndpointId = @EndpointId AND EventId = @EventId AND State = 'pending' AND LeasedUntil = @LeasedUntil

-- DispatchStore.GiveBack [SqlServer, Sqlite]
UPDATE WebhookDelivery
SET LeasedUntil = NULL, NextAt = @Now
WHERE EndpointId = @EndpointId AND EventId = @EventId AND State = 'pending' AND LeasedUntil = @LeasedUntil

-- DispatchStore.Lease [SqlServer, Sqlite]
UPDATE WebhookDelivery
SET LeasedUntil = @LeasedUntil, NextAt = @LeasedUntil
WHERE EndpointId = @EndpointId AND EventId = @EventId AND State = 'pending' AND NextAt <= @Now
    AND (LeasedUntil IS NULL OR LeasedUntil <= @Now)
    AND NOT EXISTS (
        SELECT 1 FROM WebhookDelivery AS o
        WHERE o.EndpointId = WebhookDelivery.EndpointId AND o.Subject = WebhookDelivery.Subject AND o.State = 'pending'
            AND o.Seq < WebhookDelivery.Seq)

-- DispatchStore.LetNextGo [SqlServer, Sqlite]
UPDATE WebhookDelivery
SET NextAt = @LastAt
WHERE EndpointId = @EndpointId AND Subject = @Subject AND State = 'pending' AND NextAt > @LastAt AND LeasedUntil IS NULL
    AND Seq = (
        SELECT MIN(o.Seq) FROM WebhookDelivery AS o
        WHERE o.EndpointId = @EndpointId AND o.Subject = @Subject AND o.State = 'pending')

-- DispatchStore.ListDuePaged [SqlServer]
SELECT d.EndpointId, w.TenantId, d.EventId, d.Seq,
    (SELECT MIN(o.Seq) FROM WebhookDelivery AS o
     WHERE o.EndpointId = d.EndpointId AND o.Subject = d.Subject AND o.State = 'pending') AS FirstSeq
FROM WebhookDelivery AS d
JOIN WebhookEndpoint AS w ON w.Id = d.EndpointId
WHERE d.State = 'pending' AND d.NextAt <= @Now
    AND w.TenantId NOT IN (@Busy0TenantId, @Busy1TenantId, @Busy2TenantId, @Busy3TenantId)
    AND d.EndpointId NOT IN (
        @Busy0EndpointId, @Busy1EndpointId, @Busy2EndpointId, @Busy3EndpointId,
        @Busy4EndpointId, @Busy5EndpointId, @Busy6EndpointId, @Busy7EndpointId)
    AND NOT EXISTS (SELECT 1 FROM WebhookDelivery AS o WHERE o.EndpointId = d.EndpointId AND o.Subject = d.Subject
        AND o.State = 'pending' AND o.Seq < d.Seq AND o.NextAt <= @AfterNextAt)
ORDER BY d.NextAt, d.Seq
OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY

-- DispatchStore.ListDuePaged [Sqlite]
SELECT d.EndpointId, w.TenantId, d.EventId, d.Seq,
    (SELECT MIN(o.Seq) FROM WebhookDelivery AS o
     WHERE o.EndpointId = d.EndpointId AND o.Subject = d.Subject AND o.State = 'pending') AS FirstSeq
FROM WebhookDelivery AS d
JOIN WebhookEndpoint AS w ON w.Id = d.EndpointId
WHERE d.State = 'pending' AND d.NextAt <= @Now
    AND w.TenantId NOT IN (@Busy0TenantId, @Busy1TenantId, @Busy2TenantId, @Busy3TenantId)
    AND d.EndpointId NOT IN (
        @Busy0EndpointId, @Busy1EndpointId, @Busy2EndpointId, @Busy3EndpointId,
        @Busy4EndpointId, @Busy5EndpointId, @Busy6EndpointId, @Busy7EndpointId)
    AND NOT EXISTS (SELECT 1 FROM WebhookDelivery AS o WHERE o.EndpointId = d.EndpointId AND o.Subject = d.Subject
        AND o.State = 'pending' AND o.Seq < d.Seq AND o.NextAt <= @AfterNextAt)
ORDER BY d.NextAt, d.Seq
LIMIT @Take OFFSET @Skip

-- DispatchStore.Load [SqlServer, Sqlite]
SELECT d.EndpointId, d.EventId, w.TenantId, d.Subject, d.Attempts, e.Type, e.Body, w.Url, w.State, w.Kind, w.ScoreFormat,
    w.Secret, w.PreviousSecret, w.PreviousUntil, w.Version
FROM WebhookDelivery AS d
JOIN OutboxEvent AS e ON e.Id = d.EventId
JOIN WebhookEndpoint AS w ON w.Id = d.EndpointId
WHERE d.EndpointId = @EndpointId AND d.EventId = @EventId

-- DispatchStore.PutOff [SqlServer, Sqlite]
UPDATE WebhookDelivery
SET NextAt = (SELECT o.NextAt FROM WebhookDelivery AS o WHERE o.Seq = @FirstSeq)
WHERE EndpointId = @EndpointId AND EventId = @EventId AND State = 'pending'
    AND EXISTS (SELECT 1 FROM WebhookDelivery AS o WHERE o.Seq = @FirstSeq AND o.State = 'pending' AND o.NextAt > @AfterNextAt)

-- EvidenceStore.Count [SqlServer, Sqlite]
SELECT COUNT(*) FROM Evidence WHERE PassportId = @PassportId

-- EvidenceStore.DeleteByPassport [SqlServer, Sqlite]
DELETE FROM Evidence WHERE PassportId = @PassportId

-- EvidenceStore.FindByReference [SqlServer, Sqlite]
SELECT Id FROM Evidence WHERE TenantId = @TenantId AND CalibrationId = @CalibrationId AND Reference = @Reference

-- EvidenceStore.Insert [SqlServer, Sqlite]
INSERT INTO Evidence (Id, PassportId, Assessment, Kind, Theta, SeTheta, Score, SeScore, ObservedAt, RecordedAt,
                      CalibrationId, CalibrationVersion, ScoringVersion, AttemptId, Reference, TenantId, RawScore,
                      SupervisedBy, SupervisedAt, ParameterShare, AiPolicy, AiPolicyVersion, AgreedAt)
VALUES (@Id, @PassportId, @Assessment, @Kind, @Theta, @SeTheta, @Score, @SeScore, @ObservedAt, @RecordedAt,
        @CalibrationId, @CalibrationVersion, @ScoringVersion, @AttemptId, @Reference, @TenantId, @RawScore,
        @SupervisedBy, @SupervisedAt, @ParameterShare, @AiPolicy, @AiPolicyVersion, @AgreedAt)

-- EvidenceStore.ListAfterPaged [SqlServer]
SELECT Id, PassportId, Assessment, Kind, Theta, SeTheta, Score, SeScore, ObservedAt, RecordedAt,
       CalibrationId, CalibrationVersion, ScoringVersion, AttemptId, Reference, TenantId, RawScore,
       SupervisedBy, SupervisedAt, ParameterShare, AiPolicy, AiPolicyVersion, AgreedAt
FROM Evidence
WHERE PassportId = @PassportId AND ObservedAt >= @AfterAt AND (ObservedAt > @AfterAt OR Id > @AfterId)
ORDER BY ObservedAt, Id
OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY

-- EvidenceStore.ListAfterPaged [Sqlite]
SELECT Id, PassportId, Assessment, Kind, Theta, SeTheta, Score, SeScore, ObservedAt, RecordedAt,
       CalibrationId, CalibrationVersion, ScoringVersion, AttemptId, Reference, TenantId, RawScore,
       SupervisedBy, SupervisedAt, ParameterShare, AiPolicy, AiPolicyVersion, AgreedAt
FROM Evidence
WHERE PassportId = @PassportId AND ObservedAt >= @AfterAt AND (ObservedAt > @AfterAt OR Id > @AfterId)
ORDER BY ObservedAt, Id
LIMIT @Take OFFSET @Skip

-- EvidenceStore.ListMeasuresAsOf [SqlServer, Sqlite]
SELECT Assessment, Kind, Theta, SeTheta, ObservedAt, CalibrationId, CalibrationVersion, TenantId, ParameterShare,
       SupervisedBy, AiPolicy, AiPolicyVersion, AgreedAt
FROM Evidence
WHERE PassportId = @PassportId AND ObservedAt <= @AsOf
ORDER BY ObservedAt, Id

-- GrantStore.Count [SqlServer, Sqlite]
SELECT COUNT(*) FROM PassportGrant WHERE PassportId = @PassportId

-- GrantStore.CountStanding [SqlServer, Sqlite]
SELECT COUNT(*) FROM PassportGrant
WHERE PassportId = @PassportId AND RevokedAt IS NULL AND (ExpiresAt IS NULL OR ExpiresAt > @Now)

-- GrantStore.CountStandingOfLoop [SqlServer, Sqlite]
SELECT COUNT(*) FROM PassportGrant
WHERE LoopId = @LoopId AND PassportId = @PassportId AND TenantId = @TenantId AND CreatedAt <= @AsOf
    AND RevokedAt IS NULL AND (ExpiresAt IS NULL OR ExpiresAt > @Now)

-- GrantStore.CountStandingOfTenant [SqlServer, Sqlite]
SELECT COUNT(*) FROM PassportGrant
WHERE TenantId = @TenantId AND PassportId = @PassportId AND RevokedAt IS NULL AND (ExpiresAt IS NULL OR ExpiresAt > @Now)

-- GrantStore.Delete [SqlServer, Sqlite]
DELETE FROM PassportGrant WHERE Id = @Id

-- GrantStore.End [SqlServer, Sqlite]
UPDATE PassportGrant SET ExpiresAt = @ExpiresAt WHERE Id = @Id AND RevokedAt IS NULL

-- GrantStore.Find [SqlServer, Sqlite]
SELECT Id, PassportId, TenantId, Kind, Scope, CreatedAt, ExpiresAt, RevokedAt, LoopId FROM PassportGrant WHERE Id = @Id

-- GrantStore.FindOldestEndedPaged [SqlServer]
SELECT Id FROM PassportGrant
WHERE PassportId = @PassportId AND LoopId IS NULL AND (RevokedAt IS NOT NULL OR ExpiresAt <= @Now)
ORDER BY CreatedAt, Id
OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY

-- GrantStore.FindOldestEndedPaged [Sqlite]
SELECT Id FROM PassportGrant
WHERE PassportId = @PassportId AND LoopId IS NULL AND (RevokedAt IS NOT NULL OR ExpiresAt <= @Now)
ORDER BY CreatedAt, Id
LIMIT @Take OFFSET @Skip

-- GrantStore.FindWidestPaged [SqlServer]
SELECT Id, PassportId, TenantId, Kind, Scope, CreatedAt, ExpiresAt, RevokedAt, LoopId
FROM PassportGrant
WHERE PassportId = @PassportId AND TenantId = @TenantId AND RevokedAt IS NULL AND (ExpiresAt IS NULL OR ExpiresAt > @Now)
    AND Scope <> 'loop'
ORDER BY Scope
OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY

-- GrantStore.FindWidestPaged [Sqlite]
SELECT Id, PassportId, TenantId, Kind, Scope, CreatedAt, ExpiresAt, RevokedAt, LoopId
FROM PassportGrant
WHERE PassportId = @PassportId AND TenantId = @TenantId AND RevokedAt IS NULL AND (ExpiresAt IS NULL OR ExpiresAt > @Now)
    AND Scope <> 'loop'
ORDER BY Scope
LIMIT @Take OFFSET @Skip

-- GrantStore.Insert [SqlServer, Sqlite]
INSERT INTO PassportGrant (Id, PassportId, TenantId, Kind, Scope, CreatedAt, ExpiresAt, LoopId)
VALUES (@Id, @PassportId, @TenantId, @Kind, @Scope, @CreatedAt, @ExpiresAt, @LoopId)

-- GrantStore.ListAfterPaged [SqlServer]
SELECT Id, PassportId, TenantId, Kind, Scope, CreatedAt, ExpiresAt, RevokedAt, LoopId
FROM PassportGrant
WHERE PassportId = @PassportId AND CreatedAt >= @AfterAt AND (CreatedAt > @AfterAt OR Id > @AfterId)
ORDER BY CreatedAt, Id
OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY

-- GrantStore.ListAfterPaged [Sqlite]
SELECT Id, PassportId, TenantId, Kind, Scope, CreatedAt, ExpiresAt, RevokedAt, LoopId
FROM PassportGrant
WHERE PassportId = @PassportId AND CreatedAt >= @AfterAt AND (CreatedAt > @AfterAt OR Id > @AfterId)
ORDER BY CreatedAt, Id
LIMIT @Take OFFSET @Skip

-- GrantStore.ListStandingTenants [SqlServer, Sqlite]
SELECT DISTINCT TenantId FROM PassportGrant
WHERE PassportId = @PassportId AND TenantId IS NOT NULL AND RevokedAt IS NULL AND (ExpiresAt IS NULL OR ExpiresAt > @Now)
    AND Scope <> 'loop'

-- GrantStore.Revoke [SqlServer, Sqlite]
UPDATE PassportGrant SET RevokedAt = @RevokedAt WHERE Id = @Id AND PassportId = @PassportId AND RevokedAt IS NULL

-- HiringLoopStore.Count [SqlServer, Sqlite]
SELECT COUNT(*) FROM HiringLoop WHERE TenantId = @TenantId

-- HiringLoopStore.CountAccepted [SqlServer, Sqlite]
SELECT COUNT(*) FROM Invitation WHERE LoopId = @LoopId AND PassportId = @PassportId AND AcceptedAt IS NOT NULL

-- HiringLoopStore.Find [SqlServer, Sqlite]
SELECT Id, TenantId, Version, CreatedAt FROM HiringLoop WHERE Id = @Id

-- HiringLoopStore.FindVersion [SqlServer, Sqlite]
SELECT LoopId, Version, Definition, CreatedAt FROM HiringLoopVersion WHERE LoopId = @LoopId AND Version = @Version

-- HiringLoopStore.FindVersionAsOfPaged [SqlServer]
SELECT LoopId, Version, Definition, CreatedAt
FROM HiringLoopVersion
WHERE LoopId = @LoopId AND (CreatedAt <= @AsOf OR Version = 1)
ORDER BY Version DESC
OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY

-- HiringLoopStore.FindVersionAsOfPaged [Sqlite]
SELECT LoopId, Version, Definition, CreatedAt
FROM HiringLoopVersion
WHERE LoopId = @LoopId AND (CreatedAt <= @AsOf OR Version = 1)
ORDER BY Version DESC
LIMIT @Take OFFSET @Skip

-- HiringLoopStore.Hold [SqlServer, Sqlite]
UPDATE HiringLoop SET Version = Version WHERE Id = @Id

-- HiringLoopStore.Insert [SqlServer, Sqlite]
INSERT INTO HiringLoop (Id, TenantId, Version, CreatedAt) VALUES (@Id, @TenantId, @Version, @CreatedAt)

-- HiringLoopStore.InsertVersion [SqlServer, Sqlite]
INSERT INTO HiringLoopVersion (LoopId, Version, Definition, CreatedAt) VALUES (@LoopId, @Version, @Definition, @CreatedAt)

-- HiringLoopStore.ListAfterPaged [SqlServer]
SELECT l.Id, l.Version, l.CreatedAt, v.Definition, v.CreatedAt AS UpdatedAt
FROM HiringLoop AS l
INNER JOIN HiringLoopVersion AS v ON v.LoopId = l.Id AND v.Version = l.Version
WHERE l.TenantId = @TenantId AND l.CreatedAt >= @AfterAt AND (l.CreatedAt > @AfterAt OR l.Id > @AfterId)
ORDER BY l.CreatedAt, l.Id
OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY

-- HiringLoopStore.ListAfterPaged [Sqlite]
SELECT l.Id, l.Version, l.CreatedAt, v.Definition, v.CreatedAt AS UpdatedAt
FROM HiringLoop AS l
INNER JOIN HiringLoopVersion AS v ON v.LoopId = l.Id AND v.Version = l.Version
WHERE l.TenantId = @TenantId AND l.CreatedAt >= @AfterAt AND (l.CreatedAt > @AfterAt OR l.Id > @AfterId)
ORDER BY l.CreatedAt, l.Id
LIMIT @Take OFFSET @Skip

-- HiringLoopStore.ListInvitationsPaged [SqlServer]
SELECT Id FROM Invitation WHERE LoopId = @LoopId ORDER BY CreatedAt, Id
OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY

-- HiringLoopStore.ListInvitationsPaged [Sqlite]
SELECT Id FROM Invitation WHERE LoopId = @LoopId ORDER BY CreatedAt, Id
LIMIT @Take OFFSET @Skip

-- HiringLoopStore.ListVersionsBeforePaged [SqlServer]
SELECT LoopId, Version, Definition, CreatedAt
FROM HiringLoopVersion
WHERE LoopId = @LoopId AND Version < @BeforeVersion
ORDER BY Version DESC
OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY

-- HiringLoopStore.ListVersionsBeforePaged [Sqlite]
SELECT LoopId, Version, Definition, CreatedAt
FROM HiringLoopVersion
WHERE LoopId = @LoopId AND Version < @BeforeVersion
ORDER BY Version DESC
LIMIT @Take OFFSET @Skip

-- HiringLoopStore.SetVersion [SqlServer, Sqlite]
UPDATE HiringLoop SET Version = @Version WHERE Id = @Id AND Version = @ExpectedVersion

-- IdempotencyStore.DeleteByPrincipal [SqlServer, Sqlite]
DELETE FROM IdempotencyRecord
WHERE Principal = @Principal

-- IdempotencyStore.DeleteExpired [SqlServer]
DELETE TOP (@Take) FROM IdempotencyRecord WITH (READPAST)
WHERE ExpiresAt <= @Now

-- IdempotencyStore.DeleteExpired [Sqlite]
DELETE FROM IdempotencyRecord
WHERE Seq IN (SELECT Seq FROM IdempotencyRecord WHERE ExpiresAt <= @Now LIMIT @Take)

-- IdempotencyStore.DeleteExpiredKey [SqlServer, Sqlite]
DELETE FROM IdempotencyRecord
WHERE Principal = @Principal AND KeyHash = @KeyHash AND ExpiresAt <= @CreatedAt

-- IdempotencyStore.Find [SqlServer, Sqlite]
SELECT KeyHash, Principal, Fingerprint, Status, Location, ContentType, Body, CreatedAt, ExpiresAt
FROM IdempotencyRecord
WHERE Principal = @Principal AND KeyHash = @KeyHash

-- IdempotencyStore.TryInsert [SqlServer, Sqlite]
INSERT INTO IdempotencyRecord (KeyHash, Principal, Fingerprint, Status, Location, ContentType, Body, CreatedAt, ExpiresAt)
SELECT @KeyHash, @Principal, @Fingerprint, @Status, @Location, @ContentType, @Body, @CreatedAt, @ExpiresAt
WHERE NOT EXISTS (SELECT 1 FROM IdempotencyRecord WHERE Principal = @Principal AND KeyHash = @KeyHash)

-- ImpactStore.DeleteMember [SqlServer, Sqlite]
DELETE FROM ImpactMember WHERE InvitationId = @InvitationId

-- ImpactStore.InsertMember [SqlServer, Sqlite]
INSERT INTO ImpactMember (ReleaseId, PassportId, InvitationId, Place)
VALUES (@ReleaseId, @PassportId, @InvitationId, @Place)

-- ImpactStore.InsertRelease [SqlServer, Sqlite]
INSERT INTO ImpactRelease (Id, LoopId, LoopVersion, TakenAt, Thresholds, PlaceCounts, Figures)
VALUES (@Id, @LoopId, @LoopVersion, @TakenAt, @Thresholds, @PlaceCounts, @Figures)

-- ImpactStore.ListAnswers [SqlServer, Sqlite]
SELECT i.Id AS InvitationId, i.PassportId, s.Answers
FROM Invitation AS i
INNER JOIN SelfIdentification AS s ON s.PassportId = i.PassportId
WHERE i.LoopId = @LoopId AND i.CreatedAt >= @FirstCreatedAt AND i.CreatedAt <= @LastCreatedAt

-- ImpactStore.ListMembers [SqlServer, Sqlite]
SELECT ReleaseId, PassportId, InvitationId, Place FROM ImpactMember WHERE ReleaseId = @ReleaseId

-- ImpactStore.ListReleases [SqlServer, Sqlite]
SELECT Id, LoopId, LoopVersion, TakenAt, Thresholds, PlaceCounts, Figures
FROM ImpactRelease
WHERE LoopId = @LoopId
ORDER BY Seq DESC

-- IntegrityStore.Find [SqlServer, Sqlite]
SELECT AttemptId, Signals, Figures, Method, JudgedAt, Statement, StatedAt
FROM AttemptIntegrity
WHERE AttemptId = @AttemptId

-- IntegrityStore.Insert [SqlServer, Sqlite]
INSERT INTO AttemptIntegrity (AttemptId) VALUES (@AttemptId)

-- IntegrityStore.ListByPassportPaged [SqlServer]
SELECT e.Id AS EvidenceId, e.AttemptId, e.Assessment, e.ObservedAt, n.Figures, n.StatedAt,
       (SELECT COUNT(*) FROM IntegrityReview AS r WHERE r.AttemptId = e.AttemptId) AS Reviews
FROM Evidence AS e
LEFT JOIN AttemptIntegrity AS n ON n.AttemptId = e.AttemptId
WHERE e.PassportId = @PassportId AND e.ObservedAt >= @AfterAt AND (e.ObservedAt > @AfterAt OR e.Id > @AfterId)
    AND e.Kind = 'assessed' AND e.AttemptId IS NOT NULL
ORDER BY e.ObservedAt, e.Id
OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY

-- IntegrityStore.ListByPassportPaged [Sqlite]
SELECT e.Id AS EvidenceId, e.AttemptId, e.Assessment, e.ObservedAt, n.Figures, n.StatedAt,
       (SELECT COUNT(*) FROM IntegrityReview AS r WHERE r.AttemptId = e.AttemptId) AS Reviews
FROM Evidence AS e
LEFT JOIN AttemptIntegrity AS n ON n.AttemptId = e.AttemptId
WHERE e.PassportId = @PassportId AND e.ObservedAt >= @AfterAt AND (e.ObservedAt > @AfterAt OR e.Id > @AfterId)
    AND e.Kind = 'assessed' AND e.AttemptId IS NOT NULL
ORDER BY e.ObservedAt, e.Id
LIMIT @Take OFFSET @Skip

-- IntegrityStore.ListDuePaged [SqlServer]
SELECT Id
FROM Attempt
WHERE IntegrityDueAt <= @Now
ORDER BY IntegrityDueAt, Id
OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY

-- IntegrityStore.ListDuePaged [Sqlite]
SELECT Id
FROM Attempt
WHERE IntegrityDueAt <= @Now
ORDER BY IntegrityDueAt, Id
LIMIT @Take OFFSET @Skip

-- IntegrityStore.Postpone [SqlServer, Sqlite]
UPDATE Attempt SET IntegrityDueAt = @IntegrityDueAt WHERE Id = @Id AND IntegrityDueAt IS NOT NULL

-- IntegrityStore.SaveFigures [SqlServer, Sqlite]
UPDATE AttemptIntegrity SET Figures = @Figures, Method = @Method, JudgedAt = @JudgedAt WHERE AttemptId = @AttemptId

-- IntegrityStore.SaveSignals [SqlServer, Sqlite]
UPDATE AttemptIntegrity SET Signals = @Signals WHERE AttemptId = @AttemptId

-- IntegrityStore.SaveStatement [SqlServer, Sqlite]
UPDATE AttemptIntegrity SET Statement = @Statement, StatedAt = @StatedAt WHERE AttemptId = @AttemptId

-- IntegrityStore.TakeDue [SqlServer, Sqlite]
UPDATE Attempt SET IntegrityDueAt = NULL WHERE Id = @Id AND IntegrityDueAt IS NOT NULL

-- InvitationStore.Accept [SqlServer, Sqlite]
UPDATE Invitation
SET State = @State, Remaining = @Remaining, PassportId = @PassportId, GrantId = @GrantId, ConsentVersion = @ConsentVersion,
    RetentionMonths = @RetentionMonths, AcceptedAt = @AcceptedAt, SimilarityDueAt = @AcceptedAt, Version = Version + 1
WHERE Id = @Id AND State = 'invited' AND EndedAt IS NULL

-- InvitationStore.Anonymise [SqlServer, Sqlite]
UPDATE Invitation SET CandidateName = NULL, CandidateEmail = NULL, ReturnUrl = NULL, Version = Version + 1 WHERE Id = @Id

-- InvitationStore.Compare [SqlServer, Sqlite]
UPDATE Invitation SET SimilarityDueAt = @Now WHERE Id = @Id

-- InvitationStore.Delete [SqlServer, Sqlite]
DELETE FROM Invitation WHERE Id = @Id

-- InvitationStore.DeleteCredentials [SqlServer, Sqlite]
DELETE FROM Credential WHERE InvitationId = @InvitationId

-- InvitationStore.End [SqlServer, Sqlite]
UPDATE Invitation
SET State = @State, Remaining = @Remaining, EndedAt = @EndedAt, RetainUntil = @RetainUntil, Version = Version + 1
WHERE Id = @Id AND EndedAt IS NULL

-- InvitationStore.Find [SqlServer, Sqlite]
SELECT Id, TenantId, LoopId, LoopVersion, Reference, State, Remaining, PassportId, GrantId, ConsentVersion, RetentionMonths,
       CandidateName, CandidateEmail, ReturnUrl, EndpointId, Version, CreatedAt, ExpiresAt, AcceptedAt, StartedAt, EndedAt,
       RetainUntil FROM Invitation WHERE Id = @Id

-- InvitationStore.FindByGrant [SqlServer, Sqlite]
SELECT Id, TenantId, LoopId, LoopVersion, Reference, State, Remaining, PassportId, GrantId, ConsentVersion, RetentionMonths,
       CandidateName, CandidateEmail, ReturnUrl, EndpointId, Version, CreatedAt, ExpiresAt, AcceptedAt, StartedAt, EndedAt,
       RetainUntil FROM Invitation WHERE GrantId = @GrantId

-- InvitationStore.FindByReference [SqlServer, Sqlite]
SELECT Id, TenantId, LoopId, LoopVersion, Reference, State, Remaining, PassportId, GrantId, ConsentVersion, RetentionMonths,
       CandidateName, CandidateEmail, ReturnUrl, EndpointId, Version, CreatedAt, ExpiresAt, AcceptedAt, StartedAt, EndedAt,
       RetainUntil
FROM Invitation
WHERE LoopId = @LoopId AND Reference = @Reference AND State <> 'declined' AND State <> 'expired' AND State <> 'cancelled'

-- InvitationStore.FindOfPassport [SqlServer, Sqlite]
SELECT Id, TenantId, LoopId, LoopVersion, Reference, State, Remaining, PassportId, GrantId, ConsentVersion, RetentionMonths,
       CandidateName, CandidateEmail, ReturnUrl, EndpointId, Version, CreatedAt, ExpiresAt, AcceptedAt, StartedAt, EndedAt,
       RetainUntil FROM Invitation WHERE LoopId = @LoopId AND PassportId = @PassportId AND GrantId IS NOT NULL

-- InvitationStore.Insert [SqlServer, Sqlite]
INSERT INTO Invitation (Id, TenantId, LoopId, LoopVersion, Reference, State, Remaining, CandidateName, CandidateEmail,
                        ReturnUrl, EndpointId, Version, CreatedAt, ExpiresAt)
VALUES (@Id, @TenantId, @LoopId, @LoopVersion, @Reference, @State, @Remaining, @CandidateName, @CandidateEmail, @ReturnUrl,
        @EndpointId, @Version, @CreatedAt, @ExpiresAt)

-- InvitationStore.ListAfterPaged [SqlServer]
SELECT Id, TenantId, LoopId, LoopVersion, Reference, State, Remaining, PassportId, GrantId, ConsentVersion, RetentionMonths,
       CandidateName, CandidateEmail, ReturnUrl, EndpointId, Version, CreatedAt, ExpiresAt, AcceptedAt, StartedAt, EndedAt,
       RetainUntil
FROM Invitation
WHERE LoopId = @LoopId AND CreatedAt >= @AfterAt AND (CreatedAt > @AfterAt OR Id > @AfterId)
ORDER BY CreatedAt, Id
OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY

-- InvitationStore.ListAfterPaged [Sqlite]
SELECT Id, TenantId, LoopId, LoopVersion, Reference, State, Remaining, PassportId, GrantId, ConsentVersion, RetentionMonths,
       CandidateName, CandidateEmail, ReturnUrl, EndpointId, Version, CreatedAt, ExpiresAt, AcceptedAt, StartedAt, EndedAt,
       RetainUntil
FROM Invitation
WHERE LoopId = @LoopId AND CreatedAt >= @AfterAt AND (CreatedAt > @AfterAt OR Id > @AfterId)
ORDER BY CreatedAt, Id
LIMIT @Take OFFSET @Skip

-- InvitationStore.ListByPassport [SqlServer, Sqlite]
SELECT Id, TenantId, LoopId, LoopVersion, Reference, State, Remaining, PassportId, GrantId, ConsentVersion, RetentionMonths,
       CandidateName, CandidateEmail, ReturnUrl, EndpointId, Version, CreatedAt, ExpiresAt, AcceptedAt, StartedAt, EndedAt,
       RetainUntil
FROM Invitation
WHERE PassportId = @PassportId
ORDER BY CreatedAt, Id

-- InvitationStore.ListKeptLongEnoughPaged [SqlServer]
SELECT Id, TenantId, LoopId, LoopVersion, Reference, State, Remaining, PassportId, GrantId, ConsentVersion, RetentionMonths,
       CandidateName, CandidateEmail, ReturnUrl, EndpointId, Version, CreatedAt, ExpiresAt, AcceptedAt, StartedAt, EndedAt,
       RetainUntil
FROM Invitation
WHERE RetainUntil <= @Now
ORDER BY RetainUntil, Id
OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY

-- InvitationStore.ListKeptLongEnoughPaged [Sqlite]
SELECT Id, TenantId, LoopId, LoopVersion, Reference, State, Remaining, PassportId, GrantId, ConsentVersion, RetentionMonths,
       CandidateName, CandidateEmail, ReturnUrl, EndpointId, Version, CreatedAt, ExpiresAt, AcceptedAt, StartedAt, EndedAt,
       RetainUntil
FROM Invitation
WHERE RetainUntil <= @Now
ORDER BY RetainUntil, Id
LIMIT @Take OFFSET @Skip

-- InvitationStore.ListOverPaged [SqlServer]
SELECT Id, TenantId, LoopId, LoopVersion, Reference, State, Remaining, PassportId, GrantId, ConsentVersion, RetentionMonths,
       CandidateName, CandidateEmail, ReturnUrl, EndpointId, Version, CreatedAt, ExpiresAt, AcceptedAt, StartedAt, EndedAt,
       RetainUntil
FROM Invitation
WHERE EndedAt IS NULL AND ExpiresAt <= @Now
ORDER BY ExpiresAt, Id
OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY

-- InvitationStore.ListOverPaged [Sqlite]
SELECT Id, TenantId, LoopId, LoopVersion, Reference, State, Remaining, PassportId, GrantId, ConsentVersion, RetentionMonths,
       CandidateName, CandidateEmail, ReturnUrl, EndpointId, Version, CreatedAt, ExpiresAt, AcceptedAt, StartedAt, EndedAt,
       RetainUntil
FROM Invitation
WHERE EndedAt IS NULL AND ExpiresAt <= @Now
ORDER BY ExpiresAt, Id
LIMIT @Take OFFSET @Skip

-- InvitationStore.Lock [SqlServer, Sqlite]
UPDATE Invitation SET Version = Version WHERE Id = @Id

-- InvitationStore.Progress [SqlServer, Sqlite]
UPDATE Invitation SET State = @State, Remaining = @Remaining, StartedAt = @StartedAt, Version = Version + 1
WHERE Id = @Id AND EndedAt IS NULL

-- InvitationStore.Withdraw [SqlServer, Sqlite]
UPDATE Invitation SET GrantId = NULL, SimilarityDueAt = NULL, Version = Version + 1 WHERE Id = @Id

-- ItemTimeStore.Add [SqlServer, Sqlite]
UPDATE ItemTime SET Answers = Answers + 1, Seconds = Seconds + @Seconds WHERE Assessment = @Assessment AND Item = @Item

-- ItemTimeStore.Insert [SqlServer, Sqlite]
INSERT INTO ItemTime (Assessment, Item, Answers, Seconds) VALUES (@Assessment, @Item, 1, @Seconds)

-- ItemTimeStore.List [SqlServer, Sqlite]
SELECT Item, Answers, Seconds FROM ItemTime WHERE Assessment = @Assessment

-- KeyStore.ListAfterPaged [SqlServer]
SELECT c.Id, c.TenantId, t.Name AS TenantName, c.Hint, c.Name, c.Scopes, c.CreatedAt, c.ExpiresAt, c.RevokedAt, c.LastUsedAt
FROM Credential AS c
JOIN Tenant AS t ON t.Id = c.TenantId
WHERE c.TenantId = @TenantId AND c.Kind = 'key' AND c.CreatedAt >= @AfterAt AND (c.CreatedAt > @AfterAt OR c.Id > @AfterId)
ORDER BY c.CreatedAt, c.Id
OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY

-- KeyStore.ListAfterPaged [Sqlite]
SELECT c.Id, c.TenantId, t.Name AS TenantName, c.Hint, c.Name, c.Scopes, c.CreatedAt, c.ExpiresAt, c.RevokedAt, c.LastUsedAt
FROM Credential AS c
JOIN Tenant AS t ON t.Id = c.TenantId
WHERE c.TenantId = @TenantId AND c.Kind = 'key' AND c.CreatedAt >= @AfterAt AND (c.CreatedAt > @AfterAt OR c.Id > @AfterId)
ORDER BY c.CreatedAt, c.Id
LIMIT @Take OFFSET @Skip

-- LoginStore.DeleteByPassport [SqlServer, Sqlite]
DELETE FROM PassportLogin WHERE PassportId = @PassportId

-- LoginStore.FindHolder [SqlServer, Sqlite]
SELECT l.PassportId, p.CreatedAt AS PassportCreatedAt, p.ErasedAt AS PassportErasedAt
FROM PassportLogin AS l
JOIN Passport AS p ON p.Id = l.PassportId
WHERE l.SubjectHash = @SubjectHash

-- LoginStore.Insert [SqlServer, Sqlite]
INSERT INTO PassportLogin (SubjectHash, PassportId, Issuer, CreatedAt)
VALUES (@SubjectHash, @PassportId, @Issuer, @CreatedAt)

-- LoginStore.ListByPassport [SqlServer, Sqlite]
SELECT SubjectHash, PassportId, Issuer, CreatedAt
FROM PassportLogin
WHERE PassportId = @PassportId
ORDER BY CreatedAt

-- MailStore.FindEndpoint [SqlServer, Sqlite]
SELECT Id FROM WebhookEndpoint WHERE TenantId = @TenantId AND Kind = 'mail' AND State <> 'deleted'

-- MailStore.Hurry [SqlServer, Sqlite]
UPDATE WebhookDelivery SET NextAt = @NextAt
WHERE EndpointId = @EndpointId AND Subject = @Subject AND State = 'pending' AND NextAt > @NextAt AND LeasedUntil IS NULL

-- MailStore.InsertEndpoint [SqlServer, Sqlite]
INSERT INTO WebhookEndpoint (Id, TenantId, Kind, Url, EventTypes, State, Secret, Version, CreatedAt)
VALUES (@Id, @TenantId, 'mail', '', '', 'enabled', '', 1, @CreatedAt)

-- MailStore.Wipe [SqlServer, Sqlite]
UPDATE OutboxEvent SET Body = '' WHERE Id = @Id

-- Outbox.Insert [SqlServer, Sqlite]
INSERT INTO OutboxEvent (Id, TenantId, Type, Subject, Body, CreatedAt)
VALUES (@Id, @TenantId, @Type, @Subject, @Body, @CreatedAt)

-- Outbox.InsertDeliveries [SqlServer, Sqlite]
INSERT INTO WebhookDelivery (EndpointId, EventId, Subject, State, Attempts, CreatedAt, NextAt)
SELECT Id, @EventId, @Subject, 'pending', 0, @CreatedAt, @CreatedAt
FROM WebhookEndpoint
WHERE TenantId = @TenantId AND Kind = 'webhook' AND State = 'enabled' AND (EventTypes = '' OR EventTypes LIKE @TypePattern)

-- Outbox.InsertDelivery [SqlServer, Sqlite]
INSERT INTO WebhookDelivery (EndpointId, EventId, Subject, State, Attempts, CreatedAt, NextAt)
VALUES (@EndpointId, @EventId, @Subject, 'pending', 0, @CreatedAt, @CreatedAt)

-- PassportLock.CountLive [SqlServer, Sqlite]
SELECT COUNT(*) FROM Passport WHERE Id = @Id AND ErasedAt IS NULL

-- PassportLock.Lock [SqlServer, Sqlite]
UPDATE Passport SET ErasedAt = NULL WHERE Id = @Id AND ErasedAt IS NULL

-- PassportStore.ClearCredentials [SqlServer, Sqlite]
UPDATE Credential SET TenantId = NULL, Name = NULL, Hint = '', LastUsedAt = NULL WHERE PassportId = @PassportId

-- PassportStore.DeleteEndedCredentials [SqlServer, Sqlite]
DELETE FROM Credential WHERE PassportId = @PassportId AND Kind = 'candidate' AND ExpiresAt <= @Now

-- PassportStore.Erase [SqlServer, Sqlite]
UPDATE Passport SET ErasedAt = @ErasedAt WHERE Id = @Id AND ErasedAt IS NULL

-- PassportStore.Find [SqlServer, Sqlite]
SELECT Id, CreatedAt, ErasedAt FROM Passport WHERE Id = @Id

-- PassportStore.FindMaker [SqlServer, Sqlite]
SELECT TenantId FROM Credential WHERE PassportId = @PassportId AND Kind = 'candidate' AND TenantId IS NOT NULL

-- PassportStore.Insert [SqlServer, Sqlite]
INSERT INTO Passport (Id, CreatedAt) VALUES (@Id, @CreatedAt)

-- ProtectionKeyRing.Insert [SqlServer, Sqlite]
INSERT INTO ProtectionKey (Name, Xml) VALUES (@Name, @Xml)

-- ProtectionKeyRing.List [SqlServer, Sqlite]
SELECT Xml FROM ProtectionKey

-- RankingStore.Find [SqlServer, Sqlite]
SELECT i.Id AS InvitationId, i.PassportId, i.Reference, i.State, i.CandidateName, i.CandidateEmail, i.ExpiresAt, i.EndedAt,
i.ConsentVersion
FROM Invitation AS i
INNER JOIN PassportGrant AS g ON g.Id = i.GrantId
WHERE i.Id = @InvitationId AND g.RevokedAt IS NULL AND (g.ExpiresAt IS NULL OR g.ExpiresAt > @Now)

-- RankingStore.ListAcceptedAfterPaged [SqlServer]
SELECT i.Id, i.PassportId, i.CreatedAt
FROM Invitation AS i
INNER JOIN PassportGrant AS g ON g.Id = i.GrantId
WHERE i.LoopId = @LoopId AND i.CreatedAt >= @AfterAt AND (i.CreatedAt > @AfterAt OR i.Id > @AfterId)
    AND i.AcceptedAt <= @AsOf AND g.RevokedAt IS NULL AND (g.ExpiresAt IS NULL OR g.ExpiresAt > @Now)
ORDER BY i.CreatedAt, i.Id
OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY

-- RankingStore.ListAcceptedAfterPaged [Sqlite]
SELECT i.Id, i.PassportId, i.CreatedAt
FROM Invitation AS i
INNER JOIN PassportGrant AS g ON g.Id = i.GrantId
WHERE i.LoopId = @LoopId AND i.CreatedAt >= @AfterAt AND (i.CreatedAt > @AfterAt OR i.Id > @AfterId)
    AND i.AcceptedAt <= @AsOf AND g.RevokedAt IS NULL AND (g.ExpiresAt IS NULL OR g.ExpiresAt > @Now)
ORDER BY i.CreatedAt, i.Id
LIMIT @Take OFFSET @Skip

-- RankingStore.ListAtPlacePaged [SqlServer]
SELECT i.Id AS InvitationId, i.PassportId, i.Reference, i.State, i.CandidateName, i.CandidateEmail, i.ExpiresAt, i.EndedAt,
i.ConsentVersion, s.RankKey
FROM Standing AS s
INNER JOIN Invitation AS i ON i.Id = s.InvitationId
INNER JOIN PassportGrant AS g ON g.Id = i.GrantId
WHERE s.LoopId = @LoopId AND g.RevokedAt IS NULL AND (g.ExpiresAt IS NULL OR g.ExpiresAt > @Now)
    AND s.RankKey = @RankKey AND s.InvitationId > @InvitationId
ORDER BY s.RankKey, s.InvitationId
OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY

-- RankingStore.ListAtPlacePaged [Sqlite]
SELECT i.Id AS InvitationId, i.PassportId, i.Reference, i.State, i.CandidateName, i.CandidateEmail, i.ExpiresAt, i.EndedAt,
i.ConsentVersion, s.RankKey
FROM Standing AS s
INNER JOIN Invitation AS i ON i.Id = s.InvitationId
INNER JOIN PassportGrant AS g ON g.Id = i.GrantId
WHERE s.LoopId = @LoopId AND g.RevokedAt IS NULL AND (g.ExpiresAt IS NULL OR g.ExpiresAt > @Now)
    AND s.RankKey = @RankKey AND s.InvitationId > @InvitationId
ORDER BY s.RankKey, s.InvitationId
LIMIT @Take OFFSET @Skip

-- RankingStore.ListBelowPlacePaged [SqlServer]
SELECT i.Id AS InvitationId, i.PassportId, i.Reference, i.State, i.CandidateName, i.CandidateEmail, i.ExpiresAt, i.EndedAt,
i.ConsentVersion, s.RankKey
FROM Standing AS s
INNER JOIN Invitation AS i ON i.Id = s.InvitationId
INNER JOIN PassportGrant AS g ON g.Id = i.GrantId
WHERE s.LoopId = @LoopId AND g.RevokedAt IS NULL AND (g.ExpiresAt IS NULL OR g.ExpiresAt > @Now)
    AND s.RankKey > @RankKey
ORDER BY s.RankKey, s.InvitationId
OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY

-- RankingStore.ListBelowPlacePaged [Sqlite]
SELECT i.Id AS InvitationId, i.PassportId, i.Reference, i.State, i.CandidateName, i.CandidateEmail, i.ExpiresAt, i.EndedAt,
i.ConsentVersion, s.RankKey
FROM Standing AS s
INNER JOIN Invitation AS i ON i.Id = s.InvitationId
INNER JOIN PassportGrant AS g ON g.Id = i.GrantId
WHERE s.LoopId = @LoopId AND g.RevokedAt IS NULL AND (g.ExpiresAt IS NULL OR g.ExpiresAt > @Now)
    AND s.RankKey > @RankKey
ORDER BY s.RankKey, s.InvitationId
LIMIT @Take OFFSET @Skip

-- RankingStore.ListEvidence [SqlServer, Sqlite]
SELECT i.PassportId, e.Assessment, e.Kind, e.Theta, e.SeTheta, e.ObservedAt, e.CalibrationId, e.CalibrationVersion, e.TenantId,
       e.ParameterShare, e.SupervisedBy
FROM Invitation AS i
INNER JOIN Evidence AS e ON e.PassportId = i.PassportId
WHERE i.LoopId = @LoopId AND i.CreatedAt >= @FirstCreatedAt AND i.CreatedAt <= @LastCreatedAt AND e.ObservedAt <= @AsOf
ORDER BY i.CreatedAt, i.Id, e.ObservedAt, e.Id

-- ReviewStore.DeleteReviews [SqlServer, Sqlite]
DELETE FROM IntegrityReview WHERE InvitationId = @InvitationId

-- ReviewStore.DeleteSimilarity [SqlServer, Sqlite]
DELETE FROM AttemptSimilarity WHERE InvitationId = @InvitationId

-- ReviewStore.Insert [SqlServer, Sqlite]
INSERT INTO IntegrityReview (InvitationId, AttemptId, Outcome, Note, Version, ReviewedAt)
VALUES (@InvitationId, @AttemptId, @Outcome, @Note, @Version, @ReviewedAt)

-- ReviewStore.ListShown [SqlServer, Sqlite]
SELECT e.Id AS EvidenceId, e.AttemptId, e.Assessment, e.ObservedAt, e.SupervisedBy, n.Figures, n.Method, n.JudgedAt,
       n.Statement, n.StatedAt, s.Compared, s.SmallestP, r.Outcome, r.Note, r.Version AS ReviewVersion, r.ReviewedAt
FROM Evidence AS e
LEFT JOIN AttemptIntegrity AS n ON n.AttemptId = e.AttemptId
LEFT JOIN AttemptSimilarity AS s ON s.InvitationId = @InvitationId AND s.AttemptId = e.AttemptId
LEFT JOIN IntegrityReview AS r ON r.InvitationId = @InvitationId AND r.AttemptId = e.AttemptId
WHERE e.PassportId = @PassportId AND e.ObservedAt <= @AsOf AND e.Kind = 'assessed' AND e.AttemptId IS NOT NULL
ORDER BY e.ObservedAt, e.Assessment, e.Id

-- ReviewStore.ListSimilarity [SqlServer, Sqlite]
SELECT InvitationId, AttemptId, Compared, SmallestP
FROM AttemptSimilarity
WHERE AttemptId = @AttemptId

-- ReviewStore.ListSimilarityOfPassport [SqlServer, Sqlite]
SELECT s.InvitationId, s.AttemptId, s.Compared, s.SmallestP
FROM Attempt AS a
INNER JOIN AttemptSimilarity AS s ON s.AttemptId = a.Id
WHERE a.PassportId = @PassportId

-- ReviewStore.ListTold [SqlServer, Sqlite]
SELECT t.Name AS Employer, r.Outcome, r.Note, r.ReviewedAt
FROM IntegrityReview AS r
INNER JOIN Invitation AS i ON i.Id = r.InvitationId
INNER JOIN Tenant AS t ON t.Id = i.TenantId
WHERE r.AttemptId = @AttemptId
ORDER BY r.ReviewedAt, r.InvitationId

-- ReviewStore.Update [SqlServer, Sqlite]
UPDATE IntegrityReview SET Outcome = @Outcome, Note = @Note, Version = @Version, ReviewedAt = @ReviewedAt
WHERE InvitationId = @InvitationId AND AttemptId = @AttemptId

-- SavedAttemptStore.ListStartsSince [SqlServer, Sqlite]
SELECT Id, Assessment, State, StartedAt, ExpiresAt
FROM Attempt
WHERE PassportId = @PassportId AND Assessment = @Assessment AND Form IN (@Form, @OtherForm) AND StartedAt >= @FirstStartedAt
ORDER BY StartedAt DESC, Id DESC

-- SavedAttemptStore.ListTokens [SqlServer, Sqlite]
SELECT c.Id, c.AttemptId
FROM Attempt AS a
JOIN Credential AS c ON c.AttemptId = a.Id
WHERE a.PassportId = @PassportId

-- SavedAttemptStore.Save [SqlServer, Sqlite]
UPDATE Attempt SET PassportId = @PassportId, Version = Version + 1
WHERE Id = @Id AND PassportId IS NULL AND State = 'scored'

-- SelfIdentificationStore.Delete [SqlServer, Sqlite]
DELETE FROM SelfIdentification WHERE PassportId = @PassportId

-- SelfIdentificationStore.Find [SqlServer, Sqlite]
SELECT PassportId, Answers, ConsentVersion, UpdatedAt
FROM SelfIdentification
WHERE PassportId = @PassportId

-- SelfIdentificationStore.Insert [SqlServer, Sqlite]
INSERT INTO SelfIdentification (PassportId, Answers, ConsentVersion, UpdatedAt)
VALUES (@PassportId, @Answers, @ConsentVersion, @UpdatedAt)

-- SimilarityStore.CountPool [SqlServer, Sqlite]
SELECT COUNT(*) FROM AttemptSimilarity WHERE TenantId = @TenantId AND Pool = @Pool

-- SimilarityStore.Done [SqlServer, Sqlite]
UPDATE Invitation SET SimilarityDueAt = NULL WHERE Id = @Id AND SimilarityDueAt = @SimilarityDueAt

-- SimilarityStore.FindOfTenant [SqlServer, Sqlite]
SELECT s.InvitationId, s.AttemptId, s.TenantId, s.Pool, s.Compared, s.SmallestP, s.Method, s.ComparedAt
FROM AttemptSimilarity AS s
WHERE s.AttemptId = @AttemptId AND s.TenantId = @TenantId

-- SimilarityStore.HoldTenant [SqlServer, Sqlite]
UPDATE Tenant SET Name = Name WHERE Id = @TenantId

-- SimilarityStore.Insert [SqlServer, Sqlite]
INSERT INTO AttemptSimilarity (InvitationId, AttemptId, TenantId, Pool, Compared, SmallestP, Method, ComparedAt)
VALUES (@InvitationId, @AttemptId, @TenantId, @Pool, @Compared, @SmallestP, @Method, @ComparedAt)

-- SimilarityStore.ListDuePaged [SqlServer]
SELECT Id, TenantId, LoopId, LoopVersion, PassportId, SimilarityDueAt
FROM Invitation
WHERE SimilarityDueAt <= @Now AND PassportId IS NOT NULL AND GrantId IS NOT NULL AND ConsentVersion <> @ConsentVersion
ORDER BY SimilarityDueAt, Id
OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY

-- SimilarityStore.ListDuePaged [Sqlite]
SELECT Id, TenantId, LoopId, LoopVersion, PassportId, SimilarityDueAt
FROM Invitation
WHERE SimilarityDueAt <= @Now AND PassportId IS NOT NULL AND GrantId IS NOT NULL AND ConsentVersion <> @ConsentVersion
ORDER BY SimilarityDueAt, Id
LIMIT @Take OFFSET @Skip

-- SimilarityStore.ListPoolPaged [SqlServer]
SELECT s.InvitationId, s.AttemptId, a.PassportId, a.ItemOrder, a.Responses, a.Theta, s.Compared, s.SmallestP
FROM AttemptSimilarity AS s
INNER JOIN Attempt AS a ON a.Id = s.AttemptId
INNER JOIN Invitation AS i ON i.Id = s.InvitationId
WHERE s.TenantId = @TenantId AND s.Pool = @Pool AND a.PassportId <> @PassportId AND i.GrantId IS NOT NULL
ORDER BY s.ComparedAt DESC, s.InvitationId
OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY

-- SimilarityStore.ListPoolPaged [Sqlite]
SELECT s.InvitationId, s.AttemptId, a.PassportId, a.ItemOrder, a.Responses, a.Theta, s.Compared, s.SmallestP
FROM AttemptSimilarity AS s
INNER JOIN Attempt AS a ON a.Id = s.AttemptId
INNER JOIN Invitation AS i ON i.Id = s.InvitationId
WHERE s.TenantId = @TenantId AND s.Pool = @Pool AND a.PassportId <> @PassportId AND i.GrantId IS NOT NULL
ORDER BY s.ComparedAt DESC, s.InvitationId
LIMIT @Take OFFSET @Skip

-- SimilarityStore.ListUncompared [SqlServer, Sqlite]
SELECT e.AttemptId
FROM Evidence AS e
LEFT JOIN AttemptSimilarity AS s ON s.InvitationId = @InvitationId AND s.AttemptId = e.AttemptId
WHERE e.PassportId = @PassportId AND e.Kind = 'assessed' AND e.AttemptId IS NOT NULL AND s.AttemptId IS NULL
ORDER BY e.ObservedAt, e.Id

-- SimilarityStore.Update [SqlServer, Sqlite]
UPDATE AttemptSimilarity SET Compared = @Compared, SmallestP = @SmallestP
WHERE InvitationId = @InvitationId AND AttemptId = @AttemptId

-- SqlServerMigrationTarget.Lock [SqlServer]
DECLARE @Result int;
EXEC @Result = sys.sp_getapplock @Resource = N'Aieh.Migrate', @LockMode = N'Exclusive', @LockOwner = N'Session', @LockTimeout = @Milliseconds;
SELECT @Result;

-- SqlServerMigrationTarget.SnapshotIsOn [SqlServer]
SELECT is_read_committed_snapshot_on FROM sys.databases WHERE database_id = DB_ID()

-- SqlServerMigrationTarget.SnapshotOn [SqlServer]
ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON WITH NO_WAIT

-- StandingStore.Delete [SqlServer, Sqlite]
DELETE FROM Standing WHERE InvitationId = @InvitationId

-- StandingStore.Insert [SqlServer, Sqlite]
INSERT INTO Standing (InvitationId, LoopId, LoopVersion, RankKey, AsOf, StaleAt)
VALUES (@InvitationId, @LoopId, @LoopVersion, @RankKey, @AsOf, @StaleAt)

-- StandingStore.ListStalePaged [SqlServer]
SELECT s.InvitationId, s.LoopId, i.PassportId, s.AsOf, s.StaleAt
FROM Standing AS s
INNER JOIN Invitation AS i ON i.Id = s.InvitationId
WHERE s.StaleAt <= @Now AND i.PassportId IS NOT NULL
ORDER BY s.StaleAt, s.InvitationId
OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY

-- StandingStore.ListStalePaged [Sqlite]
SELECT s.InvitationId, s.LoopId, i.PassportId, s.AsOf, s.StaleAt
FROM Standing AS s
INNER JOIN Invitation AS i ON i.Id = s.InvitationId
WHERE s.StaleAt <= @Now AND i.PassportId IS NOT NULL
ORDER BY s.StaleAt, s.InvitationId
LIMIT @Take OFFSET @Skip

-- StandingStore.MarkStale [SqlServer, Sqlite]
UPDATE Standing SET StaleAt = @StaleAt WHERE LoopId = @LoopId

-- StandingStore.Replace [SqlServer, Sqlite]
UPDATE Standing
SET LoopVersion = @LoopVersion, RankKey = @RankKey, AsOf = @AsOf, StaleAt = @StaleAt
WHERE InvitationId = @InvitationId AND AsOf = @FormerAsOf AND StaleAt = @FormerStaleAt

-- StandingStore.Update [SqlServer, Sqlite]
UPDATE Standing
SET LoopVersion = @LoopVersion, RankKey = @RankKey, AsOf = @AsOf, StaleAt = @StaleAt
WHERE InvitationId = @InvitationId

-- StoredResponseStore.List [SqlServer, Sqlite]
SELECT PassportId, Form, State, ItemsHash, ItemOrder, Responses
FROM Attempt
WHERE Assessment = @Assessment AND Form IN ('full', 'adaptive') AND PassportId IS NOT NULL
ORDER BY StartedAt, Id

-- SweepStore.DeleteDeliveries [SqlServer, Sqlite]
DELETE FROM WebhookDelivery WHERE EventId = @Id

-- SweepStore.DeleteDelivery [SqlServer, Sqlite]
DELETE FROM WebhookDelivery WHERE EndpointId = @EndpointId AND EventId = @EventId

-- SweepStore.DeleteEndpoint [SqlServer, Sqlite]
DELETE FROM WebhookEndpoint WHERE Id = @Id

-- SweepStore.DeleteEvent [SqlServer, Sqlite]
DELETE FROM OutboxEvent WHERE Id = @Id

-- SweepStore.ListDeletedPaged [SqlServer]
SELECT Id FROM WebhookEndpoint
WHERE State = 'deleted' AND DeletedAt < @BeforeDeletedAt
ORDER BY DeletedAt, Id
OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY

-- SweepStore.ListDeletedPaged [Sqlite]
SELECT Id FROM WebhookEndpoint
WHERE State = 'deleted' AND DeletedAt < @BeforeDeletedAt
ORDER BY DeletedAt, Id
LIMIT @Take OFFSET @Skip

-- SweepStore.ListDeliveriesPaged [SqlServer]
SELECT EventId FROM WebhookDelivery WHERE EndpointId = @EndpointId ORDER BY EventId
OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY

-- SweepStore.ListDeliveriesPaged [Sqlite]
SELECT EventId FROM WebhookDelivery WHERE EndpointId = @EndpointId ORDER BY EventId
LIMIT @Take OFFSET @Skip

-- SweepStore.ListOverPaged [SqlServer]
SELECT Id FROM OutboxEvent
WHERE CreatedAt < @BeforeCreatedAt
    AND NOT EXISTS (SELECT 1 FROM WebhookDelivery AS d WHERE d.EventId = OutboxEvent.Id AND d.State = 'pending')
ORDER BY CreatedAt, Id
OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY

-- SweepStore.ListOverPaged [Sqlite]
SELECT Id FROM OutboxEvent
WHERE CreatedAt < @BeforeCreatedAt
    AND NOT EXISTS (SELECT 1 FROM WebhookDelivery AS d WHERE d.EventId = OutboxEvent.Id AND d.State = 'pending')
ORDER BY CreatedAt, Id
LIMIT @Take OFFSET @Skip

-- TenantStore.Find [SqlServer, Sqlite]
SELECT t.Id, t.Name, t.CreatedAt, s.RetentionMonths, s.ReturnOrigins, s.Version
FROM Tenant AS t
LEFT JOIN TenantSettings AS s ON s.TenantId = t.Id
WHERE t.Id = @Id

-- TenantStore.Hold [SqlServer, Sqlite]
UPDATE Tenant SET CreatedAt = CreatedAt WHERE Id = @Id

-- TenantStore.InsertSettings [SqlServer, Sqlite]
INSERT INTO TenantSettings (TenantId, RetentionMonths, ReturnOrigins, Version, UpdatedAt)
VALUES (@TenantId, @RetentionMonths, @ReturnOrigins, @Version, @UpdatedAt)

-- TenantStore.ListPaged [SqlServer]
SELECT t.Id, t.Name, t.CreatedAt, s.RetentionMonths, s.ReturnOrigins, s.Version
FROM Tenant AS t
LEFT JOIN TenantSettings AS s ON s.TenantId = t.Id
WHERE t.CreatedAt > @AfterAt OR (t.CreatedAt = @AfterAt AND t.Id > @AfterId)
ORDER BY t.CreatedAt, t.Id
OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY

-- TenantStore.ListPaged [Sqlite]
SELECT t.Id, t.Name, t.CreatedAt, s.RetentionMonths, s.ReturnOrigins, s.Version
FROM Tenant AS t
LEFT JOIN TenantSettings AS s ON s.TenantId = t.Id
WHERE t.CreatedAt > @AfterAt OR (t.CreatedAt = @AfterAt AND t.Id > @AfterId)
ORDER BY t.CreatedAt, t.Id
LIMIT @Take OFFSET @Skip

-- TenantStore.Rename [SqlServer, Sqlite]
UPDATE Tenant SET Name = @Name WHERE Id = @Id

-- TenantStore.UpdateSettings [SqlServer, Sqlite]
UPDATE TenantSettings
SET RetentionMonths = @RetentionMonths, ReturnOrigins = @ReturnOrigins, Version = @Version, UpdatedAt = @UpdatedAt
WHERE TenantId = @TenantId AND Version = @Version - 1

-- UsageStore.Add [SqlServer, Sqlite]
UPDATE UsageCount
SET Invitations = Invitations + @Invitations, Attempts = Attempts + @Attempts, Completed = Completed + @Completed
WHERE TenantId = @TenantId AND UsageMonth = @UsageMonth

-- UsageStore.Insert [SqlServer, Sqlite]
INSERT INTO UsageCount (TenantId, UsageMonth, Invitations, Attempts, Completed)
VALUES (@TenantId, @UsageMonth, @Invitations, @Attempts, @Completed)

-- UsageStore.List [SqlServer, Sqlite]
SELECT UsageMonth, Invitations, Attempts, Completed
FROM UsageCount
WHERE TenantId = @TenantId AND UsageMonth >= @FromUsageMonth AND UsageMonth <= @ToUsageMonth

-- VerificationStore.AskAgain [SqlServer, Sqlite]
UPDATE Verification SET VerifiedAttemptId = @VerifiedAttemptId, RequestedAt = @RequestedAt, ExpiresAt = @ExpiresAt
WHERE Id = @Id AND AttemptId IS NULL

-- VerificationStore.Conclude [SqlServer, Sqlite]
UPDATE Verification
SET Outcome = @Outcome, PValue = @PValue, GainPValue = @GainPValue, Power = @Power, Theta = @Theta, SeTheta = @SeTheta,
    ParameterShare = @ParameterShare, CalibrationId = @CalibrationId, CalibrationVersion = @CalibrationVersion,
    SupervisedBy = @SupervisedBy, ObservedAt = @ObservedAt
WHERE AttemptId = @AttemptId

-- VerificationStore.Confirm [SqlServer, Sqlite]
UPDATE Verification SET ConfirmedAt = @ConfirmedAt WHERE Id = @Id AND Outcome IS NOT NULL AND ConfirmedAt IS NULL

-- VerificationStore.DeleteByInvitation [SqlServer, Sqlite]
DELETE FROM Verification WHERE InvitationId = @InvitationId

-- VerificationStore.DeleteByPassport [SqlServer, Sqlite]
DELETE FROM Verification WHERE PassportId = @PassportId

-- VerificationStore.Insert [SqlServer, Sqlite]
INSERT INTO Verification (Id, InvitationId, LoopId, PassportId, Assessment, VerifiedAttemptId, RequestedAt, ExpiresAt)
VALUES (@Id, @InvitationId, @LoopId, @PassportId, @Assessment, @VerifiedAttemptId, @RequestedAt, @ExpiresAt)

-- VerificationStore.ListByAttempt [SqlServer, Sqlite]
SELECT Id, InvitationId, LoopId, PassportId, Assessment, VerifiedAttemptId, AttemptId, RequestedAt, ExpiresAt, Outcome, PValue,
       GainPValue, Power, Theta, SeTheta, ParameterShare, CalibrationId, CalibrationVersion, SupervisedBy, ObservedAt,
       ConfirmedAt FROM Verification WHERE AttemptId = @AttemptId

-- VerificationStore.ListByInvitation [SqlServer, Sqlite]
SELECT Id, InvitationId, LoopId, PassportId, Assessment, VerifiedAttemptId, AttemptId, RequestedAt, ExpiresAt, Outcome, PValue,
       GainPValue, Power, Theta, SeTheta, ParameterShare, CalibrationId, CalibrationVersion, SupervisedBy, ObservedAt,
       ConfirmedAt FROM Verification WHERE InvitationId = @InvitationId ORDER BY Assessment

-- VerificationStore.ListByPassport [SqlServer, Sqlite]
SELECT Id, InvitationId, LoopId, PassportId, Assessment, VerifiedAttemptId, AttemptId, RequestedAt, ExpiresAt, Outcome, PValue,
       GainPValue, Power, Theta, SeTheta, ParameterShare, CalibrationId, CalibrationVersion, SupervisedBy, ObservedAt,
       ConfirmedAt FROM Verification WHERE PassportId = @PassportId ORDER BY RequestedAt, Id

-- VerificationStore.ListReplacing [SqlServer, Sqlite]
SELECT Id, InvitationId, LoopId, PassportId, Assessment, VerifiedAttemptId, AttemptId, RequestedAt, ExpiresAt, Outcome, PValue,
       GainPValue, Power, Theta, SeTheta, ParameterShare, CalibrationId, CalibrationVersion, SupervisedBy, ObservedAt,
       ConfirmedAt
FROM Verification
WHERE PassportId = @PassportId AND LoopId = @LoopId AND Outcome = 'inconsistent' AND ConfirmedAt <= @AsOf
ORDER BY Assessment, ConfirmedAt

-- VerificationStore.ListReplacingOfLoop [SqlServer, Sqlite]
SELECT Id, InvitationId, LoopId, PassportId, Assessment, VerifiedAttemptId, AttemptId, RequestedAt, ExpiresAt, Outcome, PValue,
       GainPValue, Power, Theta, SeTheta, ParameterShare, CalibrationId, CalibrationVersion, SupervisedBy, ObservedAt,
       ConfirmedAt
FROM Verification
WHERE LoopId = @LoopId AND Outcome = 'inconsistent' AND ConfirmedAt IS NOT NULL AND ConfirmedAt <= @AsOf
ORDER BY PassportId, Assessment, ConfirmedAt

-- VerificationStore.Start [SqlServer, Sqlite]
UPDATE Verification SET AttemptId = @AttemptId
WHERE PassportId = @PassportId AND Assessment = @Assessment AND VerifiedAttemptId = @VerifiedAttemptId AND AttemptId IS NULL
    AND ExpiresAt > @Now

-- WebhookStore.Count [SqlServer, Sqlite]
SELECT COUNT(*) FROM WebhookEndpoint WHERE TenantId = @TenantId AND Kind = 'webhook' AND State <> 'deleted'

-- WebhookStore.Delete [SqlServer, Sqlite]
UPDATE WebhookEndpoint
SET State = 'deleted', DeletedAt = @Now, Url = '', Secret = '', PreviousSecret = NULL, PreviousUntil = NULL, Version = @Version + 1
WHERE Id = @Id AND Version = @Version

-- WebhookStore.DisableFailing [SqlServer, Sqlite]
UPDATE WebhookEndpoint SET State = 'disabled', DisabledReason = @DisabledReason, Version = Version + 1
WHERE Id = @Id AND State = 'enabled' AND FailingSince <= @LimitFailingSince

-- WebhookStore.DisableGone [SqlServer, Sqlite]
UPDATE WebhookEndpoint SET State = 'disabled', DisabledReason = @DisabledReason, Version = Version + 1
WHERE Id = @Id AND State = 'enabled' AND Version = @Version

-- WebhookStore.Find [SqlServer, Sqlite]
SELECT Id, TenantId, Url, EventTypes, State, Kind, ScoreFormat, DisabledReason, Secret, PreviousSecret, PreviousUntil, FailingSince,
       Version, CreatedAt
FROM WebhookEndpoint
WHERE Id = @Id AND TenantId = @TenantId AND Kind = 'webhook' AND State <> 'deleted'

-- WebhookStore.Insert [SqlServer, Sqlite]
INSERT INTO WebhookEndpoint (Id, TenantId, Url, EventTypes, State, Kind, Secret, Version, CreatedAt)
SELECT @Id, @TenantId, @Url, @EventTypes, @State, 'webhook', @Secret, @Version, @CreatedAt
WHERE (SELECT COUNT(*) FROM WebhookEndpoint WHERE TenantId = @TenantId AND Kind = 'webhook' AND State <> 'deleted') < @Most

-- WebhookStore.ListAfterPaged [SqlServer]
SELECT Id, TenantId, Url, EventTypes, State, Kind, ScoreFormat, DisabledReason, Secret, PreviousSecret, PreviousUntil, FailingSince,
       Version, CreatedAt
FROM WebhookEndpoint
WHERE TenantId = @TenantId AND Kind = 'webhook' AND State <> 'deleted' AND CreatedAt >= @AfterAt
    AND (CreatedAt > @AfterAt OR Id > @AfterId)
ORDER BY CreatedAt, Id
OFFSET @Skip ROWS FETCH NEXT @Take ROWS ONLY

-- WebhookStore.ListAfterPaged [Sqlite]
SELECT Id, TenantId, Url, EventTypes, State, Kind, ScoreFormat, DisabledReason, Secret, PreviousSecret, PreviousUntil, FailingSince,
       Version, CreatedAt
FROM WebhookEndpoint
WHERE TenantId = @TenantId AND Kind = 'webhook' AND State <> 'deleted' AND CreatedAt >= @AfterAt
    AND (CreatedAt > @AfterAt OR Id > @AfterId)
ORDER BY CreatedAt, Id
LIMIT @Take OFFSET @Skip

-- WebhookStore.NoteFailure [SqlServer, Sqlite]
UPDATE WebhookEndpoint SET FailingSince = @Now WHERE Id = @Id AND FailingSince IS NULL

-- WebhookStore.NoteSuccess [SqlServer, Sqlite]
UPDATE WebhookEndpoint SET FailingSince = NULL WHERE Id = @Id AND FailingSince IS NOT NULL

-- WebhookStore.Update [SqlServer, Sqlite]
UPDATE WebhookEndpoint
SET Url = @Url, EventTypes = @EventTypes, State = @State, DisabledReason = @DisabledReason,
    FailingSince = CASE WHEN State = 'disabled' AND @State = 'enabled' THEN NULL ELSE FailingSince END,
    Secret = @Secret, PreviousSecret = @PreviousSecret, PreviousUntil = @PreviousUntil, Version = @Version + 1
WHERE Id = @Id AND Version = @Version
