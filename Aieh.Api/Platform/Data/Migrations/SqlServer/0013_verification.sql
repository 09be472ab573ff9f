-- A short test under supervision that an employer asks for, to be compared with an unsupervised attempt. VerifiedAttemptId: that attempt.
-- AttemptId: the verification's own; NULL until it is started. Outcome: NULL until it was taken under supervision. Nothing follows from
-- an outcome before ConfirmedAt.
SET XACT_ABORT ON;

CREATE TABLE dbo.Verification
(
    Seq bigint IDENTITY (1, 1) NOT NULL,
    Id uniqueidentifier NOT NULL,
    InvitationId uniqueidentifier NOT NULL,
    LoopId uniqueidentifier NOT NULL,
    PassportId uniqueidentifier NOT NULL,
    Assessment nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    VerifiedAttemptId uniqueidentifier NOT NULL,
    AttemptId uniqueidentifier NULL,
    RequestedAt datetimeoffset(3) NOT NULL,
    ExpiresAt datetimeoffset(3) NOT NULL,
    Outcome nvarchar(20) NULL,
    PValue float NULL,
    GainPValue float NULL,
    Power float NULL,
    Theta float NULL,
    SeTheta float NULL,
    ParameterShare float NULL,
    CalibrationId nvarchar(100) COLLATE Latin1_General_100_BIN2 NULL,
    CalibrationVersion int NULL,
    SupervisedBy uniqueidentifier NULL,
    ObservedAt datetimeoffset(3) NULL,
    ConfirmedAt datetimeoffset(3) NULL,
    CONSTRAINT PK_Verification PRIMARY KEY NONCLUSTERED (Id),
    CONSTRAINT FK_Verification_Invitation FOREIGN KEY (InvitationId) REFERENCES dbo.Invitation (Id),
    CONSTRAINT FK_Verification_Loop FOREIGN KEY (LoopId) REFERENCES dbo.HiringLoop (Id),
    CONSTRAINT FK_Verification_Passport FOREIGN KEY (PassportId) REFERENCES dbo.Passport (Id),
    CONSTRAINT FK_Verification_Verified FOREIGN KEY (VerifiedAttemptId) REFERENCES dbo.Attempt (Id),
    CONSTRAINT FK_Verification_Attempt FOREIGN KEY (AttemptId) REFERENCES dbo.Attempt (Id),
    CONSTRAINT CK_Verification_Outcome CHECK (Outcome IN (N'consistent', N'inconclusive', N'inconsistent'))
);
CREATE UNIQUE CLUSTERED INDEX CX_Verification ON dbo.Verification (Seq);
CREATE UNIQUE NONCLUSTERED INDEX UX_Verification_Assessment ON dbo.Verification (InvitationId, Assessment);
CREATE NONCLUSTERED INDEX IX_Verification_Passport ON dbo.Verification (PassportId, LoopId);
CREATE NONCLUSTERED INDEX IX_Verification_Loop ON dbo.Verification (LoopId) WHERE ConfirmedAt IS NOT NULL;
CREATE NONCLUSTERED INDEX IX_Verification_Verified ON dbo.Verification (VerifiedAttemptId);
CREATE NONCLUSTERED INDEX IX_Verification_Attempt ON dbo.Verification (AttemptId) WHERE AttemptId IS NOT NULL;
