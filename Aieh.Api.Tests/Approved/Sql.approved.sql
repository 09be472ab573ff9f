-- IdempotencyStore.DeleteByPrincipal [SqlServer, Sqlite]
DELETE FROM IdempotencyRecord
WHERE Principal = @Principal

-- IdempotencyStore.DeleteExpired [SqlServer]
DELETE TOP (@Take) FROM IdempotencyRecord
WHERE ExpiresAt <= @Now

-- IdempotencyStore.DeleteExpired [Sqlite]
DELETE FROM IdempotencyRecord
WHERE Seq IN (SELECT Seq FROM IdempotencyRecord WHERE ExpiresAt <= @Now LIMIT @Take)

-- IdempotencyStore.Find [SqlServer, Sqlite]
SELECT KeyHash, Principal, Fingerprint, Status, Location, ContentType, Body, CreatedAt, ExpiresAt
FROM IdempotencyRecord
WHERE KeyHash = @KeyHash

-- IdempotencyStore.Insert [SqlServer, Sqlite]
INSERT INTO IdempotencyRecord (KeyHash, Principal, Fingerprint, Status, Location, ContentType, Body, CreatedAt, ExpiresAt)
VALUES (@KeyHash, @Principal, @Fingerprint, @Status, @Location, @ContentType, @Body, @CreatedAt, @ExpiresAt)

-- SqlServerMigrationTarget.Lock [SqlServer]
DECLARE @Result int;
EXEC @Result = sys.sp_getapplock @Resource = N'Aieh.Migrate', @LockMode = N'Exclusive', @LockOwner = N'Session', @LockTimeout = @Milliseconds;
SELECT @Result;

-- SqlServerMigrationTarget.SnapshotIsOn [SqlServer]
SELECT is_read_committed_snapshot_on FROM sys.databases WHERE database_id = DB_ID()

-- SqlServerMigrationTarget.SnapshotOn [SqlServer]
ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON WITH NO_WAIT
