/** A change of the tables, or of what is written to them, needs a new number: the index is then built again. */
export const schemaVersion = 3;

/** All tables, to check that none is missing. */
export const tableNames = ['texts', 'spellings', 'words', 'entries', 'state'];

/** The ranking: bm25 weights of title, headline, lead and body. */
export const columnWeights = '10, 6, 4, 1';

/**
 * `texts` is the full-text index, of stems. `words` is the vocabulary of unstemmed words, for corrections of spelling; it
 * is a view of the contentless index `spellings`. An article's `number` in `entries` is its rowid in both indexes.
 */
export const schema = `
  DROP TABLE IF EXISTS words; DROP TABLE IF EXISTS spellings; DROP TABLE IF EXISTS texts;
  DROP TABLE IF EXISTS entries; DROP TABLE IF EXISTS state;
  CREATE VIRTUAL TABLE texts USING fts5(
    title, headline, lead, body, tokenize = 'porter unicode61 remove_diacritics 2', prefix = '2 3'
  );
  CREATE VIRTUAL TABLE spellings USING fts5(
    text, tokenize = 'unicode61 remove_diacritics 0', content = '', contentless_delete = 1, detail = none
  );
  CREATE VIRTUAL TABLE words USING fts5vocab(spellings, 'row');
  CREATE TABLE entries (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, slug TEXT NOT NULL, topic TEXT NOT NULL, listing TEXT NOT NULL
  );
  CREATE TABLE state (position INTEGER NOT NULL, topics TEXT NOT NULL);
  PRAGMA user_version = ${schemaVersion};
`;
