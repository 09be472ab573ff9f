-- How attempts were taken, apart from every score: what is collected, what is made of it, what the candidate says, and what people decide.
-- All of it goes with its attempt, and what an employer has of it with the invitation.
SET XACT_ABORT ON;

-- Tenths of a second for each item, as JSON; NULL before an answer is saved.
ALTER TABLE dbo.Attempt ADD Times nvarchar(max) NULL;
-- Since when its integrity is to be worked out; NULL when it is, and of attempts that count for nothing or were taken before candidates
-- were told.
ALTER TABLE dbo.Attempt ADD IntegrityDueAt datetimeoffset(3) NULL;
GO
CREATE NONCLUSTERED INDEX IX_Attempt_IntegrityDue ON dbo.Attempt (IntegrityDueAt, Id) WHERE IntegrityDueAt IS NOT NULL;

-- Signals: what the candidate's browser has told, as JSON. Figures: what was found in the attempt, as JSON, by the version of the method.
CREATE TABLE dbo.AttemptIntegrity
(
    Seq bigint IDENTITY (1, 1) NOT NULL,
    AttemptId uniqueidentifier NOT NULL,
    Signals nvarchar(max) NULL,
    Figures nvarchar(1000) NULL,
    Method nvarchar(20) COLLATE Latin1_General_100_BIN2 NULL,
    JudgedAt datetimeoffset(3) NULL,
    Statement nvarchar(2000) NULL,
    StatedAt datetimeoffset(3) NULL,
    CONSTRAINT PK_AttemptIntegrity PRIMARY KEY NONCLUSTERED (AttemptId),
    CONSTRAINT FK_AttemptIntegrity_Attempt FOREIGN KEY (AttemptId) REFERENCES dbo.Attempt (Id) ON DELETE CASCADE
);
CREATE UNIQUE CLUSTERED INDEX CX_AttemptIntegrity ON dbo.AttemptIntegrity (Seq);

-- What a person has decided about an attempt that an invitation shows.
CREATE TABLE dbo.IntegrityReview
(
    Seq bigint IDENTITY (1, 1) NOT NULL,
    InvitationId uniqueidentifier NOT NULL,
    AttemptId uniqueidentifier NOT NULL,
    Outcome nvarchar(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Note nvarchar(2000) NULL,
    Version int NOT NULL,
    ReviewedAt datetimeoffset(3) NOT NULL,
    CONSTRAINT PK_IntegrityReview PRIMARY KEY NONCLUSTERED (InvitationId, AttemptId),
    CONSTRAINT FK_IntegrityReview_Invitation FOREIGN KEY (InvitationId) REFERENCES dbo.Invitation (Id) ON DELETE CASCADE,
    CONSTRAINT FK_IntegrityReview_Attempt FOREIGN KEY (AttemptId) REFERENCES dbo.Attempt (Id) ON DELETE CASCADE,
    CONSTRAINT CK_IntegrityReview_Outcome CHECK (Outcome IN (N'cleared', N'confirmed', N'undecided'))
);
CREATE UNIQUE CLUSTERED INDEX CX_IntegrityReview ON dbo.IntegrityReview (Seq);
CREATE NONCLUSTERED INDEX IX_IntegrityReview_Attempt ON dbo.IntegrityReview (AttemptId);

-- How like the answers of an attempt are to those of others among the tenant's attempts: with how many of its pool (one form in one
-- version) it was compared, and the smallest p of these pairs. Of which is not kept.
CREATE TABLE dbo.AttemptSimilarity
(
    Seq bigint IDENTITY (1, 1) NOT NULL,
    InvitationId uniqueidentifier NOT NULL,
    AttemptId uniqueidentifier NOT NULL,
    TenantId uniqueidentifier NOT NULL,
    Pool nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Compared int NOT NULL,
    SmallestP float NULL,
    Method nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ComparedAt datetimeoffset(3) NOT NULL,
    CONSTRAINT PK_AttemptSimilarity PRIMARY KEY NONCLUSTERED (InvitationId, AttemptId),
    CONSTRAINT FK_AttemptSimilarity_Tenant FOREIGN KEY (TenantId) REFERENCES dbo.Tenant (Id),
    CONSTRAINT FK_AttemptSimilarity_Invitation FOREIGN KEY (InvitationId) REFERENCES dbo.Invitation (Id) ON DELETE CASCADE,
    CONSTRAINT FK_AttemptSimilarity_Attempt FOREIGN KEY (AttemptId) REFERENCES dbo.Attempt (Id) ON DELETE CASCADE
);
CREATE UNIQUE CLUSTERED INDEX CX_AttemptSimilarity ON dbo.AttemptSimilarity (Seq);
CREATE NONCLUSTERED INDEX IX_AttemptSimilarity_Attempt ON dbo.AttemptSimilarity (AttemptId);
CREATE NONCLUSTERED INDEX IX_AttemptSimilarity_Pool ON dbo.AttemptSimilarity (TenantId, Pool, ComparedAt);

-- Since when there are attempts to be compared; NULL when there are none.
ALTER TABLE dbo.Invitation ADD SimilarityDueAt datetimeoffset(3) NULL;
GO
CREATE NONCLUSTERED INDEX IX_Invitation_SimilarityDue ON dbo.Invitation (SimilarityDueAt, Id) WHERE SimilarityDueAt IS NOT NULL;

-- How long the answers to an item have taken everybody, in seconds: by it an answer is told to be too fast to have been read. About nobody.
CREATE TABLE dbo.ItemTime
(
    Seq bigint IDENTITY (1, 1) NOT NULL,
    Assessment nvarchar(80) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Item nvarchar(80) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Answers int NOT NULL,
    Seconds float NOT NULL,
    CONSTRAINT PK_ItemTime PRIMARY KEY NONCLUSTERED (Assessment, Item)
);
CREATE UNIQUE CLUSTERED INDEX CX_ItemTime ON dbo.ItemTime (Seq);
