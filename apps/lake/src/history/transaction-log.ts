import type { DatabaseSync } from 'node:sqlite';
import { isPrivateId, publishedIdOf } from '@bodytext/groq/document';
import { integer, optionalText, type Row, text } from '@bodytext/groq/store/row';
import { z } from 'zod';
import { badRequest, type LakeError } from '../errors.ts';
import type { Mutation } from '../mutate/mutation.ts';
import { historyLimits } from './limits.ts';
import type { MendozaPatch } from './mendoza-diff.ts';
import { mutationsToStore, storedMutations } from './stored-mutations.ts';

export type Transition = 'appear' | 'update' | 'disappear';

/** What one transaction did to one document. */
export type Effect = {
  documentId: string;
  transition: Transition;
  previousRev: string | undefined;
  mutations: Mutation[];
  apply: MendozaPatch;
  revert: MendozaPatch;
};

export type LoggedTransaction = {
  seq: number;
  id: string;
  author: string;
  timestamp: string;
  effects: Effect[];
};

export type NewTransaction = Omit<LoggedTransaction, 'seq'>;

/**
 * Who looks into the log. To whom only what is public may be told, there are no transactions but those that changed it:
 * neither a position nor their number says that somebody works on drafts.
 */
export type LogView = 'everything' | 'public';

/** Which part of the log to read. The ends are transaction ids and belong to it. */
export type LogRange = {
  view?: LogView;
  documentIds?: string[];
  /** All variants of these documents. */
  groupIds?: string[];
  /** All documents whose ids begin with this and go on, such as `versions.spring.`; it ends with a dot. */
  under?: string;
  /** Those of these people and programs only. */
  authors?: string[];
  /** Times, which belong to it. */
  fromTime?: string;
  toTime?: string;
  from?: string;
  to?: string;
  afterSeq?: number;
  limit?: number;
  reverse?: boolean;
};

/** What one request has read of the contents of the log so far, in characters. */
export type Reading = { characters: number };

export function startReading(): Reading {
  return { characters: 0 };
}

const { contentsRead } = historyLimits;
/** So many transactions are looked up at once. */
const pageSize = 50;

/** An effect on a document whose id has no dot: see `isPrivateId`. There is an index with these words. */
const isPublic = "instr(document_id, '.') = 0";

/** Every transaction there ever was. */
export type TransactionLog = ReturnType<typeof createTransactionLog>;

