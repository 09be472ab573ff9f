-- Who says that somebody watches an attempt, and since when: both or neither; its evidence takes that over. And the help that the form
-- allowed, by kind and version of the text, with the moment at which the person agreed to it: NULL where nobody has.
SET XACT_ABORT ON;

ALTER TABLE dbo.Attempt ADD SupervisedBy uniqueidentifier NULL;
ALTER TABLE dbo.Attempt ADD SupervisedAt datetimeoffset(3) NULL;
ALTER TABLE dbo.Attempt ADD AiPolicy nvarchar(20) NULL;
ALTER TABLE dbo.Attempt ADD AiPolicyVersion nvarchar(20) NULL;
ALTER TABLE dbo.Attempt ADD AgreedAt datetimeoffset(3) NULL;
ALTER TABLE dbo.Evidence ADD AiPolicy nvarchar(20) NULL;
ALTER TABLE dbo.Evidence ADD AiPolicyVersion nvarchar(20) NULL;
ALTER TABLE dbo.Evidence ADD AgreedAt datetimeoffset(3) NULL;
-- A batch of its own: in the one above the columns do not exist yet.
GO
ALTER TABLE dbo.Attempt ADD CONSTRAINT FK_Attempt_Supervisor FOREIGN KEY (SupervisedBy) REFERENCES dbo.Tenant (Id);
ALTER TABLE dbo.Attempt ADD CONSTRAINT CK_Attempt_Supervision
    CHECK ((SupervisedBy IS NULL AND SupervisedAt IS NULL) OR (SupervisedBy IS NOT NULL AND SupervisedAt IS NOT NULL));
ALTER TABLE dbo.Attempt ADD CONSTRAINT CK_Attempt_AiPolicy CHECK (AiPolicy IN (N'none', N'reference', N'assistant'));
ALTER TABLE dbo.Evidence ADD CONSTRAINT CK_Evidence_AiPolicy CHECK (AiPolicy IN (N'none', N'reference', N'assistant'));
CREATE NONCLUSTERED INDEX IX_Attempt_Supervisor ON dbo.Attempt (SupervisedBy) WHERE SupervisedBy IS NOT NULL;
