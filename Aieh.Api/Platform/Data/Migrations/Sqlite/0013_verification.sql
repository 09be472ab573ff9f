-- The twin of the SQL Server script. A short test under supervision that an employer asks for, to be compared with an unsupervised attempt.
-- VerifiedAttemptId: that attempt. AttemptId: the verification's own; NULL until it is started. Outcome: NULL until it was taken under
-- supervision. Nothing follows from an outcome before ConfirmedAt.
CREATE TABLE Verification
(
    Seq INTEGER NOT NULL PRIMARY KEY,
    Id TEXT NOT NULL,
    InvitationId TEXT NOT NULL,
    LoopId TEXT NOT NULL,
    PassportId TEXT NOT NULL,
    Assessment TEXT NOT NULL,
    VerifiedAttemptId TEXT NOT NULL,
    AttemptId TEXT NULL,
    RequestedAt TEXT NOT NULL,
    ExpiresAt TEXT NOT NULL,
    Outcome TEXT NULL,
    PValue REAL NULL,
    GainPValue REAL NULL,
    Power REAL NULL,
    Theta REAL NULL,
    SeTheta REAL NULL,
    ParameterShare REAL NULL,
    CalibrationId TEXT NULL,
    CalibrationVersion INTEGER NULL,
    SupervisedBy TEXT NULL,
    ObservedAt TEXT NULL,
    ConfirmedAt TEXT NULL,
    CONSTRAINT PK_Verification UNIQUE (Id),
    CONSTRAINT FK_Verification_Invitation FOREIGN KEY (InvitationId) REFERENCES Invitation (Id),
    CONSTRAINT FK_Verification_Loop FOREIGN KEY (LoopId) REFERENCES HiringLoop (Id),
    CONSTRAINT FK_Verification_Passport FOREIGN KEY (PassportId) REFERENCES Passport (Id),
    CONSTRAINT FK_Verification_Verified FOREIGN KEY (VerifiedAttemptId) REFERENCES Attempt (Id),
    CONSTRAINT FK_Verification_Attempt FOREIGN KEY (AttemptId) REFERENCES Attempt (Id),
    CONSTRAINT CK_Verification_Outcome CHECK (Outcome IN ('consistent', 'inconclusive', 'inconsistent'))
) STRICT;
CREATE UNIQUE INDEX UX_Verification_Assessment ON Verification (InvitationId, Assessment);
CREATE INDEX IX_Verification_Passport ON Verification (PassportId, LoopId);
CREATE INDEX IX_Verification_Loop ON Verification (LoopId) WHERE ConfirmedAt IS NOT NULL;
CREATE INDEX IX_Verification_Verified ON Verification (VerifiedAttemptId);
CREATE INDEX IX_Verification_Attempt ON Verification (AttemptId) WHERE AttemptId IS NOT NULL;
