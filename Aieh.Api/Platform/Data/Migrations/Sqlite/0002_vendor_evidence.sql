-- The twin of the SQL Server script.
ALTER TABLE Evidence ADD COLUMN TenantId TEXT NULL CONSTRAINT FK_Evidence_Tenant REFERENCES Tenant (Id);
ALTER TABLE Evidence ADD COLUMN RawScore REAL NULL;
CREATE UNIQUE INDEX UX_Evidence_Reference ON Evidence (TenantId, CalibrationId, Reference) WHERE TenantId IS NOT NULL;
