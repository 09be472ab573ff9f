-- The twin of the SQL Server script. Who says that somebody watches an attempt, and since when: both or neither; its evidence takes that
-- over. And the help that the form allowed, by kind and version of the text, with the moment at which the person agreed to it: NULL where
-- nobody has.
ALTER TABLE Attempt ADD SupervisedBy TEXT NULL CONSTRAINT FK_Attempt_Supervisor REFERENCES Tenant (Id);
ALTER TABLE Attempt ADD SupervisedAt TEXT NULL CONSTRAINT CK_Attempt_Supervision
    CHECK ((SupervisedBy IS NULL AND SupervisedAt IS NULL) OR (SupervisedBy IS NOT NULL AND SupervisedAt IS NOT NULL));
ALTER TABLE Attempt ADD AiPolicy TEXT NULL CONSTRAINT CK_Attempt_AiPolicy CHECK (AiPolicy IN ('none', 'reference', 'assistant'));
ALTER TABLE Attempt ADD AiPolicyVersion TEXT NULL;
ALTER TABLE Attempt ADD AgreedAt TEXT NULL;
ALTER TABLE Evidence ADD AiPolicy TEXT NULL CONSTRAINT CK_Evidence_AiPolicy CHECK (AiPolicy IN ('none', 'reference', 'assistant'));
ALTER TABLE Evidence ADD AiPolicyVersion TEXT NULL;
ALTER TABLE Evidence ADD AgreedAt TEXT NULL;
CREATE INDEX IX_Attempt_Supervisor ON Attempt (SupervisedBy) WHERE SupervisedBy IS NOT NULL;
