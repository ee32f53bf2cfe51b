-- From version 4 to 5: numbers, dates and codes are indexed in their normal forms, too. What stands around a passage
-- keeps the terms it had: it was cut by the embedding model's tokens, and no model is loaded here.
UPDATE lexical SET terms = (
    SELECT analysed(context || char(10) || substr(text, first + 1, last - first))
    FROM passages JOIN documents USING (document_key) WHERE passage_key = lexical.rowid
);
