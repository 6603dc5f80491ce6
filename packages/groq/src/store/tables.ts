import type { DatabaseSync } from 'node:sqlite';

/**
 * The tables and indexes of documents. The lake has migrations instead; one of its tests checks that they result in
 * this schema.
 */
const tables = `
-- \`group_id\` is the published id that all variants of a document share; \`variant\` is '' for the published one.
CREATE TABLE documents (
  rowid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  rev TEXT NOT NULL,
  group_id TEXT NOT NULL,
  variant TEXT NOT NULL,
  slug TEXT,
  private INTEGER NOT NULL,
  body TEXT NOT NULL
);
CREATE INDEX documents_by_type ON documents (type, variant, group_id, id);
CREATE INDEX documents_by_group ON documents (group_id, variant);
CREATE INDEX documents_by_slug ON documents (slug, group_id, variant) WHERE slug IS NOT NULL;

CREATE TABLE document_references (
  from_id TEXT NOT NULL,
  to_id TEXT NOT NULL,
  strong INTEGER NOT NULL,
  PRIMARY KEY (from_id, to_id, strong)
) WITHOUT ROWID;
CREATE INDEX references_to ON document_references (to_id);

-- Scalar values by their path, so that a filter on them need not read documents.
-- kind: 0 not indexed (a long text; path '' for a document with too many attributes), 1 number, 2 text, 3 boolean,
-- 5 an array or object: GROQ sorts in this order. Texts are stored such that SQLite's byte order is JavaScript's.
CREATE TABLE attributes (
  path TEXT NOT NULL,
  kind INTEGER NOT NULL,
  value NOT NULL,
  document INTEGER NOT NULL,
  PRIMARY KEY (path, kind, value, document)
) WITHOUT ROWID;

-- The words of documents as \`match\` splits them, in lower case; the rowid is the document's.
CREATE VIRTUAL TABLE document_words USING fts5 (
  words, content = '', contentless_delete = 1, detail = none, tokenize = "ascii tokenchars '''._=~\`'"
);

-- Which version of the program filled the indexes; another version fills them anew.
CREATE TABLE query_index (version INTEGER NOT NULL);

-- The documents in the order of their last changes: by it another connection evicts only these from its cache.
CREATE TABLE changed_documents (id TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX changed_documents_in_order ON changed_documents (at);
`;

/** Creates the tables in an empty database. */
export function createTables(database: DatabaseSync): void {
  database.exec(tables);
}
