-- Employers: hiring loops, invitations, standings, events and where they are sent, audit, usage, settings.
-- What belongs to an invitation is deleted with it; audit entries, events and counts keep ids alone.
SET XACT_ABORT ON;

CREATE TABLE dbo.TenantSettings
(
    Seq bigint IDENTITY (1, 1) NOT NULL,
    TenantId uniqueidentifier NOT NULL,
    RetentionMonths int NOT NULL,
    ReturnOrigins nvarchar(2000) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Version int NOT NULL,
    UpdatedAt datetimeoffset(3) NOT NULL,
    CONSTRAINT PK_TenantSettings PRIMARY KEY NONCLUSTERED (TenantId),
    CONSTRAINT FK_TenantSettings_Tenant FOREIGN KEY (TenantId) REFERENCES dbo.Tenant (Id)
);
CREATE UNIQUE CLUSTERED INDEX CX_TenantSettings ON dbo.TenantSettings (Seq);

CREATE TABLE dbo.HiringLoop
(
    Seq bigint IDENTITY (1, 1) NOT NULL,
    Id uniqueidentifier NOT NULL,
    TenantId uniqueidentifier NOT NULL,
    Version int NOT NULL,
    CreatedAt datetimeoffset(3) NOT NULL,
    CONSTRAINT PK_HiringLoop PRIMARY KEY NONCLUSTERED (Id),
    CONSTRAINT FK_HiringLoop_Tenant FOREIGN KEY (TenantId) REFERENCES dbo.Tenant (Id)
);
CREATE UNIQUE CLUSTERED INDEX CX_HiringLoop ON dbo.HiringLoop (Seq);
CREATE NONCLUSTERED INDEX IX_HiringLoop_Tenant ON dbo.HiringLoop (TenantId, CreatedAt, Id);

-- Each change of a loop is a new row; none is changed. Definition: the loop and its effective bundle, as JSON.
CREATE TABLE dbo.HiringLoopVersion
(
    Seq bigint IDENTITY (1, 1) NOT NULL,
    LoopId uniqueidentifier NOT NULL,
    Version int NOT NULL,
    Definition nvarchar(max) NOT NULL,
    CreatedAt datetimeoffset(3) NOT NULL,
    CONSTRAINT PK_HiringLoopVersion PRIMARY KEY NONCLUSTERED (LoopId, Version),
    CONSTRAINT FK_HiringLoopVersion_Loop FOREIGN KEY (LoopId) REFERENCES dbo.HiringLoop (Id)
);
CREATE UNIQUE CLUSTERED INDEX CX_HiringLoopVersion ON dbo.HiringLoopVersion (Seq);

ALTER TABLE dbo.PassportGrant DROP CONSTRAINT CK_PassportGrant_Scope;
ALTER TABLE dbo.PassportGrant ADD CONSTRAINT CK_PassportGrant_Scope CHECK (Scope IN (N'passport', N'evidence', N'loop'));
-- The loop that a grant of the scope 'loop' is for; NULL for the others.
ALTER TABLE dbo.PassportGrant ADD LoopId uniqueidentifier NULL;
GO
ALTER TABLE dbo.PassportGrant ADD CONSTRAINT FK_PassportGrant_Loop FOREIGN KEY (LoopId) REFERENCES dbo.HiringLoop (Id);
CREATE NONCLUSTERED INDEX IX_PassportGrant_Loop ON dbo.PassportGrant (LoopId, PassportId) WHERE LoopId IS NOT NULL;

