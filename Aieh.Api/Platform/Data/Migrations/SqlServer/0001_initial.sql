-- Ids are UUIDv7, which uniqueidentifier does not sort by time: the keys are nonclustered and rows are stored by Seq, in order of arrival.
-- Codes, slugs and hashes compare by their bytes (BIN2), as they do in SQLite and in the service.
-- READ_COMMITTED_SNAPSHOT is set by the migrator before the first script: ALTER DATABASE cannot run in the script's transaction.
SET XACT_ABORT ON;

CREATE TABLE dbo.CatalogueDocument
(
    Seq bigint IDENTITY (1, 1) NOT NULL,
    Kind nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Slug nvarchar(80) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ContentHash nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Document nvarchar(max) NOT NULL,
    ImportedAt datetimeoffset(3) NOT NULL,
    IsCurrent bit NOT NULL,
    CONSTRAINT PK_CatalogueDocument PRIMARY KEY NONCLUSTERED (Kind, Slug, ContentHash)
);
CREATE UNIQUE CLUSTERED INDEX CX_CatalogueDocument ON dbo.CatalogueDocument (Seq);
CREATE UNIQUE NONCLUSTERED INDEX UX_CatalogueDocument_Current ON dbo.CatalogueDocument (Kind, Slug) WHERE IsCurrent = 1;

CREATE TABLE dbo.Tenant
(
    Seq bigint IDENTITY (1, 1) NOT NULL,
    Id uniqueidentifier NOT NULL,
    Name nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CreatedAt datetimeoffset(3) NOT NULL,
    CONSTRAINT PK_Tenant PRIMARY KEY NONCLUSTERED (Id),
    CONSTRAINT UQ_Tenant_Name UNIQUE NONCLUSTERED (Name)
);
CREATE UNIQUE CLUSTERED INDEX CX_Tenant ON dbo.Tenant (Seq);

CREATE TABLE dbo.Passport
(
    Seq bigint IDENTITY (1, 1) NOT NULL,
    Id uniqueidentifier NOT NULL,
    CreatedAt datetimeoffset(3) NOT NULL,
    ErasedAt datetimeoffset(3) NULL,
    CONSTRAINT PK_Passport PRIMARY KEY NONCLUSTERED (Id)
);
CREATE UNIQUE CLUSTERED INDEX CX_Passport ON dbo.Passport (Seq);

CREATE TABLE dbo.Attempt
(
    Seq bigint IDENTITY (1, 1) NOT NULL,
    Id uniqueidentifier NOT NULL,
    PassportId uniqueidentifier NULL,
    Assessment nvarchar(80) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Form nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    State nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ItemsHash nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CalibrationHash nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ItemOrder nvarchar(max) NOT NULL,
    Responses nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Version int NOT NULL,
    StartedAt datetimeoffset(3) NOT NULL,
    ExpiresAt datetimeoffset(3) NOT NULL,
    SubmittedAt datetimeoffset(3) NULL,
    Theta float NULL,
    SeTheta float NULL,
    Score float NULL,
    SeScore float NULL,
    AnsweredCount int NULL,
    OmittedCount int NULL,
    NotReachedCount int NULL,
    ScoringVersion nvarchar(20) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT PK_Attempt PRIMARY KEY NONCLUSTERED (Id),
    CONSTRAINT FK_Attempt_Passport FOREIGN KEY (PassportId) REFERENCES dbo.Passport (Id),
    CONSTRAINT CK_Attempt_State CHECK (State IN (N'in-progress', N'scored', N'expired', N'cancelled'))
);
CREATE UNIQUE CLUSTERED INDEX CX_Attempt ON dbo.Attempt (Seq);
CREATE NONCLUSTERED INDEX IX_Attempt_Passport ON dbo.Attempt (PassportId, Assessment, Form, StartedAt);
-- One open attempt on a form at a time, whatever two requests see of each other.
CREATE UNIQUE NONCLUSTERED INDEX UX_Attempt_Open ON dbo.Attempt (PassportId, Assessment, Form) WHERE PassportId IS NOT NULL AND State = N'in-progress';

CREATE TABLE dbo.Evidence
(
    Seq bigint IDENTITY (1, 1) NOT NULL,
    Id uniqueidentifier NOT NULL,
    PassportId uniqueidentifier NOT NULL,
    Assessment nvarchar(80) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Kind nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Theta float NOT NULL,
    SeTheta float NOT NULL,
    Score float NOT NULL,
    SeScore float NOT NULL,
    ObservedAt datetimeoffset(3) NOT NULL,
    RecordedAt datetimeoffset(3) NOT NULL,
    CalibrationId nvarchar(120) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CalibrationVersion int NOT NULL,
    ScoringVersion nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    AttemptId uniqueidentifier NULL,
    Reference nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
    CONSTRAINT PK_Evidence PRIMARY KEY NONCLUSTERED (Id),
    CONSTRAINT FK_Evidence_Passport FOREIGN KEY (PassportId) REFERENCES dbo.Passport (Id),
    CONSTRAINT FK_Evidence_Attempt FOREIGN KEY (AttemptId) REFERENCES dbo.Attempt (Id),
    CONSTRAINT CK_Evidence_Kind CHECK (Kind IN (N'certified', N'indicative', N'vendor'))
);
CREATE UNIQUE CLUSTERED INDEX CX_Evidence ON dbo.Evidence (Seq);
CREATE NONCLUSTERED INDEX IX_Evidence_Passport ON dbo.Evidence (PassportId, ObservedAt, Id);
CREATE UNIQUE NONCLUSTERED INDEX UX_Evidence_Attempt ON dbo.Evidence (AttemptId) WHERE AttemptId IS NOT NULL;

