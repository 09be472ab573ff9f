-- The table's name follows the one spelling. Written as a copy, like its twin: documents keep their order and their hashes.
CREATE TABLE CatalogDocument
(
    Seq INTEGER NOT NULL PRIMARY KEY,
    Kind TEXT NOT NULL,
    Slug TEXT NOT NULL,
    ContentHash TEXT NOT NULL,
    Document TEXT NOT NULL,
    ImportedAt TEXT NOT NULL,
    IsCurrent INTEGER NOT NULL CHECK (IsCurrent IN (0, 1)),
    CONSTRAINT PK_CatalogDocument UNIQUE (Kind, Slug, ContentHash)
) STRICT;

INSERT INTO CatalogDocument (Kind, Slug, ContentHash, Document, ImportedAt, IsCurrent)
SELECT Kind, Slug, ContentHash, Document, ImportedAt, IsCurrent FROM CatalogueDocument ORDER BY Seq;

DROP TABLE CatalogueDocument;
CREATE UNIQUE INDEX UX_CatalogDocument_Current ON CatalogDocument (Kind, Slug) WHERE IsCurrent = 1;
