-- From version 2 to 3: what came with a document that a program added.
ALTER TABLE documents ADD COLUMN metadata TEXT;
