-- The twin of the SQL Server script. Ways back to a passport: somebody's account at an identity provider, and an e-mail address. Both are
-- deleted when the passport is erased.

-- SubjectHash: SHA-256 of issuer, line feed and subject; nobody else's accounts are kept in words here.
CREATE TABLE PassportLogin
(
    Seq INTEGER NOT NULL PRIMARY KEY,
    SubjectHash BLOB NOT NULL,
    PassportId TEXT NOT NULL,
    Issuer TEXT NOT NULL,
    CreatedAt TEXT NOT NULL,
    CONSTRAINT PK_PassportLogin UNIQUE (SubjectHash),
    CONSTRAINT FK_PassportLogin_Passport FOREIGN KEY (PassportId) REFERENCES Passport (Id)
) STRICT;
CREATE INDEX IX_PassportLogin_Passport ON PassportLogin (PassportId, CreatedAt);

-- One for each passport. Id: another with every other address, so that links to the former end. EmailHash: SHA-256 of the address in upper
-- case, by which it is found. LinkedAt: when the link was made that was used last; what is not newer has ended.
CREATE TABLE PassportContact
(
    Seq INTEGER NOT NULL PRIMARY KEY,
    PassportId TEXT NOT NULL,
    Id TEXT NOT NULL,
    Email TEXT NOT NULL,
    EmailHash BLOB NOT NULL,
    CreatedAt TEXT NOT NULL,
    VerifiedAt TEXT NULL,
    LinkedAt TEXT NULL,
    CONSTRAINT PK_PassportContact UNIQUE (PassportId),
    CONSTRAINT FK_PassportContact_Passport FOREIGN KEY (PassportId) REFERENCES Passport (Id)
) STRICT;
CREATE INDEX IX_PassportContact_Email ON PassportContact (EmailHash, CreatedAt);
