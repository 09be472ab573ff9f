-- The twin of the SQL Server script. How attempts were taken, apart from every score: what is collected, what is made of it, what the
-- candidate says, and what people decide. All of it goes with its attempt, and what an employer has of it with the invitation.

-- Tenths of a second for each item, as JSON; NULL before an answer is saved.
ALTER TABLE Attempt ADD Times TEXT NULL;
-- Since when its integrity is to be worked out; NULL when it is, and of attempts that count for nothing or were taken before candidates
-- were told.
ALTER TABLE Attempt ADD IntegrityDueAt TEXT NULL;
CREATE INDEX IX_Attempt_IntegrityDue ON Attempt (IntegrityDueAt, Id) WHERE IntegrityDueAt IS NOT NULL;

-- Signals: what the candidate's browser has told, as JSON. Figures: what was found in the attempt, as JSON, by the version of the method.
CREATE TABLE AttemptIntegrity
(
    Seq INTEGER NOT NULL PRIMARY KEY,
    AttemptId TEXT NOT NULL,
    Signals TEXT NULL,
    Figures TEXT NULL,
    Method TEXT NULL,
    JudgedAt TEXT NULL,
    Statement TEXT NULL,
    StatedAt TEXT NULL,
    CONSTRAINT PK_AttemptIntegrity UNIQUE (AttemptId),
    CONSTRAINT FK_AttemptIntegrity_Attempt FOREIGN KEY (AttemptId) REFERENCES Attempt (Id) ON DELETE CASCADE
) STRICT;

-- What a person has decided about an attempt that an invitation shows.
CREATE TABLE IntegrityReview
(
    Seq INTEGER NOT NULL PRIMARY KEY,
    InvitationId TEXT NOT NULL,
    AttemptId TEXT NOT NULL,
    Outcome TEXT NOT NULL,
    Note TEXT NULL,
    Version INTEGER NOT NULL,
    ReviewedAt TEXT NOT NULL,
    CONSTRAINT PK_IntegrityReview UNIQUE (InvitationId, AttemptId),
    CONSTRAINT FK_IntegrityReview_Invitation FOREIGN KEY (InvitationId) REFERENCES Invitation (Id) ON DELETE CASCADE,
    CONSTRAINT FK_IntegrityReview_Attempt FOREIGN KEY (AttemptId) REFERENCES Attempt (Id) ON DELETE CASCADE,
    CONSTRAINT CK_IntegrityReview_Outcome CHECK (Outcome IN ('cleared', 'confirmed', 'undecided'))
) STRICT;
CREATE INDEX IX_IntegrityReview_Attempt ON IntegrityReview (AttemptId);

-- How like the answers of an attempt are to those of others among the tenant's attempts: with how many of its pool (one form in one
-- version) it was compared, and the smallest p of these pairs. Of which is not kept.
CREATE TABLE AttemptSimilarity
(
    Seq INTEGER NOT NULL PRIMARY KEY,
    InvitationId TEXT NOT NULL,
    AttemptId TEXT NOT NULL,
    TenantId TEXT NOT NULL,
    Pool TEXT NOT NULL,
    Compared INTEGER NOT NULL,
    SmallestP REAL NULL,
    Method TEXT NOT NULL,
    ComparedAt TEXT NOT NULL,
    CONSTRAINT PK_AttemptSimilarity UNIQUE (InvitationId, AttemptId),
    CONSTRAINT FK_AttemptSimilarity_Tenant FOREIGN KEY (TenantId) REFERENCES Tenant (Id),
    CONSTRAINT FK_AttemptSimilarity_Invitation FOREIGN KEY (InvitationId) REFERENCES Invitation (Id) ON DELETE CASCADE,
    CONSTRAINT FK_AttemptSimilarity_Attempt FOREIGN KEY (AttemptId) REFERENCES Attempt (Id) ON DELETE CASCADE
) STRICT;
CREATE INDEX IX_AttemptSimilarity_Attempt ON AttemptSimilarity (AttemptId);
CREATE INDEX IX_AttemptSimilarity_Pool ON AttemptSimilarity (TenantId, Pool, ComparedAt);

-- Since when there are attempts to be compared; NULL when there are none.
ALTER TABLE Invitation ADD SimilarityDueAt TEXT NULL;
CREATE INDEX IX_Invitation_SimilarityDue ON Invitation (SimilarityDueAt, Id) WHERE SimilarityDueAt IS NOT NULL;

-- How long the answers to an item have taken everybody, in seconds: by it an answer is told to be too fast to have been read. About nobody.
CREATE TABLE ItemTime
(
    Seq INTEGER NOT NULL PRIMARY KEY,
    Assessment TEXT NOT NULL,
    Item TEXT NOT NULL,
    Answers INTEGER NOT NULL,
    Seconds REAL NOT NULL,
    CONSTRAINT PK_ItemTime UNIQUE (Assessment, Item)
) STRICT;
