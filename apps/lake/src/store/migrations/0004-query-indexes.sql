-- The single values of documents by the path to them, so that queries on them need not read the documents.
-- kind: 0 what can't be told (a long text, a document of too many attributes: path ''), 1 number, 2 text, 3 boolean,
-- 5 an array or object. In this order GROQ sorts; texts are stored such that SQLite's order is JavaScript's.
CREATE TABLE attributes (
  path TEXT NOT NULL,
  kind INTEGER NOT NULL,
  value NOT NULL,
  document INTEGER NOT NULL,
  PRIMARY KEY (path, kind, value, document)
) WITHOUT ROWID;

-- The words of documents as `match` splits them, already in small letters; the rowid is the document's.
CREATE VIRTUAL TABLE document_words USING fts5 (
  words, content = '', contentless_delete = 1, detail = none, tokenize = "ascii tokenchars '''._=~`'"
);

-- Which version of the program filled the two; another one fills them anew.
CREATE TABLE query_index (version INTEGER NOT NULL);

DROP INDEX documents_by_type;
CREATE INDEX documents_by_type ON documents (type, variant, group_id, id);

-- Which documents changed, in the order of their last changes: what other connections have read of the others stays true.
CREATE TABLE changed_documents (id TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX changed_documents_in_order ON changed_documents (at);
