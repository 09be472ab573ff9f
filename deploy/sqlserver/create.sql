-- Database and logins, for sqlcmd, which fills $(NAME) from its environment. Safe to run again.
-- aieh_migrate owns the schema. aieh_app reads and writes rows and can do nothing else.
IF DB_ID(N'Aieh') IS NULL CREATE DATABASE Aieh;
GO
IF SUSER_ID(N'aieh_migrate') IS NULL CREATE LOGIN aieh_migrate WITH PASSWORD = N'$(MIGRATE_PASSWORD)';
IF SUSER_ID(N'aieh_app') IS NULL CREATE LOGIN aieh_app WITH PASSWORD = N'$(APP_PASSWORD)';
GO
-- Readers do not wait for writers. It needs the database to itself, so it is done before anybody uses it.
IF EXISTS (SELECT 1 FROM sys.databases WHERE name = N'Aieh' AND is_read_committed_snapshot_on = 0)
    ALTER DATABASE Aieh SET READ_COMMITTED_SNAPSHOT ON WITH NO_WAIT;
GO
USE Aieh;
GO
IF USER_ID(N'aieh_migrate') IS NULL CREATE USER aieh_migrate FOR LOGIN aieh_migrate;
IF USER_ID(N'aieh_app') IS NULL CREATE USER aieh_app FOR LOGIN aieh_app;
ALTER ROLE db_owner ADD MEMBER aieh_migrate;
ALTER ROLE db_datareader ADD MEMBER aieh_app;
ALTER ROLE db_datawriter ADD MEMBER aieh_app;
GO