export function createTransactionLog(database: DatabaseSync) {
  const insert = database.prepare('INSERT INTO transactions (id, author, timestamp) VALUES (?, ?, ?)');
  const insertEffect = database.prepare(`
    INSERT INTO effects (seq, position, document_id, group_id, transition, previous_rev, mutations, apply, revert)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const selectSeq = database.prepare('SELECT seq FROM transactions WHERE id = ?');
  const selectLast = database.prepare('SELECT max(seq) AS seq FROM transactions');
  const selectLastPublic = database.prepare(`SELECT max(seq) AS seq FROM effects WHERE ${isPublic}`);
  const selectId = database.prepare('SELECT id FROM transactions WHERE seq = ?');
  const selectHasPublic = database.prepare(`SELECT 1 FROM effects WHERE seq = ? AND ${isPublic} LIMIT 1`);
  const removeEffects = database.prepare('DELETE FROM effects WHERE document_id = ?');
  const removeEffectsOfGroup = database.prepare('DELETE FROM effects WHERE group_id = ?');
  const selectEffects = database.prepare(
    'SELECT rowid, document_id, transition, previous_rev FROM effects WHERE seq = ? ORDER BY position',
  );
  const selectPart = {
    mutations: database.prepare('SELECT mutations AS part FROM effects WHERE rowid = ?'),
    apply: database.prepare('SELECT apply AS part FROM effects WHERE rowid = ?'),
    revert: database.prepare('SELECT revert AS part FROM effects WHERE rowid = ?'),
  };
  const sizeAfter = 'SELECT coalesce(sum(octet_length(revert)), 0) AS size FROM effects WHERE seq > ?';
  const selectSize = {
    everything: database.prepare(sizeAfter),
    public: database.prepare(`${sizeAfter} AND ${isPublic}`),
  };

  function seqOf(id: string, view: LogView = 'everything'): number | undefined {
    const row = selectSeq.get(id);
    const seq = row && integer(row, 'seq');
    return seq !== undefined && view === 'public' && !selectHasPublic.get(seq) ? undefined : seq;
  }

  function lastSeq(view: LogView = 'everything'): number {
    const seq = (view === 'public' ? selectLastPublic : selectLast).get()?.seq;
    return typeof seq === 'number' ? seq : 0;
  }

  function read(row: Row, view: LogView, reading: Reading): LoggedTransaction {
    const seq = integer(row, 'seq');
    return {
      seq,
      id: text(row, 'id'),
      author: text(row, 'author'),
      timestamp: text(row, 'timestamp'),
      effects: selectEffects
        .all(seq)
        .filter((effect) => view === 'everything' || !isPrivateId(text(effect, 'document_id')))
        .map((effect) => readEffect(effect, reading)),
    };
  }

  /** What it holds is read when it is asked for: most who look into the log want to know only what happened when. */
  function readEffect(row: Row, reading: Reading): Effect {
    const rowid = integer(row, 'rowid');
    const transition = text(row, 'transition');
    const part = (name: keyof typeof selectPart) => {
      const json = optionalText(selectPart[name].get(rowid), 'part');
      // Between two slices of a long look into the log, somebody may have purged the document.
      if (json === undefined) throw badRequest('What is asked of the history has just been purged; ask again.');
      reading.characters += json.length;
      if (reading.characters > contentsRead.value) throw tooMuch();
      return JSON.parse(json);
    };
    return {
      documentId: text(row, 'document_id'),
      transition: transition === 'appear' || transition === 'disappear' ? transition : 'update',
      previousRev: optionalText(row, 'previous_rev'),
      get mutations() {
        return storedMutations(part('mutations'), () => part('apply'));
      },
      get apply() {
        return part('apply');
      },
      get revert() {
        return part('revert');
      },
    };
  }

  /** The same, looked up some at a time, so that whoever reads many can pause between. */
  function* walk(range: LogRange, reading = startReading()): Generator<LoggedTransaction> {
    const from = range.from ? (seqOf(range.from) ?? Number.MAX_SAFE_INTEGER) : 0;
    const to = range.to ? (seqOf(range.to) ?? 0) : Number.MAX_SAFE_INTEGER;
    const order = range.reverse ? 'DESC' : 'ASC';
    const all = database
      .prepare(
        `SELECT json_group_array(seq) AS seqs FROM (
           SELECT seq FROM transactions WHERE ${conditionsOf(range)} AND seq BETWEEN :from AND :to AND seq > :after
           ORDER BY seq ${order} LIMIT :limit)`,
      )
      .get({ ...valuesOf(range), from, to, after: range.afterSeq ?? 0, limit: range.limit ?? -1 });
    const seqs = numbers.parse(JSON.parse(text(all, 'seqs')));
    const page = database.prepare(
      `SELECT * FROM transactions WHERE seq IN (SELECT value FROM json_each(?)) ORDER BY seq ${order}`,
    );
    for (let start = 0; start < seqs.length; start += pageSize) {
      const rows = page.all(JSON.stringify(seqs.slice(start, start + pageSize)));
      for (const row of rows) yield read(row, range.view ?? 'everything', reading);
    }
  }

  return {
    seqOf,
    has: (id: string): boolean => seqOf(id) !== undefined,

    lastSeq,

    lastId: (view: LogView = 'everything'): string | undefined => optionalText(selectId.get(lastSeq(view)), 'id'),

    append({ id, author, timestamp, effects }: NewTransaction): LoggedTransaction {
      const seq = Number(insert.run(id, author, timestamp).lastInsertRowid);
      effects.forEach((effect, position) => {
        const apply = JSON.stringify(effect.apply);
        insertEffect.run(
          seq,
          position,
          effect.documentId,
          publishedIdOf(effect.documentId),
          effect.transition,
          effect.previousRev ?? null,
          mutationsToStore(effect.mutations, apply),
          apply,
          JSON.stringify(effect.revert),
        );
      });
      return { seq, id, author, timestamp, effects };
    },

    /** Forgets all that ever happened to a document. That there were transactions is kept: their ids stay taken. */
    purge(documentId: string): void {
      removeEffects.run(documentId);
    },

    /** Forgets a document with all drafts and versions that it ever had, also those that are no more. */
    purgeGroup(publishedId: string): void {
      removeEffectsOfGroup.run(publishedId);
    },

    /** How much there is to read for going back to a point of the log, in bytes. */
    wayBackTo: (seq: number, view: LogView = 'everything'): number => integer(selectSize[view].get(seq), 'size'),

    /** Oldest first, unless reversed. Gives up with an error where more is read of contents than one may at once. */
    list: (range: LogRange): LoggedTransaction[] => [...walk(range)],
    walk,
  };
}

const numbers = z.array(z.number());

const touching = {
  documentIds: 'document_id IN (SELECT value FROM json_each(:documentIds))',
  groupIds: 'group_id IN (SELECT value FROM json_each(:groupIds))',
  // The character after the dot ends the range, so that the index answers.
  under: "document_id BETWEEN :under AND substr(:under, 1, length(:under) - 1) || '/'",
};

function conditionsOf(range: LogRange): string {
  const touches = [
    range.documentIds && touching.documentIds,
    range.groupIds && touching.groupIds,
    range.under && touching.under,
  ].filter((condition) => condition !== undefined);
  return [
    ...(touches.length > 0 ? [`seq IN (SELECT seq FROM effects WHERE ${touches.join(' OR ')})`] : []),
    ...(range.view === 'public' ? [`seq IN (SELECT seq FROM effects WHERE ${isPublic} AND seq > :after)`] : []),
    ...(range.authors ? ['author IN (SELECT value FROM json_each(:authors))'] : []),
    ...(range.fromTime ? ['timestamp >= :fromTime'] : []),
    ...(range.toTime ? ['timestamp <= :toTime'] : []),
    'true',
  ].join(' AND ');
}

function valuesOf({ documentIds, groupIds, under, authors, fromTime, toTime }: LogRange): Record<string, string> {
  return {
    ...(documentIds && { documentIds: JSON.stringify(documentIds) }),
    ...(groupIds && { groupIds: JSON.stringify(groupIds) }),
    ...(under && { under }),
    ...(authors && { authors: JSON.stringify(authors) }),
    ...(fromTime && { fromTime }),
    ...(toTime && { toTime }),
  };
}

function tooMuch(): LakeError {
  return badRequest(
    `What is asked of the history holds more than ${contentsRead.value / 1_000_000} MB. Ask for fewer transactions, or for a later moment.`,
  );
}
