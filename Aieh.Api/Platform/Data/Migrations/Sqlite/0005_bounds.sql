CREATE INDEX IX_Credential_AttemptToken ON Credential (ExpiresAt) WHERE Kind = 'attempt';
CREATE INDEX IX_PassportGrant_Unrevoked ON PassportGrant (PassportId, TenantId, Scope) WHERE RevokedAt IS NULL;
CREATE INDEX IX_Attempt_PassportStarted ON Attempt (PassportId, StartedAt, Id);
