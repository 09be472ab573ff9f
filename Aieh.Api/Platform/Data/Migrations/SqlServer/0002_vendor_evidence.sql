-- Who recorded a vendor's result, and the score as the vendor reports it. Both stay empty for evidence from attempts.
-- One addition a statement: not every server that speaks T-SQL takes several.
SET XACT_ABORT ON;

ALTER TABLE dbo.Evidence ADD TenantId uniqueidentifier NULL;
ALTER TABLE dbo.Evidence ADD RawScore float NULL;
-- A batch of its own: in the one above the columns do not exist yet.
GO
ALTER TABLE dbo.Evidence ADD CONSTRAINT FK_Evidence_Tenant FOREIGN KEY (TenantId) REFERENCES dbo.Tenant (Id);
-- A vendor's reference is used once under a concordance, whatever two requests see of each other.
CREATE UNIQUE NONCLUSTERED INDEX UX_Evidence_Reference ON dbo.Evidence (TenantId, CalibrationId, Reference) WHERE TenantId IS NOT NULL;