CREATE TABLE dbo.Invitation
(
    Seq bigint IDENTITY (1, 1) NOT NULL,
    Id uniqueidentifier NOT NULL,
    TenantId uniqueidentifier NOT NULL,
    LoopId uniqueidentifier NOT NULL,
    LoopVersion int NOT NULL,
    Reference nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
    State nvarchar(12) COLLATE Latin1_General_100_BIN2 NOT NULL,
    -- Slugs of what is still to be taken, separated by spaces.
    Remaining nvarchar(2000) COLLATE Latin1_General_100_BIN2 NOT NULL,
    PassportId uniqueidentifier NULL,
    GrantId uniqueidentifier NULL,
    ConsentVersion nvarchar(20) COLLATE Latin1_General_100_BIN2 NULL,
    -- For how long after its end the candidate has agreed to be seen.
    RetentionMonths int NULL,
    CandidateName nvarchar(200) NULL,
    CandidateEmail nvarchar(320) NULL,
    ReturnUrl nvarchar(2000) COLLATE Latin1_General_100_BIN2 NULL,
    Version int NOT NULL,
    CreatedAt datetimeoffset(3) NOT NULL,
    ExpiresAt datetimeoffset(3) NOT NULL,
    AcceptedAt datetimeoffset(3) NULL,
    StartedAt datetimeoffset(3) NULL,
    EndedAt datetimeoffset(3) NULL,
    RetainUntil datetimeoffset(3) NULL,
    CONSTRAINT PK_Invitation PRIMARY KEY NONCLUSTERED (Id),
    CONSTRAINT FK_Invitation_Tenant FOREIGN KEY (TenantId) REFERENCES dbo.Tenant (Id),
    CONSTRAINT FK_Invitation_Loop FOREIGN KEY (LoopId) REFERENCES dbo.HiringLoop (Id),
    CONSTRAINT FK_Invitation_Passport FOREIGN KEY (PassportId) REFERENCES dbo.Passport (Id),
    CONSTRAINT FK_Invitation_Grant FOREIGN KEY (GrantId) REFERENCES dbo.PassportGrant (Id),
    CONSTRAINT CK_Invitation_State
        CHECK (State IN (N'invited', N'accepted', N'in-progress', N'completed', N'declined', N'expired', N'cancelled'))
);
CREATE UNIQUE CLUSTERED INDEX CX_Invitation ON dbo.Invitation (Seq);
CREATE NONCLUSTERED INDEX IX_Invitation_Tenant ON dbo.Invitation (TenantId, CreatedAt, Id);
CREATE NONCLUSTERED INDEX IX_Invitation_Loop ON dbo.Invitation (LoopId, CreatedAt, Id);
CREATE NONCLUSTERED INDEX IX_Invitation_Passport ON dbo.Invitation (PassportId, CreatedAt, Id) WHERE PassportId IS NOT NULL;
CREATE NONCLUSTERED INDEX IX_Invitation_Grant ON dbo.Invitation (GrantId) WHERE GrantId IS NOT NULL;
-- One invitation under a reference that is open or completed, and one through which a passport is seen, in a loop, whatever two requests see
-- of each other.
CREATE UNIQUE NONCLUSTERED INDEX UX_Invitation_Reference ON dbo.Invitation (LoopId, Reference)
    WHERE Reference IS NOT NULL AND State <> N'declined' AND State <> N'expired' AND State <> N'cancelled';
CREATE UNIQUE NONCLUSTERED INDEX UX_Invitation_Passport ON dbo.Invitation (LoopId, PassportId) WHERE GrantId IS NOT NULL;
-- For the sweeps: what has run out, and what has been kept for long enough.
CREATE NONCLUSTERED INDEX IX_Invitation_Open ON dbo.Invitation (ExpiresAt, Id) WHERE EndedAt IS NULL;
CREATE NONCLUSTERED INDEX IX_Invitation_Retention ON dbo.Invitation (RetainUntil, Id) WHERE RetainUntil IS NOT NULL;

