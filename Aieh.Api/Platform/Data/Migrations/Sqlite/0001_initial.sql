-- The twin of the SQL Server script: same tables, columns, nullability and constraints.
-- Ids are lower-case text, times ISO 8601 text in UTC with milliseconds. Seq is the rowid.
CREATE TABLE CatalogueDocument
(
    Seq INTEGER NOT NULL PRIMARY KEY,
    Kind TEXT NOT NULL,
    Slug TEXT NOT NULL,
    ContentHash TEXT NOT NULL,
    Document TEXT NOT NULL,
    ImportedAt TEXT NOT NULL,
    IsCurrent INTEGER NOT NULL CHECK (IsCurrent IN (0, 1)),
    CONSTRAINT PK_CatalogueDocument UNIQUE (Kind, Slug, ContentHash)
) STRICT;
CREATE UNIQUE INDEX UX_CatalogueDocument_Current ON CatalogueDocument (Kind, Slug) WHERE IsCurrent = 1;

CREATE TABLE Tenant
(
    Seq INTEGER NOT NULL PRIMARY KEY,
    Id TEXT NOT NULL,
    Name TEXT NOT NULL,
    CreatedAt TEXT NOT NULL,
    CONSTRAINT PK_Tenant UNIQUE (Id),
    CONSTRAINT UQ_Tenant_Name UNIQUE (Name)
) STRICT;

CREATE TABLE Passport
(
    Seq INTEGER NOT NULL PRIMARY KEY,
    Id TEXT NOT NULL,
    CreatedAt TEXT NOT NULL,
    ErasedAt TEXT NULL,
    CONSTRAINT PK_Passport UNIQUE (Id)
) STRICT;

CREATE TABLE Attempt
(
    Seq INTEGER NOT NULL PRIMARY KEY,
    Id TEXT NOT NULL,
    PassportId TEXT NULL,
    Assessment TEXT NOT NULL,
    Form TEXT NOT NULL,
    State TEXT NOT NULL,
    ItemsHash TEXT NOT NULL,
    CalibrationHash TEXT NOT NULL,
    ItemOrder TEXT NOT NULL,
    Responses TEXT NOT NULL,
    Version INTEGER NOT NULL,
    StartedAt TEXT NOT NULL,
    ExpiresAt TEXT NOT NULL,
    SubmittedAt TEXT NULL,
    Theta REAL NULL,
    SeTheta REAL NULL,
    Score REAL NULL,
    SeScore REAL NULL,
    AnsweredCount INTEGER NULL,
    OmittedCount INTEGER NULL,
    NotReachedCount INTEGER NULL,
    ScoringVersion TEXT NULL,
    CONSTRAINT PK_Attempt UNIQUE (Id),
    CONSTRAINT FK_Attempt_Passport FOREIGN KEY (PassportId) REFERENCES Passport (Id),
    CONSTRAINT CK_Attempt_State CHECK (State IN ('in-progress', 'scored', 'expired', 'cancelled'))
) STRICT;
CREATE INDEX IX_Attempt_Passport ON Attempt (PassportId, Assessment, Form, StartedAt);
CREATE UNIQUE INDEX UX_Attempt_Open ON Attempt (PassportId, Assessment, Form) WHERE PassportId IS NOT NULL AND State = 'in-progress';

CREATE TABLE Evidence
(
    Seq INTEGER NOT NULL PRIMARY KEY,
    Id TEXT NOT NULL,
    PassportId TEXT NOT NULL,
    Assessment TEXT NOT NULL,
    Kind TEXT NOT NULL,
    Theta REAL NOT NULL,
    SeTheta REAL NOT NULL,
    Score REAL NOT NULL,
    SeScore REAL NOT NULL,
    ObservedAt TEXT NOT NULL,
    RecordedAt TEXT NOT NULL,
    CalibrationId TEXT NOT NULL,
    CalibrationVersion INTEGER NOT NULL,
    ScoringVersion TEXT NOT NULL,
    AttemptId TEXT NULL,
    Reference TEXT NULL,
    CONSTRAINT PK_Evidence UNIQUE (Id),
    CONSTRAINT FK_Evidence_Passport FOREIGN KEY (PassportId) REFERENCES Passport (Id),
    CONSTRAINT FK_Evidence_Attempt FOREIGN KEY (AttemptId) REFERENCES Attempt (Id),
    CONSTRAINT CK_Evidence_Kind CHECK (Kind IN ('certified', 'indicative', 'vendor'))
) STRICT;
CREATE INDEX IX_Evidence_Passport ON Evidence (PassportId, ObservedAt, Id);
CREATE UNIQUE INDEX UX_Evidence_Attempt ON Evidence (AttemptId) WHERE AttemptId IS NOT NULL;

CREATE TABLE PassportGrant
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
    CONSTRAINT PK_PassportGrant UNIQUE (Id),
    CONSTRAINT FK_PassportGrant_Passport FOREIGN KEY (PassportId) REFERENCES Passport (Id),
    CONSTRAINT FK_PassportGrant_Tenant FOREIGN KEY (TenantId) REFERENCES Tenant (Id),
    CONSTRAINT CK_PassportGrant_Kind CHECK (Kind IN ('tenant', 'link')),
    CONSTRAINT CK_PassportGrant_Scope CHECK (Scope IN ('passport', 'evidence'))
) STRICT;
CREATE INDEX IX_PassportGrant_Passport ON PassportGrant (PassportId, CreatedAt);
CREATE INDEX IX_PassportGrant_Tenant ON PassportGrant (TenantId, PassportId);

CREATE TABLE Credential
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
    CONSTRAINT PK_Credential UNIQUE (Id),
    CONSTRAINT UQ_Credential_SecretHash UNIQUE (SecretHash),
    CONSTRAINT FK_Credential_Tenant FOREIGN KEY (TenantId) REFERENCES Tenant (Id),
    CONSTRAINT FK_Credential_Passport FOREIGN KEY (PassportId) REFERENCES Passport (Id),
    CONSTRAINT FK_Credential_Attempt FOREIGN KEY (AttemptId) REFERENCES Attempt (Id),
    CONSTRAINT FK_Credential_Grant FOREIGN KEY (GrantId) REFERENCES PassportGrant (Id),
    CONSTRAINT CK_Credential_Kind CHECK (Kind IN ('candidate', 'attempt', 'key', 'link'))
) STRICT;
CREATE INDEX IX_Credential_Tenant ON Credential (TenantId, CreatedAt);
CREATE INDEX IX_Credential_Key ON Credential (CreatedAt, Id) WHERE Kind = 'key';
CREATE INDEX IX_Credential_Passport ON Credential (PassportId);
CREATE INDEX IX_Credential_Attempt ON Credential (AttemptId);
CREATE INDEX IX_Credential_Grant ON Credential (GrantId);

-- Hashes are scattered; behind the principal, whose id is time-ordered, the key's inserts stay together.
CREATE TABLE IdempotencyRecord
(
    Seq INTEGER NOT NULL PRIMARY KEY,
    KeyHash BLOB NOT NULL,
    Principal TEXT NOT NULL,
    Fingerprint BLOB NOT NULL,
    Status INTEGER NOT NULL,
    Location TEXT NULL,
    ContentType TEXT NOT NULL,
    Body BLOB NOT NULL,
    CreatedAt TEXT NOT NULL,
    ExpiresAt TEXT NOT NULL,
    CONSTRAINT PK_IdempotencyRecord UNIQUE (Principal, KeyHash)
) STRICT;
CREATE INDEX IX_IdempotencyRecord_ExpiresAt ON IdempotencyRecord (ExpiresAt);
