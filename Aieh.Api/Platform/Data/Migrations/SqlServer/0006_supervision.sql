-- A full or adaptive form is assessed. Certified is kept for what somebody has watched: who says so, and since when; both or neither.
SET XACT_ABORT ON;

ALTER TABLE dbo.Evidence DROP CONSTRAINT CK_Evidence_Kind;
UPDATE dbo.Evidence SET Kind = N'assessed' WHERE Kind = N'certified';
ALTER TABLE dbo.Evidence ADD CONSTRAINT CK_Evidence_Kind CHECK (Kind IN (N'assessed', N'indicative', N'vendor'));
ALTER TABLE dbo.Evidence ADD SupervisedBy uniqueidentifier NULL;
ALTER TABLE dbo.Evidence ADD SupervisedAt datetimeoffset(3) NULL;
-- The share of the variance of Theta that uncertain item parameters make; NULL where it was not reckoned.
ALTER TABLE dbo.Evidence ADD ParameterShare float NULL;
-- A batch of its own: in the one above the columns do not exist yet.
GO
ALTER TABLE dbo.Evidence ADD CONSTRAINT FK_Evidence_Supervisor FOREIGN KEY (SupervisedBy) REFERENCES dbo.Tenant (Id);
ALTER TABLE dbo.Evidence ADD CONSTRAINT CK_Evidence_Supervision
    CHECK ((SupervisedBy IS NULL AND SupervisedAt IS NULL) OR (SupervisedBy IS NOT NULL AND SupervisedAt IS NOT NULL));
CREATE NONCLUSTERED INDEX IX_Evidence_Supervisor ON dbo.Evidence (SupervisedBy) WHERE SupervisedBy IS NOT NULL;
