-- From version 3 to 4: the grids of a document's tables. A document of before has none until its file is read again.
CREATE TABLE tables (             -- the grids of a document's tables
    document_key INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    first        INTEGER NOT NULL,  -- text[first:last], its heads included
    last         INTEGER NOT NULL,
    columns      TEXT NOT NULL,     -- JSON: [head, …]
    rows         TEXT NOT NULL      -- JSON: [[start, end, [[start, end, is_missing], …]], …]
);
CREATE INDEX tables_of_document ON tables (document_key, first);
