-- The table's name follows the one spelling. A copy, because renaming is what engines differ in: documents keep their order and their hashes.
SET XACT_ABORT ON;

CREATE TABLE dbo.CatalogDocument
(
    Seq bigint IDENTITY (1, 1) NOT NULL,
    Kind nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Slug nvarchar(80) COLLATE Latin1_General_100_BIN2 NOT NULL,
    ContentHash nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    Document nvarchar(max) NOT NULL,
    ImportedAt datetimeoffset(3) NOT NULL,
    IsCurrent bit NOT NULL,
    CONSTRAINT PK_CatalogDocument PRIMARY KEY NONCLUSTERED (Kind, Slug, ContentHash)
);

INSERT INTO dbo.CatalogDocument (Kind, Slug, ContentHash, Document, ImportedAt, IsCurrent)
SELECT Kind, Slug, ContentHash, Document, ImportedAt, IsCurrent FROM dbo.CatalogueDocument ORDER BY Seq;

DROP TABLE dbo.CatalogueDocument;
CREATE UNIQUE CLUSTERED INDEX CX_CatalogDocument ON dbo.CatalogDocument (Seq);
CREATE UNIQUE NONCLUSTERED INDEX UX_CatalogDocument_Current ON dbo.CatalogDocument (Kind, Slug) WHERE IsCurrent = 1;
