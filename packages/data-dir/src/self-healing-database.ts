import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { damageOf, isDamage, kindOf } from './database-damage.ts';

/** What says nothing of the file, but of the moment: the memory, the disk and other programs. */
const passing = new Set([5, 6, 7, 10, 13]);
const files = ['', '-wal', '-shm'];

/** The file was damaged, and another one, empty, is in its place: whoever asked may ask again. */
export class DatabaseReplaced extends Error {
  override readonly name = 'DatabaseReplaced';
}

export type LastingOptions = {
  /** Brings the database to the shape that is needed, and asks it something: also a new one. */
  prepare(database: DatabaseSync): void;
  /** What becomes of a damaged file: one that can be made again is removed. */
  damaged: 'isRemoved' | 'isPutAside';
};

/** A database that gets over its file being damaged: an empty one takes its place. */
export class LastingDatabase {
  readonly #file: string;
  readonly #options: LastingOptions;
  #database: DatabaseSync;

  constructor(file: string, options: LastingOptions) {
    this.#file = file;
    this.#options = options;
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    this.#database = this.#open();
  }

  /**
   * Asks the database something, all of it at once: meanwhile it stays the same.
   *
   * @throws DatabaseReplaced if it was damaged
   */
  use<Result>(work: (database: DatabaseSync) => Result): Result {
    try {
      return work(this.#database);
    } catch (error) {
      if (!isDamage(error) && !isUnreadable(error)) throw error;
      this.#database.close();
      this.#database = this.#replace(error);
      throw new DatabaseReplaced(`${this.#file} was damaged.`);
    }
  }

  close(): void {
    this.#database.close();
  }

  #open(): DatabaseSync {
    let database: DatabaseSync | undefined;
    try {
      if (hasLostItsFile(this.#file)) throw new Error('it is empty, and its log is not');
      database = new DatabaseSync(this.#file);
      const damage = damageOf(database);
      if (damage !== undefined) throw new Error(damage);
      this.#options.prepare(database);
      return database;
    } catch (error) {
      database?.close();
      if (passing.has(kindOf(error) ?? 0)) throw error;
      return this.#replace(error);
    }
  }

  /** Once: what is wrong with an empty file is not the file's fault. */
  #replace(cause: unknown): DatabaseSync {
    const reason = cause instanceof Error ? cause.message : String(cause);
    console.error(`${this.#file} was damaged (${reason}): ${this.#clearAway()}`);
    const database = new DatabaseSync(this.#file);
    this.#options.prepare(database);
    return database;
  }

  /** Says what became of the file. */
  #clearAway(): string {
    if (this.#options.damaged === 'isRemoved') {
      for (const ending of files) rmSync(this.#file + ending, { recursive: true, force: true });
      return 'it is made again.';
    }
    const aside = `${this.#file}.damaged-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
    for (const ending of files) if (existsSync(this.#file + ending)) renameSync(this.#file + ending, aside + ending);
    return `it was put aside as ${aside}, and an empty one took its place.`;
  }
}

/** SQLite throws the log of a database away whose file it finds empty. */
function hasLostItsFile(file: string): boolean {
  const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return sizeOf(file) === 0 && sizeOf(`${file}-wal`) > 0;
}

/** What is stored is parsed when it is read: what is none of ours was written by nobody. */
function isUnreadable(error: unknown): boolean {
  return error instanceof SyntaxError || (error instanceof Error && error.name === 'ZodError');
}
