-- The twin of the SQL Server script. The voluntary questionnaire, and what was told of groups by it.

-- What a passport's owner has said of themselves, deleted with the passport or when it is withdrawn. Answers are sealed: no statement finds
-- anybody by them. They are nowhere else.
CREATE TABLE SelfIdentification
(
    Seq INTEGER NOT NULL PRIMARY KEY,
    PassportId TEXT NOT NULL,
    Answers TEXT NOT NULL,
    ConsentVersion TEXT NOT NULL,
    UpdatedAt TEXT NOT NULL,
    CONSTRAINT PK_SelfIdentification UNIQUE (PassportId),
    CONSTRAINT FK_SelfIdentification_Passport FOREIGN KEY (PassportId) REFERENCES Passport (Id)
) STRICT;

-- Figures that were told of a loop, as they were told. Thresholds: the scores that the sample was divided at; PlaceCounts: how many people
-- stood below the first, between it and the second, and so on. Both are numbers separated by spaces.
CREATE TABLE ImpactRelease
(
    Seq INTEGER NOT NULL PRIMARY KEY,
    Id TEXT NOT NULL,
    LoopId TEXT NOT NULL,
    LoopVersion INTEGER NOT NULL,
    TakenAt TEXT NOT NULL,
    Thresholds TEXT NOT NULL,
    PlaceCounts TEXT NOT NULL,
    Figures TEXT NOT NULL,
    CONSTRAINT PK_ImpactRelease UNIQUE (Id),
    CONSTRAINT FK_ImpactRelease_Loop FOREIGN KEY (LoopId) REFERENCES HiringLoop (Id)
) STRICT;
CREATE INDEX IX_ImpactRelease_Loop ON ImpactRelease (LoopId, Seq);

-- Who was in the sample, and how many thresholds they had reached: of what group they are is not there. A row goes with the
-- invitation that somebody was a candidate by.
CREATE TABLE ImpactMember
(
    Seq INTEGER NOT NULL PRIMARY KEY,
    ReleaseId TEXT NOT NULL,
    PassportId TEXT NOT NULL,
    InvitationId TEXT NOT NULL,
    Place INTEGER NOT NULL,
    CONSTRAINT PK_ImpactMember UNIQUE (ReleaseId, PassportId),
    CONSTRAINT FK_ImpactMember_Release FOREIGN KEY (ReleaseId) REFERENCES ImpactRelease (Id),
    CONSTRAINT FK_ImpactMember_Passport FOREIGN KEY (PassportId) REFERENCES Passport (Id),
    CONSTRAINT FK_ImpactMember_Invitation FOREIGN KEY (InvitationId) REFERENCES Invitation (Id) ON DELETE CASCADE
) STRICT;
CREATE INDEX IX_ImpactMember_Invitation ON ImpactMember (InvitationId);
CREATE INDEX IX_ImpactMember_Passport ON ImpactMember (PassportId);
