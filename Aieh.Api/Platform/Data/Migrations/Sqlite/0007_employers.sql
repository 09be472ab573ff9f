-- The twin of the SQL Server script. Employers: hiring loops, invitations, standings, events and where they are sent, audit, usage, settings.
-- What belongs to an invitation is deleted with it; audit entries, events and counts keep ids alone.
CREATE TABLE TenantSettings
(
    Seq INTEGER NOT NULL PRIMARY KEY,
    TenantId TEXT NOT NULL,
    RetentionMonths INTEGER NOT NULL,
    ReturnOrigins TEXT NOT NULL,
    Version INTEGER NOT NULL,
    UpdatedAt TEXT NOT NULL,
    CONSTRAINT PK_TenantSettings UNIQUE (TenantId),
    CONSTRAINT FK_TenantSettings_Tenant FOREIGN KEY (TenantId) REFERENCES Tenant (Id)
) STRICT;

CREATE TABLE HiringLoop
(
    Seq INTEGER NOT NULL PRIMARY KEY,
    Id TEXT NOT NULL,
    TenantId TEXT NOT NULL,
    Version INTEGER NOT NULL,
    CreatedAt TEXT NOT NULL,
    CONSTRAINT PK_HiringLoop UNIQUE (Id),
    CONSTRAINT FK_HiringLoop_Tenant FOREIGN KEY (TenantId) REFERENCES Tenant (Id)
) STRICT;
CREATE INDEX IX_HiringLoop_Tenant ON HiringLoop (TenantId, CreatedAt, Id);

-- Each change of a loop is a new row; none is changed. Definition: the loop and its effective bundle, as JSON.
CREATE TABLE HiringLoopVersion
(
    Seq INTEGER NOT NULL PRIMARY KEY,
    LoopId TEXT NOT NULL,
    Version INTEGER NOT NULL,
    Definition TEXT NOT NULL,
    CreatedAt TEXT NOT NULL,
    CONSTRAINT PK_HiringLoopVersion UNIQUE (LoopId, Version),
    CONSTRAINT FK_HiringLoopVersion_Loop FOREIGN KEY (LoopId) REFERENCES HiringLoop (Id)
) STRICT;

