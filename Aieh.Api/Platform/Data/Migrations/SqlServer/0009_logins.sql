-- Ways back to a passport: somebody's account at an identity provider, and an e-mail address. Both are deleted when the passport is erased.
SET XACT_ABORT ON;

-- SubjectHash: SHA-256 of issuer, line feed and subject; nobody else's accounts are kept in words here.
CREATE TABLE dbo.PassportLogin
(
    Seq bigint IDENTITY (1, 1) NOT NULL,
    SubjectHash binary(32) NOT NULL,
    PassportId uniqueidentifier NOT NULL,
    Issuer nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
    CreatedAt datetimeoffset(3) NOT NULL,
    CONSTRAINT PK_PassportLogin PRIMARY KEY NONCLUSTERED (SubjectHash),
    CONSTRAINT FK_PassportLogin_Passport FOREIGN KEY (PassportId) REFERENCES dbo.Passport (Id)
);
CREATE UNIQUE CLUSTERED INDEX CX_PassportLogin ON dbo.PassportLogin (Seq);
CREATE NONCLUSTERED INDEX IX_PassportLogin_Passport ON dbo.PassportLogin (PassportId, CreatedAt);

-- One for each passport. Id: another with every other address, so that links to the former end. EmailHash: SHA-256 of the address in upper
-- case, by which it is found. LinkedAt: when the link was made that was used last; what is not newer has ended.
CREATE TABLE dbo.PassportContact
(
    Seq bigint IDENTITY (1, 1) NOT NULL,
    PassportId uniqueidentifier NOT NULL,
    Id uniqueidentifier NOT NULL,
    Email nvarchar(320) NOT NULL,
    EmailHash binary(32) NOT NULL,
    CreatedAt datetimeoffset(3) NOT NULL,
    VerifiedAt datetimeoffset(3) NULL,
    LinkedAt datetimeoffset(3) NULL,
    CONSTRAINT PK_PassportContact PRIMARY KEY NONCLUSTERED (PassportId),
    CONSTRAINT FK_PassportContact_Passport FOREIGN KEY (PassportId) REFERENCES dbo.Passport (Id)
);
CREATE UNIQUE CLUSTERED INDEX CX_PassportContact ON dbo.PassportContact (Seq);
CREATE NONCLUSTERED INDEX IX_PassportContact_Email ON dbo.PassportContact (EmailHash, CreatedAt);
