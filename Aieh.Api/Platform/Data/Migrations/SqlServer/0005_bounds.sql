-- For the sweep: the tokens of attempts without a passport, by when they are over.
CREATE NONCLUSTERED INDEX IX_Credential_AttemptToken ON dbo.Credential (ExpiresAt) WHERE Kind = N'attempt';
-- A tenant's widest grant on a passport, whatever else was granted and revoked.
CREATE NONCLUSTERED INDEX IX_PassportGrant_Unrevoked ON dbo.PassportGrant (PassportId, TenantId, Scope) WHERE RevokedAt IS NULL;
-- A passport's attempts by when they started, a page at a time.
CREATE NONCLUSTERED INDEX IX_Attempt_PassportStarted ON dbo.Attempt (PassportId, StartedAt, Id);