CREATE TABLE dbo.PassportGrant
(
    Seq bigint IDENTITY (1, 1) NOT NULL,
    Id uniqueidentifier NOT NULL,
    PassportId uniqueidentifier NOT NULL,
    TenantId uniqueidentifier NULL,
    Kind nvarchar(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Scope nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CreatedAt datetimeoffset(3) NOT NULL,
    ExpiresAt datetimeoffset(3) NULL,
    RevokedAt datetimeoffset(3) NULL,
    CONSTRAINT PK_PassportGrant PRIMARY KEY NONCLUSTERED (Id),
    CONSTRAINT FK_PassportGrant_Passport FOREIGN KEY (PassportId) REFERENCES dbo.Passport (Id),
    CONSTRAINT FK_PassportGrant_Tenant FOREIGN KEY (TenantId) REFERENCES dbo.Tenant (Id),
    CONSTRAINT CK_PassportGrant_Kind CHECK (Kind IN (N'tenant', N'link')),
    CONSTRAINT CK_PassportGrant_Scope CHECK (Scope IN (N'passport', N'evidence'))
);
CREATE UNIQUE CLUSTERED INDEX CX_PassportGrant ON dbo.PassportGrant (Seq);
CREATE NONCLUSTERED INDEX IX_PassportGrant_Passport ON dbo.PassportGrant (PassportId, CreatedAt);
CREATE NONCLUSTERED INDEX IX_PassportGrant_Tenant ON dbo.PassportGrant (TenantId, PassportId);

CREATE TABLE dbo.Credential
(
    Seq bigint IDENTITY (1, 1) NOT NULL,
    Id uniqueidentifier NOT NULL,
    Kind nvarchar(12) COLLATE Latin1_General_100_BIN2 NOT NULL,
    SecretHash binary(32) NOT NULL,
    Hint nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    TenantId uniqueidentifier NULL,
    PassportId uniqueidentifier NULL,
    AttemptId uniqueidentifier NULL,
    GrantId uniqueidentifier NULL,
    Name nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
    Scopes nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CreatedAt datetimeoffset(3) NOT NULL,
    ExpiresAt datetimeoffset(3) NULL,
    RevokedAt datetimeoffset(3) NULL,
    LastUsedAt datetimeoffset(3) NULL,
    CONSTRAINT PK_Credential PRIMARY KEY NONCLUSTERED (Id),
    CONSTRAINT UQ_Credential_SecretHash UNIQUE NONCLUSTERED (SecretHash),
    CONSTRAINT FK_Credential_Tenant FOREIGN KEY (TenantId) REFERENCES dbo.Tenant (Id),
    CONSTRAINT FK_Credential_Passport FOREIGN KEY (PassportId) REFERENCES dbo.Passport (Id),
    CONSTRAINT FK_Credential_Attempt FOREIGN KEY (AttemptId) REFERENCES dbo.Attempt (Id),
    CONSTRAINT FK_Credential_Grant FOREIGN KEY (GrantId) REFERENCES dbo.PassportGrant (Id),
    CONSTRAINT CK_Credential_Kind CHECK (Kind IN (N'candidate', N'attempt', N'key', N'link'))
);
CREATE UNIQUE CLUSTERED INDEX CX_Credential ON dbo.Credential (Seq);
CREATE NONCLUSTERED INDEX IX_Credential_Tenant ON dbo.Credential (TenantId, CreatedAt);
CREATE NONCLUSTERED INDEX IX_Credential_Key ON dbo.Credential (CreatedAt, Id) WHERE Kind = N'key';
CREATE NONCLUSTERED INDEX IX_Credential_Passport ON dbo.Credential (PassportId);
CREATE NONCLUSTERED INDEX IX_Credential_Attempt ON dbo.Credential (AttemptId);
CREATE NONCLUSTERED INDEX IX_Credential_Grant ON dbo.Credential (GrantId);

-- Hashes are scattered; behind the principal, whose id is time-ordered, the key's inserts stay together.
CREATE TABLE dbo.IdempotencyRecord
(
    Seq bigint IDENTITY (1, 1) NOT NULL,
    KeyHash binary(32) NOT NULL,
    Principal nvarchar(80) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Fingerprint binary(32) NOT NULL,
    Status int NOT NULL,
    Location nvarchar(400) COLLATE Latin1_General_100_BIN2 NULL,
    ContentType nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Body varbinary(max) NOT NULL,
    CreatedAt datetimeoffset(3) NOT NULL,
    ExpiresAt datetimeoffset(3) NOT NULL,
    CONSTRAINT PK_IdempotencyRecord PRIMARY KEY NONCLUSTERED (Principal, KeyHash)
);
CREATE UNIQUE CLUSTERED INDEX CX_IdempotencyRecord ON dbo.IdempotencyRecord (Seq);
CREATE NONCLUSTERED INDEX IX_IdempotencyRecord_ExpiresAt ON dbo.IdempotencyRecord (ExpiresAt);
