import { randomUUID } from 'node:crypto';
import { chmodSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { DatabaseReplaced, SelfHealingDatabase } from '@bodytext/data-dir/self-healing-database';
import { z } from 'zod';
import { limits } from '../limits.ts';
import type { Submission } from './submission.ts';

const reportRow = z.object({
  id: z.string(),
  address: z.string(),
  revision: z.string().nullable(),
  text: z.string(),
  day: z.string(),
});
const voteRow = z.object({ address: z.string(), month: z.string(), useful: z.number(), notUseful: z.number() });
const batchRow = z.object({ parcel: z.string() });

export type Report = z.infer<typeof reportRow>;
export type Votes = z.infer<typeof voteRow>;

/** What goes to the lake in one transaction. The id is the transaction's, the same on every retry. */
export type Batch = { id: string } & ({ kind: 'report'; report: Report } | { kind: 'votes'; votes: Votes[] });

/** A change of the tables needs a new number. */
const schemaVersion = 1;
const schema = `
  CREATE TABLE reports (
    id TEXT PRIMARY KEY, address TEXT NOT NULL, revision TEXT, text TEXT NOT NULL, day TEXT NOT NULL,
    refused INTEGER NOT NULL DEFAULT 0
  );
  CREATE TABLE votes (
    parcel TEXT NOT NULL, address TEXT NOT NULL, month TEXT NOT NULL, useful INTEGER NOT NULL, notUseful INTEGER NOT NULL,
    PRIMARY KEY (parcel, address, month)
  ) WITHOUT ROWID;
  PRAGMA user_version = ${schemaVersion};
`;

export type FeedbackQueue = ReturnType<typeof createFeedbackQueue>;

/**
 * The durable queue of readers' feedback for the lake: a SQLite file, so that it outlives outages and restarts. Votes are
 * aggregated per page and month. Nothing in it tells who sent something, or at which hour. A damaged file is renamed, for
 * the operator to recover, and replaced by an empty one.
 */
export function createFeedbackQueue(file: string) {
  const lasting = new SelfHealingDatabase(file, {
    onCorruption: 'quarantine',
    prepare(database) {
      chmodSync(file, 0o600);
      // `secure_delete` overwrites deleted rows with zeros: delivered reports leave no trace in the file.
      database.exec('PRAGMA journal_mode = WAL; PRAGMA secure_delete = ON;');
      const { user_version } = z
        .object({ user_version: z.number() })
        .parse(database.prepare('PRAGMA user_version').get());
      if (user_version !== schemaVersion) database.exec(schema);
      database.exec('SELECT 1 FROM reports LIMIT 1; SELECT 1 FROM votes LIMIT 1;');
    },
  });

  return {
    /**
     * A report is flushed to disk when this returns. A vote survives a crash of this process, but not of the machine:
     * waiting for the disk would block the event loop at each vote. Throws where too many reports are queued.
     */
    enqueue(submission: Submission, now = new Date()): void {
      const day = now.toISOString().slice(0, 10);
      if (submission.kind === 'report') {
        const { address, revision = null, text } = submission;
        use((database) => database.exec('PRAGMA synchronous = FULL;'));
        const inserted = run(
          `INSERT INTO reports (id, address, revision, text, day) SELECT ?, ?, ?, ?, ?
           WHERE (SELECT count(*) FROM reports) < ${limits.queuedReports.value}`,
          randomUUID(),
          address,
          revision,
          text,
          day,
        );
        if (inserted === 0) throw new Error(`More than ${limits.queuedReports.value} reports wait for the lake.`);
        return;
      }
      const { address, useful } = submission;
      use((database) => database.exec('PRAGMA synchronous = NORMAL;'));
      run(
        `INSERT INTO votes SELECT '', ?, ?, ?, ? WHERE (SELECT count(*) FROM votes) < ${limits.queuedVotes.value}
         ON CONFLICT DO UPDATE SET useful = useful + excluded.useful, notUseful = notUseful + excluded.notUseful`,
        address,
        day.slice(0, 7),
        Number(useful),
        Number(!useful),
      );
    },

    /** The next batch: the same one until it is acknowledged or rejected. */
    peek(): Batch | undefined {
      const row = use((database) =>
        database
          .prepare('SELECT id, address, revision, text, day FROM reports WHERE refused = 0 ORDER BY rowid LIMIT 1')
          .get(),
      );
      const report = reportRow.safeParse(row).data;
      if (report !== undefined) return { id: report.id, kind: 'report', report };
      return votesBatch() ?? batchVotes();
    },

    /** The lake has the batch. */
    acknowledge({ id }: Batch): void {
      run('DELETE FROM reports WHERE id = ?', id);
      run('DELETE FROM votes WHERE parcel = ?', id);
    },

    /** The lake will never accept the batch. A report stays in the file as a dead letter, for the operator. */
    reject({ id }: Batch): void {
      run('UPDATE reports SET refused = 1 WHERE id = ?', id);
      run('DELETE FROM votes WHERE parcel = ?', id);
    },

    close(): void {
      lasting.close();
    },
  };

  function votesBatch(): Batch | undefined {
    return use((database) => {
      const row = database.prepare("SELECT parcel FROM votes WHERE parcel <> '' LIMIT 1").get();
      const id = batchRow.safeParse(row).data?.parcel;
      if (id === undefined) return undefined;
      const rows = database.prepare('SELECT address, month, useful, notUseful FROM votes WHERE parcel = ?').all(id);
      return { id, kind: 'votes', votes: z.array(voteRow).parse(rows) };
    });
  }

  /** Fixes the content of the next batch, so that a retry sends the same; later votes go to a later batch. */
  function batchVotes(): Batch | undefined {
    run(
      `UPDATE votes SET parcel = ? WHERE parcel = '' AND (address, month) IN
         (SELECT address, month FROM votes WHERE parcel = '' LIMIT ${limits.votesPerBatch.value})`,
      randomUUID(),
    );
    return votesBatch();
  }

  /** The number of changed rows. */
  function run(sql: string, ...values: (string | number | null)[]): number {
    return Number(use((database) => database.prepare(sql).run(...values)).changes);
  }

  /** Retries once, on the empty file that replaced a damaged one. */
  function use<Result>(work: (database: DatabaseSync) => Result): Result {
    try {
      return lasting.use(work);
    } catch (error) {
      if (!(error instanceof DatabaseReplaced)) throw error;
      return lasting.use(work);
    }
  }
}