-- More time, for a passport's attempts (InvitationId NULL) or for those that an invitation asks for (PassportId NULL until it is accepted).
CREATE TABLE dbo.Accommodation
(
    Seq bigint IDENTITY (1, 1) NOT NULL,
    Id uniqueidentifier NOT NULL,
    PassportId uniqueidentifier NULL,
    InvitationId uniqueidentifier NULL,
    TimeMultiplier float NOT NULL,
    ExtraMinutes int NOT NULL,
    UpdatedAt datetimeoffset(3) NOT NULL,
    CONSTRAINT PK_Accommodation PRIMARY KEY NONCLUSTERED (Id),
    CONSTRAINT FK_Accommodation_Passport FOREIGN KEY (PassportId) REFERENCES dbo.Passport (Id),
    CONSTRAINT FK_Accommodation_Invitation FOREIGN KEY (InvitationId) REFERENCES dbo.Invitation (Id)
);
CREATE UNIQUE CLUSTERED INDEX CX_Accommodation ON dbo.Accommodation (Seq);
CREATE NONCLUSTERED INDEX IX_Accommodation_Passport ON dbo.Accommodation (PassportId) WHERE PassportId IS NOT NULL;
CREATE UNIQUE NONCLUSTERED INDEX UX_Accommodation_Own ON dbo.Accommodation (PassportId) WHERE InvitationId IS NULL;
CREATE UNIQUE NONCLUSTERED INDEX UX_Accommodation_Invitation ON dbo.Accommodation (InvitationId) WHERE InvitationId IS NOT NULL;

-- The form's own limit, which an accommodation lengthens; NULL for attempts started before it was kept.
ALTER TABLE dbo.Attempt ADD TimeLimitSeconds int NULL;

ALTER TABLE dbo.Credential DROP CONSTRAINT CK_Credential_Kind;
ALTER TABLE dbo.Credential ADD CONSTRAINT CK_Credential_Kind CHECK (Kind IN (N'candidate', N'attempt', N'key', N'link', N'invitation'));
ALTER TABLE dbo.Credential ADD InvitationId uniqueidentifier NULL;
GO
ALTER TABLE dbo.Credential ADD CONSTRAINT FK_Credential_Invitation FOREIGN KEY (InvitationId) REFERENCES dbo.Invitation (Id);
CREATE NONCLUSTERED INDEX IX_Credential_Invitation ON dbo.Credential (InvitationId) WHERE InvitationId IS NOT NULL;

-- Where an accepted invitation stands in its loop: RankKey is ascending in the order of the ranking. StaleAt: from when it is to be redone.
CREATE TABLE dbo.Standing
(
    Seq bigint IDENTITY (1, 1) NOT NULL,
    InvitationId uniqueidentifier NOT NULL,
    LoopId uniqueidentifier NOT NULL,
    LoopVersion int NOT NULL,
    RankKey float NOT NULL,
    AsOf datetimeoffset(3) NOT NULL,
    StaleAt datetimeoffset(3) NOT NULL,
    CONSTRAINT PK_Standing PRIMARY KEY NONCLUSTERED (InvitationId),
    CONSTRAINT FK_Standing_Invitation FOREIGN KEY (InvitationId) REFERENCES dbo.Invitation (Id),
    CONSTRAINT FK_Standing_Loop FOREIGN KEY (LoopId) REFERENCES dbo.HiringLoop (Id)
);
CREATE UNIQUE CLUSTERED INDEX CX_Standing ON dbo.Standing (Seq);
CREATE NONCLUSTERED INDEX IX_Standing_Rank ON dbo.Standing (LoopId, RankKey, InvitationId);
CREATE NONCLUSTERED INDEX IX_Standing_Stale ON dbo.Standing (StaleAt, InvitationId);

-- Written in the transaction of the change that it tells. Subject: events of one subject are delivered in their order.
CREATE TABLE dbo.OutboxEvent
(
    Seq bigint IDENTITY (1, 1) NOT NULL,
    Id uniqueidentifier NOT NULL,
    TenantId uniqueidentifier NOT NULL,
    Type nvarchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Subject uniqueidentifier NOT NULL,
    Body nvarchar(max) NOT NULL,
    CreatedAt datetimeoffset(3) NOT NULL,
    CONSTRAINT PK_OutboxEvent PRIMARY KEY NONCLUSTERED (Id),
    CONSTRAINT FK_OutboxEvent_Tenant FOREIGN KEY (TenantId) REFERENCES dbo.Tenant (Id)
);
CREATE UNIQUE CLUSTERED INDEX CX_OutboxEvent ON dbo.OutboxEvent (Seq);
CREATE NONCLUSTERED INDEX IX_OutboxEvent_Tenant ON dbo.OutboxEvent (TenantId, CreatedAt, Id);
CREATE NONCLUSTERED INDEX IX_OutboxEvent_CreatedAt ON dbo.OutboxEvent (CreatedAt, Id);

