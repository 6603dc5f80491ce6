import type { DatabaseSync } from 'node:sqlite';
import { isPrivateId, publishedIdOf } from '@bodytext/groq/document';
import { integer, optionalText, type Row, text } from '@bodytext/groq/store/row';
import { z } from 'zod';
import { badRequest, type LakeError } from '../errors.ts';
import type { Mutation } from '../mutate/mutation.ts';
import { historyLimits } from './limits.ts';
import type { MendozaPatch } from './mendoza-diff.ts';
import { mutationsToStore, storedMutations } from './stored-mutations.ts';

type Transition = 'appear' | 'update' | 'disappear';

/** What one transaction did to one document, as patches in both directions. */
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
 * What a reader of the log may see. For `public`, only transactions with published documents exist: neither a position
 * nor their count reveals that drafts are edited.
 */
export type LogView = 'everything' | 'public';

/** Which part of the log to read. Both ends are inclusive. */
export type LogRange = {
  view?: LogView;
  documentIds?: string[];
  /** All variants of these documents. */
  groupIds?: string[];
  /** All documents with this id prefix, such as `versions.spring.`; it ends with a dot. */
  under?: string;
  authors?: string[];
  fromTime?: string;
  toTime?: string;
  from?: string;
  to?: string;
  afterSeq?: number;
  limit?: number;
  reverse?: boolean;
};

/** How much one request has read of mutations and patches. */
export type ReadBudget = { characters: number };

export function startReadBudget(): ReadBudget {
  return { characters: 0 };
}

const { contentsRead } = historyLimits;
/** Transactions per SQL query. */
const pageSize = 50;

/** The document's id has no dot, see `isPrivateId`. An index has the same expression. */
const isPublic = "instr(document_id, '.') = 0";

/** All transactions, from the first. */
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
  const selectField = {
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

  function readTransaction(row: Row, view: LogView, budget: ReadBudget): LoggedTransaction {
    const seq = integer(row, 'seq');
    return {
      seq,
      id: text(row, 'id'),
      author: text(row, 'author'),
      timestamp: text(row, 'timestamp'),
      effects: selectEffects
        .all(seq)
        .filter((effect) => view === 'everything' || !isPrivateId(text(effect, 'document_id')))
        .map((effect) => readEffect(effect, budget)),
    };
  }

  /** Mutations and patches are read lazily: most callers need only ids and times. */
  function readEffect(row: Row, budget: ReadBudget): Effect {
    const rowid = integer(row, 'rowid');
    const transition = text(row, 'transition');
    const part = (name: keyof typeof selectField) => {
      const json = optionalText(selectField[name].get(rowid), 'part');
      // The document may have been purged while this request had yielded.
      if (json === undefined) throw badRequest('What is asked of the history has just been purged; ask again.');
      budget.characters += json.length;
      if (budget.characters > contentsRead.value) throw readLimitExceeded();
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

  /** Reads page by page, so that callers can yield between transactions. */
  function* walk(range: LogRange, budget = startReadBudget()): Generator<LoggedTransaction> {
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
      for (const row of rows) yield readTransaction(row, range.view ?? 'everything', budget);
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

    /** Deletes the history of a document. The transactions stay, so that their ids stay taken. */
    purge(documentId: string): void {
      removeEffects.run(documentId);
    },

    /** Deletes the history of a document and of all drafts and versions it ever had. */
    purgeGroup(publishedId: string): void {
      removeEffectsOfGroup.run(publishedId);
    },

    /** The bytes of revert patches after a position, which a replay from there has to read. */
    bytesAfter: (seq: number, view: LogView = 'everything'): number => integer(selectSize[view].get(seq), 'size'),

    /** Oldest first, unless reversed. Throws where the contents read exceed the limit. */
    list: (range: LogRange): LoggedTransaction[] => [...walk(range)],
    walk,
  };
}

const numbers = z.array(z.number());

const documentConditions = {
  documentIds: 'document_id IN (SELECT value FROM json_each(:documentIds))',
  groupIds: 'group_id IN (SELECT value FROM json_each(:groupIds))',
  // “/” is the character after the dot: a range can be read from the index.
  under: "document_id BETWEEN :under AND substr(:under, 1, length(:under) - 1) || '/'",
};

function conditionsOf(range: LogRange): string {
  const touches = [
    range.documentIds && documentConditions.documentIds,
    range.groupIds && documentConditions.groupIds,
    range.under && documentConditions.under,
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

function readLimitExceeded(): LakeError {
  return badRequest(
    `What is asked of the history holds more than ${contentsRead.value / 1_000_000} MB. Ask for fewer transactions, or for a later moment.`,
  );
}
