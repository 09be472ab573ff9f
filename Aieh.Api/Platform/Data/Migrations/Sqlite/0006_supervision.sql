-- The twin of the SQL Server script. SQLite cannot change a CHECK: the table is made anew and takes the name of the old one
-- (https://www.sqlite.org/lang_altertable.html, section 7). No table refers to it, so that dropping it with foreign keys on touches no other.
-- What is erased later must not live on in the pages of the old one: they are overwritten.
PRAGMA secure_delete = ON;

CREATE TABLE NewEvidence
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
    TenantId TEXT NULL,
    RawScore REAL NULL,
    SupervisedBy TEXT NULL,
    SupervisedAt TEXT NULL,
    -- The share of the variance of Theta that uncertain item parameters make; NULL where it was not reckoned.
    ParameterShare REAL NULL,
    CONSTRAINT PK_Evidence UNIQUE (Id),
    CONSTRAINT FK_Evidence_Passport FOREIGN KEY (PassportId) REFERENCES Passport (Id),
    CONSTRAINT FK_Evidence_Attempt FOREIGN KEY (AttemptId) REFERENCES Attempt (Id),
    CONSTRAINT FK_Evidence_Tenant FOREIGN KEY (TenantId) REFERENCES Tenant (Id),
    CONSTRAINT FK_Evidence_Supervisor FOREIGN KEY (SupervisedBy) REFERENCES Tenant (Id),
    CONSTRAINT CK_Evidence_Kind CHECK (Kind IN ('assessed', 'indicative', 'vendor')),
    CONSTRAINT CK_Evidence_Supervision
        CHECK ((SupervisedBy IS NULL AND SupervisedAt IS NULL) OR (SupervisedBy IS NOT NULL AND SupervisedAt IS NOT NULL))
) STRICT;

INSERT INTO NewEvidence (Seq, Id, PassportId, Assessment, Kind, Theta, SeTheta, Score, SeScore, ObservedAt, RecordedAt, CalibrationId,
                         CalibrationVersion, ScoringVersion, AttemptId, Reference, TenantId, RawScore)
SELECT Seq, Id, PassportId, Assessment, CASE Kind WHEN 'certified' THEN 'assessed' ELSE Kind END, Theta, SeTheta, Score, SeScore, ObservedAt,
       RecordedAt, CalibrationId, CalibrationVersion, ScoringVersion, AttemptId, Reference, TenantId, RawScore
FROM Evidence
ORDER BY Seq;

DROP TABLE Evidence;
ALTER TABLE NewEvidence RENAME TO Evidence;
CREATE INDEX IX_Evidence_Passport ON Evidence (PassportId, ObservedAt, Id);
CREATE UNIQUE INDEX UX_Evidence_Attempt ON Evidence (AttemptId) WHERE AttemptId IS NOT NULL;
CREATE UNIQUE INDEX UX_Evidence_Reference ON Evidence (TenantId, CalibrationId, Reference) WHERE TenantId IS NOT NULL;
CREATE INDEX IX_Evidence_Supervisor ON Evidence (SupervisedBy) WHERE SupervisedBy IS NOT NULL;