-- Secrets are sealed: they are signed with, so a hash would not do. EventTypes are separated by spaces; empty means all.
CREATE TABLE dbo.WebhookEndpoint
(
    Seq bigint IDENTITY (1, 1) NOT NULL,
    Id uniqueidentifier NOT NULL,
    TenantId uniqueidentifier NOT NULL,
    Url nvarchar(2000) COLLATE Latin1_General_100_BIN2 NOT NULL,
    EventTypes nvarchar(1000) COLLATE Latin1_General_100_BIN2 NOT NULL,
    State nvarchar(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    DisabledReason nvarchar(40) COLLATE Latin1_General_100_BIN2 NULL,
    Secret nvarchar(1000) COLLATE Latin1_General_100_BIN2 NOT NULL,
    PreviousSecret nvarchar(1000) COLLATE Latin1_General_100_BIN2 NULL,
    PreviousUntil datetimeoffset(3) NULL,
    FailingSince datetimeoffset(3) NULL,
    Version int NOT NULL,
    CreatedAt datetimeoffset(3) NOT NULL,
    DeletedAt datetimeoffset(3) NULL,
    CONSTRAINT PK_WebhookEndpoint PRIMARY KEY NONCLUSTERED (Id),
    CONSTRAINT FK_WebhookEndpoint_Tenant FOREIGN KEY (TenantId) REFERENCES dbo.Tenant (Id),
    CONSTRAINT CK_WebhookEndpoint_State CHECK (State IN (N'enabled', N'disabled', N'deleted'))
);
CREATE UNIQUE CLUSTERED INDEX CX_WebhookEndpoint ON dbo.WebhookEndpoint (Seq);
CREATE NONCLUSTERED INDEX IX_WebhookEndpoint_Tenant ON dbo.WebhookEndpoint (TenantId, CreatedAt, Id);
CREATE NONCLUSTERED INDEX IX_WebhookEndpoint_Deleted ON dbo.WebhookEndpoint (DeletedAt, Id) WHERE State = N'deleted';

-- One row for each event and endpoint; Seq is the order of sending.
CREATE TABLE dbo.WebhookDelivery
(
    Seq bigint IDENTITY (1, 1) NOT NULL,
    EndpointId uniqueidentifier NOT NULL,
    EventId uniqueidentifier NOT NULL,
    Subject uniqueidentifier NOT NULL,
    State nvarchar(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Attempts int NOT NULL,
    CreatedAt datetimeoffset(3) NOT NULL,
    NextAt datetimeoffset(3) NOT NULL,
    LeasedUntil datetimeoffset(3) NULL,
    LastStatus int NULL,
    LastError nvarchar(200) NULL,
    LastLatencyMilliseconds int NULL,
    LastAt datetimeoffset(3) NULL,
    CONSTRAINT PK_WebhookDelivery PRIMARY KEY NONCLUSTERED (EndpointId, EventId),
    CONSTRAINT FK_WebhookDelivery_Endpoint FOREIGN KEY (EndpointId) REFERENCES dbo.WebhookEndpoint (Id),
    CONSTRAINT FK_WebhookDelivery_Event FOREIGN KEY (EventId) REFERENCES dbo.OutboxEvent (Id),
    CONSTRAINT CK_WebhookDelivery_State CHECK (State IN (N'pending', N'delivered', N'failed'))
);
CREATE UNIQUE CLUSTERED INDEX CX_WebhookDelivery ON dbo.WebhookDelivery (Seq);
CREATE NONCLUSTERED INDEX IX_WebhookDelivery_Endpoint ON dbo.WebhookDelivery (EndpointId, CreatedAt, EventId);
CREATE NONCLUSTERED INDEX IX_WebhookDelivery_Event ON dbo.WebhookDelivery (EventId);
CREATE NONCLUSTERED INDEX IX_WebhookDelivery_Due ON dbo.WebhookDelivery (NextAt, Seq) WHERE State = N'pending';
CREATE NONCLUSTERED INDEX IX_WebhookDelivery_Order ON dbo.WebhookDelivery (EndpointId, Subject, Seq) WHERE State = N'pending';

-- The key ring that sealed secrets are opened with, so that replicas share it; itself protected by what the settings name.
CREATE TABLE dbo.ProtectionKey
(
    Seq bigint IDENTITY (1, 1) NOT NULL,
    Name nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Xml nvarchar(max) NOT NULL,
    CONSTRAINT PK_ProtectionKey PRIMARY KEY NONCLUSTERED (Name)
);
CREATE UNIQUE CLUSTERED INDEX CX_ProtectionKey ON dbo.ProtectionKey (Seq);

-- Added, and then sealed once: Position and Hash chain a tenant's entries. ReadKey: equal for the reads of one thing by one caller within an
-- hour. Scope: what a key needs besides to be shown the entry.
CREATE TABLE dbo.AuditEntry
(
    Seq bigint IDENTITY (1, 1) NOT NULL,
    Id uniqueidentifier NOT NULL,
    TenantId uniqueidentifier NOT NULL,
    OccurredAt datetimeoffset(3) NOT NULL,
    Actor nvarchar(80) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Action nvarchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Subject nvarchar(120) COLLATE Latin1_General_100_BIN2 NOT NULL,
    PassportId uniqueidentifier NULL,
    Scope nvarchar(40) COLLATE Latin1_General_100_BIN2 NULL,
    BeforeState nvarchar(max) NULL,
    AfterState nvarchar(max) NULL,
    ReadKey nvarchar(250) COLLATE Latin1_General_100_BIN2 NULL,
    Position bigint NULL,
    Hash binary(32) NULL,
    CONSTRAINT PK_AuditEntry PRIMARY KEY NONCLUSTERED (Id),
    CONSTRAINT FK_AuditEntry_Tenant FOREIGN KEY (TenantId) REFERENCES dbo.Tenant (Id),
    CONSTRAINT FK_AuditEntry_Passport FOREIGN KEY (PassportId) REFERENCES dbo.Passport (Id)
);
CREATE UNIQUE CLUSTERED INDEX CX_AuditEntry ON dbo.AuditEntry (Seq);
CREATE NONCLUSTERED INDEX IX_AuditEntry_Tenant ON dbo.AuditEntry (TenantId, OccurredAt, Id);
CREATE NONCLUSTERED INDEX IX_AuditEntry_Passport ON dbo.AuditEntry (PassportId, OccurredAt, Id) WHERE PassportId IS NOT NULL;
CREATE NONCLUSTERED INDEX IX_AuditEntry_Unsealed ON dbo.AuditEntry (Seq) WHERE Position IS NULL;
CREATE UNIQUE NONCLUSTERED INDEX UX_AuditEntry_Position ON dbo.AuditEntry (TenantId, Position) WHERE Position IS NOT NULL;
CREATE UNIQUE NONCLUSTERED INDEX UX_AuditEntry_ReadKey ON dbo.AuditEntry (TenantId, ReadKey) WHERE ReadKey IS NOT NULL;

-- What a tenant has used in a month, counted in the transactions of the uses. UsageMonth: year times 100 plus month.
CREATE TABLE dbo.UsageCount
(
    Seq bigint IDENTITY (1, 1) NOT NULL,
    TenantId uniqueidentifier NOT NULL,
    UsageMonth int NOT NULL,
    Invitations int NOT NULL,
    Attempts int NOT NULL,
    Completed int NOT NULL,
    CONSTRAINT PK_UsageCount PRIMARY KEY NONCLUSTERED (TenantId, UsageMonth),
    CONSTRAINT FK_UsageCount_Tenant FOREIGN KEY (TenantId) REFERENCES dbo.Tenant (Id)
);
CREATE UNIQUE CLUSTERED INDEX CX_UsageCount ON dbo.UsageCount (Seq);
