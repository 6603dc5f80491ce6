import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { findCorruption, isCorruption, resultCodeOf } from './database-corruption.ts';

/** Transient result codes: SQLITE_BUSY, LOCKED, NOMEM, IOERR and FULL say nothing about the file. */
const transient = new Set([5, 6, 7, 10, 13]);
const suffixes = ['', '-wal', '-shm'];

/** The file was corrupt and was replaced by an empty one: the caller may retry. */
export class DatabaseReplaced extends Error {
  override readonly name = 'DatabaseReplaced';
}

export type SelfHealingOptions = {
  /** Migrates the database, also a new one, and runs a query that fails on a wrong schema. */
  prepare(database: DatabaseSync): void;
  /** `delete` a corrupt file whose content can be rebuilt; `quarantine` renames it. */
  onCorruption: 'delete' | 'quarantine';
};

/** A SQLite database that replaces a corrupt file by an empty one. */
export class SelfHealingDatabase {
  readonly #file: string;
  readonly #options: SelfHealingOptions;
  #database: DatabaseSync;

  constructor(file: string, options: SelfHealingOptions) {
    this.#file = file;
    this.#options = options;
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    this.#database = this.#open();
  }

  /**
   * Runs a synchronous function on the database.
   *
   * @throws DatabaseReplaced if it was corrupt
   */
  use<Result>(work: (database: DatabaseSync) => Result): Result {
    try {
      return work(this.#database);
    } catch (error) {
      if (!isCorruption(error) && !isInvalidContent(error)) throw error;
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
      if (isEmptyWithWal(this.#file)) throw new Error('it is empty, and its log is not');
      database = new DatabaseSync(this.#file);
      const corruption = findCorruption(database);
      if (corruption !== undefined) throw new Error(corruption);
      this.#options.prepare(database);
      return database;
    } catch (error) {
      database?.close();
      if (transient.has(resultCodeOf(error) ?? 0)) throw error;
      return this.#replace(error);
    }
  }

  /** Without a second attempt: an error with an empty file has another cause. */
  #replace(cause: unknown): DatabaseSync {
    const reason = cause instanceof Error ? cause.message : String(cause);
    console.error(`${this.#file} was damaged (${reason}): ${this.#moveAway()}`);
    const database = new DatabaseSync(this.#file);
    this.#options.prepare(database);
    return database;
  }

  /** @returns the end of the log message */
  #moveAway(): string {
    if (this.#options.onCorruption === 'delete') {
      for (const suffix of suffixes) rmSync(this.#file + suffix, { recursive: true, force: true });
      return 'it is made again.';
    }
    const quarantine = `${this.#file}.damaged-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
    for (const suffix of suffixes)
      if (existsSync(this.#file + suffix)) renameSync(this.#file + suffix, quarantine + suffix);
    return `it was put aside as ${quarantine}, and an empty one took its place.`;
  }
}

/** SQLite deletes the write-ahead log of an empty database file, which would lose its content silently. */
function isEmptyWithWal(file: string): boolean {
  const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return sizeOf(file) === 0 && sizeOf(`${file}-wal`) > 0;
}

/** Stored JSON is parsed when it is read: a parse error means that the content is corrupt. */
function isInvalidContent(error: unknown): boolean {
  return error instanceof SyntaxError || (error instanceof Error && error.name === 'ZodError');
}
