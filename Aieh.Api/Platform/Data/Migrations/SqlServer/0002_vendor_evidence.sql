-- Who recorded a vendor's result, and the score as the vendor reports it. Both stay empty for evidence from attempts.
SET XACT_ABORT ON;

ALTER TABLE dbo.Evidence ADD
    TenantId uniqueidentifier NULL,
    RawScore float NULL,
    CONSTRAINT FK_Evidence_Tenant FOREIGN KEY (TenantId) REFERENCES dbo.Tenant (Id);
-- A batch of its own: in the one above the columns do not exist yet.
GO
-- A vendor's reference is used once under a concordance, whatever two requests see of each other.
CREATE UNIQUE NONCLUSTERED INDEX UX_Evidence_Reference ON dbo.Evidence (TenantId, CalibrationId, Reference) WHERE TenantId IS NOT NULL;
