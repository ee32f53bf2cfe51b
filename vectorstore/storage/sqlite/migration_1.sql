-- From version 1 to 2: a file that was changed but kept its size and date is noticed by when its record was changed.
-- 0 is no such moment, so each file is looked at once more.
ALTER TABLE names ADD COLUMN changed_ns INTEGER NOT NULL DEFAULT 0;

-- And a file that gave no text is not read again until it changes.
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
