-- The truth of a store: what each document says, under which names, and how it is found.

CREATE TABLE facts (              -- what the store remembers of itself
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE documents (          -- one row for the same bytes in the same collection
    document_key INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id  TEXT NOT NULL UNIQUE,
    collection   TEXT NOT NULL,
    digest       TEXT NOT NULL,   -- SHA-256 of the file's bytes
    title        TEXT NOT NULL,
    text         TEXT NOT NULL,   -- canonical: every offset counts its characters
    structure    TEXT NOT NULL,   -- JSON: blocks, pages, notes
    added        TEXT NOT NULL,
    metadata     TEXT             -- JSON: what came with a document that a program added; NULL for a file
);

CREATE TABLE names (              -- under which names a document is known, and where its file is
    collection   TEXT NOT NULL,
    name         TEXT NOT NULL,
    document_key INTEGER NOT NULL REFERENCES documents,
    origin       TEXT,            -- the folder it is synced from; NULL for an upload
    path         TEXT NOT NULL,   -- relative to the origin; an upload's original relative to the store
    size         INTEGER NOT NULL,
    modified_ns  INTEGER NOT NULL,
    changed_ns   INTEGER NOT NULL DEFAULT 0,  -- of its record in the folder (ctime): a copy may keep its date
    PRIMARY KEY (collection, name)
) WITHOUT ROWID;
CREATE INDEX names_of_document ON names (document_key);
CREATE INDEX names_by_path ON names (collection, origin, path);

CREATE TABLE refusals (           -- files of a folder that gave no text, as they were when they were read
    collection   TEXT NOT NULL,
    origin       TEXT NOT NULL,
    path         TEXT NOT NULL,
    size         INTEGER NOT NULL,
    modified_ns  INTEGER NOT NULL,
    changed_ns   INTEGER NOT NULL,
    reason       TEXT NOT NULL,
    PRIMARY KEY (collection, origin, path)
) WITHOUT ROWID;

CREATE TABLE tables (             -- the grids of a document's tables
    document_key INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    first        INTEGER NOT NULL,  -- text[first:last], its heads included
    last         INTEGER NOT NULL,
    columns      TEXT NOT NULL,     -- JSON: [head, …]
    rows         TEXT NOT NULL      -- JSON: [[start, end, [[start, end, is_missing], …]], …]
);
CREATE INDEX tables_of_document ON tables (document_key, first);

CREATE TABLE passages (
    passage_key  INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used again: an index may still hold a removed one
    document_key INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    passage_id   TEXT NOT NULL UNIQUE,
    first        INTEGER NOT NULL,                   -- text[first:last]
    last         INTEGER NOT NULL,
    page         INTEGER,
    heading      TEXT NOT NULL,
    context      TEXT NOT NULL,
    sentences    TEXT NOT NULL,                      -- JSON: [[start, end], …]
    vector       BLOB NOT NULL                       -- float32, little-endian, length 1
);
CREATE INDEX passages_of_document ON passages (document_key);

-- rowid = passage_key. `scope` holds one token for the collection and one for the document, so that the
-- full-text engine itself confines a search; terms are analysed before they come here. What stands around a passage
-- counts less than what stands in it.
CREATE VIRTUAL TABLE lexical USING fts5 (scope, terms, around, tokenize = "ascii tokenchars '.'");
INSERT INTO lexical (lexical, rank) VALUES ('rank', 'bm25(0.0, 1.0, 0.3)');

-- How many passages hold a term.
CREATE VIRTUAL TABLE vocabulary USING fts5vocab (lexical, col);
