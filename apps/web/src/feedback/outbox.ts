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
const parcelRow = z.object({ parcel: z.string() });

export type Report = z.infer<typeof reportRow>;
export type Votes = z.infer<typeof voteRow>;

/** What is sent to the lake at once, under a name that stays the same however often it is tried. */
export type Parcel = { id: string } & ({ kind: 'report'; report: Report } | { kind: 'votes'; votes: Votes[] });

/** A change of these tables needs a new number. */
const shape = 1;
const tables = `
  CREATE TABLE reports (
    id TEXT PRIMARY KEY, address TEXT NOT NULL, revision TEXT, text TEXT NOT NULL, day TEXT NOT NULL,
    refused INTEGER NOT NULL DEFAULT 0
  );
  CREATE TABLE votes (
    parcel TEXT NOT NULL, address TEXT NOT NULL, month TEXT NOT NULL, useful INTEGER NOT NULL, notUseful INTEGER NOT NULL,
    PRIMARY KEY (parcel, address, month)
  ) WITHOUT ROWID;
  PRAGMA user_version = ${shape};
`;
const mostVotes = limits.votesOfParcel.value;

/**
 * What readers sent and the lake does not have yet, in DATA_DIR: it outlives the lake's outages and the site's restarts.
 * Votes are only counted. Nothing here says who sent it, or at which hour. A damaged file is put aside, for somebody to
 * look at: what readers send from then on is kept in another.
 */
export class Outbox {
  readonly #database: SelfHealingDatabase;

  constructor(file: string) {
    this.#database = new SelfHealingDatabase(file, {
      onCorruption: 'quarantine',
      prepare(database) {
        chmodSync(file, 0o600);
        // What was sent on leaves nothing behind in the file.
        database.exec('PRAGMA journal_mode = WAL; PRAGMA secure_delete = ON;');
        const { user_version } = z
          .object({ user_version: z.number() })
          .parse(database.prepare('PRAGMA user_version').get());
        if (user_version !== shape) database.exec(tables);
        database.exec('SELECT 1 FROM reports LIMIT 1; SELECT 1 FROM votes LIMIT 1;');
      },
    });
  }

  /**
   * A report is on disk when this returns. A vote outlasts this program, and may go with a power cut: else each would
   * keep everybody waiting for the disk. Throws where too many reports wait.
   */
  put(submission: Submission, now = new Date()): void {
    const day = now.toISOString().slice(0, 10);
    if (submission.kind === 'report') {
      const { address, revision = null, text } = submission;
      this.#use((database) => database.exec('PRAGMA synchronous = FULL;'));
      const kept = this.#run(
        `INSERT INTO reports (id, address, revision, text, day) SELECT ?, ?, ?, ?, ?
         WHERE (SELECT count(*) FROM reports) < ${limits.reportsWaiting.value}`,
        randomUUID(),
        address,
        revision,
        text,
        day,
      );
      if (kept === 0) throw new Error(`More than ${limits.reportsWaiting.value} reports wait for the lake.`);
      return;
    }
    const { address, useful } = submission;
    this.#use((database) => database.exec('PRAGMA synchronous = NORMAL;'));
    this.#run(
      `INSERT INTO votes SELECT '', ?, ?, ?, ? WHERE (SELECT count(*) FROM votes) < ${limits.votesWaiting.value}
       ON CONFLICT DO UPDATE SET useful = useful + excluded.useful, notUseful = notUseful + excluded.notUseful`,
      address,
      day.slice(0, 7),
      Number(useful),
      Number(!useful),
    );
  }

  /** What to send next; the same again until it is said what became of it. */
  next(): Parcel | undefined {
    const row = this.#use((database) =>
      database
        .prepare('SELECT id, address, revision, text, day FROM reports WHERE refused = 0 ORDER BY rowid LIMIT 1')
        .get(),
    );
    const report = reportRow.safeParse(row).data;
    if (report !== undefined) return { id: report.id, kind: 'report', report };
    return this.#packedVotes() ?? this.#packVotes();
  }

  /** The lake has it. */
  sent({ id }: Parcel): void {
    this.#run('DELETE FROM reports WHERE id = ?', id);
    this.#run('DELETE FROM votes WHERE parcel = ?', id);
  }

  /** The lake will not have it: reports are set aside, so that they hold up nothing and somebody can look at them. */
  refused({ id }: Parcel): void {
    this.#run('UPDATE reports SET refused = 1 WHERE id = ?', id);
    this.#run('DELETE FROM votes WHERE parcel = ?', id);
  }

  close(): void {
    this.#database.close();
  }

  #packedVotes(): Parcel | undefined {
    return this.#use((database) => {
      const row = database.prepare("SELECT parcel FROM votes WHERE parcel <> '' LIMIT 1").get();
      const packed = parcelRow.safeParse(row).data?.parcel;
      if (packed === undefined) return undefined;
      const rows = database.prepare('SELECT address, month, useful, notUseful FROM votes WHERE parcel = ?').all(packed);
      return { id: packed, kind: 'votes', votes: z.array(voteRow).parse(rows) };
    });
  }

  /** Votes that come in from now on are another parcel's: a parcel that is sent twice must say the same twice. */
  #packVotes(): Parcel | undefined {
    this.#run(
      `UPDATE votes SET parcel = ? WHERE parcel = '' AND (address, month) IN
         (SELECT address, month FROM votes WHERE parcel = '' LIMIT ${mostVotes})`,
      randomUUID(),
    );
    return this.#packedVotes();
  }

  /** How many rows it changed. */
  #run(sql: string, ...values: (string | number | null)[]): number {
    return Number(this.#use((database) => database.prepare(sql).run(...values)).changes);
  }

  /** Whatever it is, it is done with the file that took the place of a damaged one. */
  #use<Result>(work: (database: DatabaseSync) => Result): Result {
    try {
      return this.#database.use(work);
    } catch (error) {
      if (!(error instanceof DatabaseReplaced)) throw error;
      return this.#database.use(work);
    }
  }
}