-- SQLite cannot change a CHECK: the two tables are made anew and take the names of the old ones, of which none is referred to when it is
-- dropped (https://www.sqlite.org/lang_altertable.html, section 7). What is erased later must not live on in the pages of the old ones.
PRAGMA secure_delete = ON;

CREATE TABLE NewPassportGrant
(
    Seq INTEGER NOT NULL PRIMARY KEY,
    Id TEXT NOT NULL,
    PassportId TEXT NOT NULL,
    TenantId TEXT NULL,
    Kind TEXT NOT NULL,
    Scope TEXT NOT NULL,
    CreatedAt TEXT NOT NULL,
    ExpiresAt TEXT NULL,
    RevokedAt TEXT NULL,
    -- The loop that a grant of the scope 'loop' is for; NULL for the others.
    LoopId TEXT NULL,
    CONSTRAINT PK_PassportGrant UNIQUE (Id),
    CONSTRAINT FK_PassportGrant_Passport FOREIGN KEY (PassportId) REFERENCES Passport (Id),
    CONSTRAINT FK_PassportGrant_Tenant FOREIGN KEY (TenantId) REFERENCES Tenant (Id),
    CONSTRAINT FK_PassportGrant_Loop FOREIGN KEY (LoopId) REFERENCES HiringLoop (Id),
    CONSTRAINT CK_PassportGrant_Kind CHECK (Kind IN ('tenant', 'link')),
    CONSTRAINT CK_PassportGrant_Scope CHECK (Scope IN ('passport', 'evidence', 'loop'))
) STRICT;

INSERT INTO NewPassportGrant (Seq, Id, PassportId, TenantId, Kind, Scope, CreatedAt, ExpiresAt, RevokedAt)
SELECT Seq, Id, PassportId, TenantId, Kind, Scope, CreatedAt, ExpiresAt, RevokedAt
FROM PassportGrant
ORDER BY Seq;

CREATE TABLE Invitation
(
    Seq INTEGER NOT NULL PRIMARY KEY,
    Id TEXT NOT NULL,
    TenantId TEXT NOT NULL,
    LoopId TEXT NOT NULL,
    LoopVersion INTEGER NOT NULL,
    Reference TEXT NULL,
    State TEXT NOT NULL,
    -- Slugs of what is still to be taken, separated by spaces.
    Remaining TEXT NOT NULL,
    PassportId TEXT NULL,
    GrantId TEXT NULL,
    ConsentVersion TEXT NULL,
    -- For how long after its end the candidate has agreed to be seen.
    RetentionMonths INTEGER NULL,
    CandidateName TEXT NULL,
    CandidateEmail TEXT NULL,
    ReturnUrl TEXT NULL,
    Version INTEGER NOT NULL,
    CreatedAt TEXT NOT NULL,
    ExpiresAt TEXT NOT NULL,
    AcceptedAt TEXT NULL,
    StartedAt TEXT NULL,
    EndedAt TEXT NULL,
    RetainUntil TEXT NULL,
    CONSTRAINT PK_Invitation UNIQUE (Id),
    CONSTRAINT FK_Invitation_Tenant FOREIGN KEY (TenantId) REFERENCES Tenant (Id),
    CONSTRAINT FK_Invitation_Loop FOREIGN KEY (LoopId) REFERENCES HiringLoop (Id),
    CONSTRAINT FK_Invitation_Passport FOREIGN KEY (PassportId) REFERENCES Passport (Id),
    CONSTRAINT FK_Invitation_Grant FOREIGN KEY (GrantId) REFERENCES NewPassportGrant (Id),
    CONSTRAINT CK_Invitation_State
        CHECK (State IN ('invited', 'accepted', 'in-progress', 'completed', 'declined', 'expired', 'cancelled'))
) STRICT;
CREATE INDEX IX_Invitation_Tenant ON Invitation (TenantId, CreatedAt, Id);
CREATE INDEX IX_Invitation_Loop ON Invitation (LoopId, CreatedAt, Id);
CREATE INDEX IX_Invitation_Passport ON Invitation (PassportId, CreatedAt, Id) WHERE PassportId IS NOT NULL;
CREATE INDEX IX_Invitation_Grant ON Invitation (GrantId) WHERE GrantId IS NOT NULL;
-- One invitation under a reference that is open or completed, and one through which a passport is seen, in a loop, whatever two requests see
-- of each other.
CREATE UNIQUE INDEX UX_Invitation_Reference ON Invitation (LoopId, Reference)
    WHERE Reference IS NOT NULL AND State <> 'declined' AND State <> 'expired' AND State <> 'cancelled';
CREATE UNIQUE INDEX UX_Invitation_Passport ON Invitation (LoopId, PassportId) WHERE GrantId IS NOT NULL;
-- For the sweeps: what has run out, and what has been kept for long enough.
CREATE INDEX IX_Invitation_Open ON Invitation (ExpiresAt, Id) WHERE EndedAt IS NULL;
CREATE INDEX IX_Invitation_Retention ON Invitation (RetainUntil, Id) WHERE RetainUntil IS NOT NULL;

-- More time, for a passport's attempts (InvitationId NULL) or for those that an invitation asks for (PassportId NULL until it is accepted).
CREATE TABLE Accommodation
(
    Seq INTEGER NOT NULL PRIMARY KEY,
    Id TEXT NOT NULL,
    PassportId TEXT NULL,
    InvitationId TEXT NULL,
    TimeMultiplier REAL NOT NULL,
    ExtraMinutes INTEGER NOT NULL,
    UpdatedAt TEXT NOT NULL,
    CONSTRAINT PK_Accommodation UNIQUE (Id),
    CONSTRAINT FK_Accommodation_Passport FOREIGN KEY (PassportId) REFERENCES Passport (Id),
    CONSTRAINT FK_Accommodation_Invitation FOREIGN KEY (InvitationId) REFERENCES Invitation (Id)
) STRICT;
CREATE INDEX IX_Accommodation_Passport ON Accommodation (PassportId) WHERE PassportId IS NOT NULL;
CREATE UNIQUE INDEX UX_Accommodation_Own ON Accommodation (PassportId) WHERE InvitationId IS NULL;
CREATE UNIQUE INDEX UX_Accommodation_Invitation ON Accommodation (InvitationId) WHERE InvitationId IS NOT NULL;

-- The form's own limit, which an accommodation lengthens; NULL for attempts started before it was kept.
ALTER TABLE Attempt ADD TimeLimitSeconds INTEGER NULL;

CREATE TABLE NewCredential
(
    Seq INTEGER NOT NULL PRIMARY KEY,
    Id TEXT NOT NULL,
    Kind TEXT NOT NULL,
    SecretHash BLOB NOT NULL,
    Hint TEXT NOT NULL,
    TenantId TEXT NULL,
    PassportId TEXT NULL,
    AttemptId TEXT NULL,
    GrantId TEXT NULL,
    Name TEXT NULL,
    Scopes TEXT NOT NULL,
    CreatedAt TEXT NOT NULL,
    ExpiresAt TEXT NULL,
    RevokedAt TEXT NULL,
    LastUsedAt TEXT NULL,
    InvitationId TEXT NULL,
    CONSTRAINT PK_Credential UNIQUE (Id),
    CONSTRAINT UQ_Credential_SecretHash UNIQUE (SecretHash),
    CONSTRAINT FK_Credential_Tenant FOREIGN KEY (TenantId) REFERENCES Tenant (Id),
    CONSTRAINT FK_Credential_Passport FOREIGN KEY (PassportId) REFERENCES Passport (Id),
    CONSTRAINT FK_Credential_Attempt FOREIGN KEY (AttemptId) REFERENCES Attempt (Id),
    CONSTRAINT FK_Credential_Grant FOREIGN KEY (GrantId) REFERENCES NewPassportGrant (Id),
    CONSTRAINT FK_Credential_Invitation FOREIGN KEY (InvitationId) REFERENCES Invitation (Id),
    CONSTRAINT CK_Credential_Kind CHECK (Kind IN ('candidate', 'attempt', 'key', 'link', 'invitation'))
) STRICT;

INSERT INTO NewCredential (Seq, Id, Kind, SecretHash, Hint, TenantId, PassportId, AttemptId, GrantId, Name, Scopes, CreatedAt, ExpiresAt,
                           RevokedAt, LastUsedAt)
SELECT Seq, Id, Kind, SecretHash, Hint, TenantId, PassportId, AttemptId, GrantId, Name, Scopes, CreatedAt, ExpiresAt,
       RevokedAt, LastUsedAt
FROM Credential
ORDER BY Seq;

DROP TABLE Credential;
DROP TABLE PassportGrant;
ALTER TABLE NewPassportGrant RENAME TO PassportGrant;
ALTER TABLE NewCredential RENAME TO Credential;
CREATE INDEX IX_PassportGrant_Passport ON PassportGrant (PassportId, CreatedAt);
CREATE INDEX IX_PassportGrant_Tenant ON PassportGrant (TenantId, PassportId);
CREATE INDEX IX_PassportGrant_Unrevoked ON PassportGrant (PassportId, TenantId, Scope) WHERE RevokedAt IS NULL;
CREATE INDEX IX_PassportGrant_Loop ON PassportGrant (LoopId, PassportId) WHERE LoopId IS NOT NULL;
CREATE INDEX IX_Credential_Tenant ON Credential (TenantId, CreatedAt);
CREATE INDEX IX_Credential_Key ON Credential (CreatedAt, Id) WHERE Kind = 'key';
CREATE INDEX IX_Credential_Passport ON Credential (PassportId);
CREATE INDEX IX_Credential_Attempt ON Credential (AttemptId);
CREATE INDEX IX_Credential_Grant ON Credential (GrantId);
CREATE INDEX IX_Credential_AttemptToken ON Credential (ExpiresAt) WHERE Kind = 'attempt';
CREATE INDEX IX_Credential_Invitation ON Credential (InvitationId) WHERE InvitationId IS NOT NULL;

-- Where an accepted invitation stands in its loop: RankKey is ascending in the order of the ranking. StaleAt: from when it is to be redone.
CREATE TABLE Standing
(
    Seq INTEGER NOT NULL PRIMARY KEY,
    InvitationId TEXT NOT NULL,
    LoopId TEXT NOT NULL,
    LoopVersion INTEGER NOT NULL,
    RankKey REAL NOT NULL,
    AsOf TEXT NOT NULL,
    StaleAt TEXT NOT NULL,
    CONSTRAINT PK_Standing UNIQUE (InvitationId),
    CONSTRAINT FK_Standing_Invitation FOREIGN KEY (InvitationId) REFERENCES Invitation (Id),
    CONSTRAINT FK_Standing_Loop FOREIGN KEY (LoopId) REFERENCES HiringLoop (Id)
) STRICT;
CREATE INDEX IX_Standing_Rank ON Standing (LoopId, RankKey, InvitationId);
CREATE INDEX IX_Standing_Stale ON Standing (StaleAt, InvitationId);

-- Written in the transaction of the change that it tells. Subject: events of one subject are delivered in their order.
CREATE TABLE OutboxEvent
(
    Seq INTEGER NOT NULL PRIMARY KEY,
    Id TEXT NOT NULL,
    TenantId TEXT NOT NULL,
    Type TEXT NOT NULL,
    Subject TEXT NOT NULL,
    Body TEXT NOT NULL,
    CreatedAt TEXT NOT NULL,
    CONSTRAINT PK_OutboxEvent UNIQUE (Id),
    CONSTRAINT FK_OutboxEvent_Tenant FOREIGN KEY (TenantId) REFERENCES Tenant (Id)
) STRICT;
CREATE INDEX IX_OutboxEvent_Tenant ON OutboxEvent (TenantId, CreatedAt, Id);
CREATE INDEX IX_OutboxEvent_CreatedAt ON OutboxEvent (CreatedAt, Id);

-- Secrets are sealed: they are signed with, so a hash would not do. EventTypes are separated by spaces; empty means all.
CREATE TABLE WebhookEndpoint
(
    Seq INTEGER NOT NULL PRIMARY KEY,
    Id TEXT NOT NULL,
    TenantId TEXT NOT NULL,
    Url TEXT NOT NULL,
    EventTypes TEXT NOT NULL,
    State TEXT NOT NULL,
    DisabledReason TEXT NULL,
    Secret TEXT NOT NULL,
    PreviousSecret TEXT NULL,
    PreviousUntil TEXT NULL,
    FailingSince TEXT NULL,
    Version INTEGER NOT NULL,
    CreatedAt TEXT NOT NULL,
    DeletedAt TEXT NULL,
    CONSTRAINT PK_WebhookEndpoint UNIQUE (Id),
    CONSTRAINT FK_WebhookEndpoint_Tenant FOREIGN KEY (TenantId) REFERENCES Tenant (Id),
    CONSTRAINT CK_WebhookEndpoint_State CHECK (State IN ('enabled', 'disabled', 'deleted'))
) STRICT;
CREATE INDEX IX_WebhookEndpoint_Tenant ON WebhookEndpoint (TenantId, CreatedAt, Id);
CREATE INDEX IX_WebhookEndpoint_Deleted ON WebhookEndpoint (DeletedAt, Id) WHERE State = 'deleted';

-- One row for each event and endpoint; Seq is the order of sending.
CREATE TABLE WebhookDelivery
(
    Seq INTEGER NOT NULL PRIMARY KEY,
    EndpointId TEXT NOT NULL,
    EventId TEXT NOT NULL,
    Subject TEXT NOT NULL,
    State TEXT NOT NULL,
    Attempts INTEGER NOT NULL,
    CreatedAt TEXT NOT NULL,
    NextAt TEXT NOT NULL,
    LeasedUntil TEXT NULL,
    LastStatus INTEGER NULL,
    LastError TEXT NULL,
    LastLatencyMilliseconds INTEGER NULL,
    LastAt TEXT NULL,
    CONSTRAINT PK_WebhookDelivery UNIQUE (EndpointId, EventId),
    CONSTRAINT FK_WebhookDelivery_Endpoint FOREIGN KEY (EndpointId) REFERENCES WebhookEndpoint (Id),
    CONSTRAINT FK_WebhookDelivery_Event FOREIGN KEY (EventId) REFERENCES OutboxEvent (Id),
    CONSTRAINT CK_WebhookDelivery_State CHECK (State IN ('pending', 'delivered', 'failed'))
) STRICT;
CREATE INDEX IX_WebhookDelivery_Endpoint ON WebhookDelivery (EndpointId, CreatedAt, EventId);
CREATE INDEX IX_WebhookDelivery_Event ON WebhookDelivery (EventId);
CREATE INDEX IX_WebhookDelivery_Due ON WebhookDelivery (NextAt, Seq) WHERE State = 'pending';
CREATE INDEX IX_WebhookDelivery_Order ON WebhookDelivery (EndpointId, Subject, Seq) WHERE State = 'pending';

-- The key ring that sealed secrets are opened with, so that replicas share it; itself protected by what the settings name.
CREATE TABLE ProtectionKey
(
    Seq INTEGER NOT NULL PRIMARY KEY,
    Name TEXT NOT NULL,
    Xml TEXT NOT NULL,
    CONSTRAINT PK_ProtectionKey UNIQUE (Name)
) STRICT;

-- Added, and then sealed once: Position and Hash chain a tenant's entries. ReadKey: equal for the reads of one thing by one caller within an
-- hour. Scope: what a key needs besides to be shown the entry.
CREATE TABLE AuditEntry
(
    Seq INTEGER NOT NULL PRIMARY KEY,
    Id TEXT NOT NULL,
    TenantId TEXT NOT NULL,
    OccurredAt TEXT NOT NULL,
    Actor TEXT NOT NULL,
    Action TEXT NOT NULL,
    Subject TEXT NOT NULL,
    PassportId TEXT NULL,
    Scope TEXT NULL,
    BeforeState TEXT NULL,
    AfterState TEXT NULL,
    ReadKey TEXT NULL,
    Position INTEGER NULL,
    Hash BLOB NULL,
    CONSTRAINT PK_AuditEntry UNIQUE (Id),
    CONSTRAINT FK_AuditEntry_Tenant FOREIGN KEY (TenantId) REFERENCES Tenant (Id),
    CONSTRAINT FK_AuditEntry_Passport FOREIGN KEY (PassportId) REFERENCES Passport (Id)
) STRICT;
CREATE INDEX IX_AuditEntry_Tenant ON AuditEntry (TenantId, OccurredAt, Id);
CREATE INDEX IX_AuditEntry_Passport ON AuditEntry (PassportId, OccurredAt, Id) WHERE PassportId IS NOT NULL;
CREATE INDEX IX_AuditEntry_Unsealed ON AuditEntry (Seq) WHERE Position IS NULL;
CREATE UNIQUE INDEX UX_AuditEntry_Position ON AuditEntry (TenantId, Position) WHERE Position IS NOT NULL;
CREATE UNIQUE INDEX UX_AuditEntry_ReadKey ON AuditEntry (TenantId, ReadKey) WHERE ReadKey IS NOT NULL;

-- What a tenant has used in a month, counted in the transactions of the uses. UsageMonth: year times 100 plus month.
CREATE TABLE UsageCount
(
    Seq INTEGER NOT NULL PRIMARY KEY,
    TenantId TEXT NOT NULL,
    UsageMonth INTEGER NOT NULL,
    Invitations INTEGER NOT NULL,
    Attempts INTEGER NOT NULL,
    Completed INTEGER NOT NULL,
    CONSTRAINT PK_UsageCount UNIQUE (TenantId, UsageMonth),
    CONSTRAINT FK_UsageCount_Tenant FOREIGN KEY (TenantId) REFERENCES Tenant (Id)
) STRICT;
