-- The voluntary questionnaire, and what was told of groups by it.
SET XACT_ABORT ON;

-- What a passport's owner has said of themselves, deleted with the passport or when it is withdrawn. Answers are sealed: no statement finds
-- anybody by them. They are nowhere else.
CREATE TABLE dbo.SelfIdentification
(
    Seq bigint IDENTITY (1, 1) NOT NULL,
    PassportId uniqueidentifier NOT NULL,
    Answers nvarchar(1000) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ConsentVersion nvarchar(20) NOT NULL,
    UpdatedAt datetimeoffset(3) NOT NULL,
    CONSTRAINT PK_SelfIdentification PRIMARY KEY NONCLUSTERED (PassportId),
    CONSTRAINT FK_SelfIdentification_Passport FOREIGN KEY (PassportId) REFERENCES dbo.Passport (Id)
);
CREATE UNIQUE CLUSTERED INDEX CX_SelfIdentification ON dbo.SelfIdentification (Seq);

-- Figures that were told of a loop, as they were told. Thresholds: the scores that the sample was divided at; PlaceCounts: how many people
-- stood below the first, between it and the second, and so on. Both are numbers separated by spaces.
CREATE TABLE dbo.ImpactRelease
(
    Seq bigint IDENTITY (1, 1) NOT NULL,
    Id uniqueidentifier NOT NULL,
    LoopId uniqueidentifier NOT NULL,
    LoopVersion int NOT NULL,
    TakenAt datetimeoffset(3) NOT NULL,
    Thresholds nvarchar(200) NOT NULL,
    PlaceCounts nvarchar(400) NOT NULL,
    Figures nvarchar(max) NOT NULL,
    CONSTRAINT PK_ImpactRelease PRIMARY KEY NONCLUSTERED (Id),
    CONSTRAINT FK_ImpactRelease_Loop FOREIGN KEY (LoopId) REFERENCES dbo.HiringLoop (Id)
);
CREATE UNIQUE CLUSTERED INDEX CX_ImpactRelease ON dbo.ImpactRelease (Seq);
CREATE NONCLUSTERED INDEX IX_ImpactRelease_Loop ON dbo.ImpactRelease (LoopId, Seq);

-- Who was in the sample, and how many thresholds they had reached: of what group they are is not there. A row goes with the
-- invitation that somebody was a candidate by.
CREATE TABLE dbo.ImpactMember
(
    Seq bigint IDENTITY (1, 1) NOT NULL,
    ReleaseId uniqueidentifier NOT NULL,
    PassportId uniqueidentifier NOT NULL,
    InvitationId uniqueidentifier NOT NULL,
    Place int NOT NULL,
    CONSTRAINT PK_ImpactMember PRIMARY KEY NONCLUSTERED (ReleaseId, PassportId),
    CONSTRAINT FK_ImpactMember_Release FOREIGN KEY (ReleaseId) REFERENCES dbo.ImpactRelease (Id),
    CONSTRAINT FK_ImpactMember_Passport FOREIGN KEY (PassportId) REFERENCES dbo.Passport (Id),
    CONSTRAINT FK_ImpactMember_Invitation FOREIGN KEY (InvitationId) REFERENCES dbo.Invitation (Id) ON DELETE CASCADE
);
CREATE UNIQUE CLUSTERED INDEX CX_ImpactMember ON dbo.ImpactMember (Seq);
CREATE NONCLUSTERED INDEX IX_ImpactMember_Invitation ON dbo.ImpactMember (InvitationId);
CREATE NONCLUSTERED INDEX IX_ImpactMember_Passport ON dbo.ImpactMember (PassportId);
