/** A change of these tables, or of what is put in them, needs a new number: an index with another one is made anew. */
export const shape = 3;

/** All of them, to be asked whether they are there. */
export const tableNames = ['texts', 'spellings', 'words', 'entries', 'state'];

/** A hit in the title counts most, then one in the headline, the lead and the body. */
export const weights = '10, 6, 4, 1';

/**
 * `texts` finds articles by the stems of their words, so that endings don't matter. `spellings` keeps no text: from it
 * comes `words`, which has every word as articles spell it, since a stem is nothing to show to readers, nor to compare
 * with what they typed. An article has the same number in `entries`, `texts` and `spellings`.
 */
export const tables = `
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
  PRAGMA user_version = ${shape};
`;
