-- `group_id` is the published id that all variants of a document share; `variant` is '' for the published one.
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
CREATE INDEX documents_by_type ON documents (type, group_id);
CREATE INDEX documents_by_group ON documents (group_id, variant);
CREATE INDEX documents_by_slug ON documents (slug) WHERE slug IS NOT NULL;

CREATE TABLE document_references (
  from_id TEXT NOT NULL,
  to_id TEXT NOT NULL,
  strong INTEGER NOT NULL,
  PRIMARY KEY (from_id, to_id, strong)
) WITHOUT ROWID;
CREATE INDEX references_to ON document_references (to_id);

CREATE TABLE transactions (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  author TEXT NOT NULL,
  timestamp TEXT NOT NULL
);

-- One row for each document a transaction changed. `apply` and `revert` are Mendoza patches without `_rev`.
CREATE TABLE effects (
  rowid INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL REFERENCES transactions (seq),
  position INTEGER NOT NULL,
  document_id TEXT NOT NULL,
  group_id TEXT NOT NULL,
  transition TEXT NOT NULL CHECK (transition IN ('appear', 'update', 'disappear')),
  previous_rev TEXT,
  mutations TEXT NOT NULL,
  apply TEXT NOT NULL,
  revert TEXT NOT NULL
);
CREATE INDEX effects_by_document ON effects (document_id, seq);
CREATE INDEX effects_by_group ON effects (group_id, seq);
CREATE INDEX effects_by_transaction ON effects (seq, position);
