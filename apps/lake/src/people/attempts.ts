import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { integer } from '@bodytext/groq/store/row';
import { inTransaction } from '../store/database.ts';
import { peopleLimits } from './limits.ts';
import { networkOf } from './network-of.ts';

const windowMs = peopleLimits.guessesWindow.value;

/** How many guesses of each kind are looked at within a quarter of an hour. */
const limits = {
  account: peopleLimits.guessesOfAccount.value,
  address: peopleLimits.guessesOfAddress.value,
  code: peopleLimits.guessesOfCode.value,
};
export type AttemptKind = keyof typeof limits;
type Place = { kind: AttemptKind; of: string };

/** A guess that counts as wrong until it proves right. */
export type Attempt = { isAllowed: true; wasRight(): void } | { isAllowed: false; until: Date };

/** How often somebody has guessed of late. Kept in the database: a restart forgets nothing. */
export type Attempts = ReturnType<typeof createAttempts>;

export function createAttempts(database: DatabaseSync) {
  const insert = database.prepare('INSERT INTO sign_in_attempts (key, at) VALUES (?, ?)');
  const remove = database.prepare('DELETE FROM sign_in_attempts WHERE rowid = ?');
  const forgetOld = database.prepare('DELETE FROM sign_in_attempts WHERE at <= ?');
  const count = database.prepare('SELECT count(*) AS n FROM sign_in_attempts WHERE key = ? AND at > ?');
  const nth = database.prepare(
    'SELECT at FROM sign_in_attempts WHERE key = ? AND at > ? ORDER BY at DESC LIMIT 1 OFFSET ?',
  );

  /** When one more guess is looked at: at once, or when enough of those that were have grown old. */
  function freeAt({ kind, of }: Place, now: number): number {
    const key = keyOf({ kind, of });
    const since = now - windowMs;
    if (integer(count.get(key, since), 'n') < limits[kind]) return now;
    return integer(nth.get(key, since, limits[kind] - 1), 'at') + windowMs;
  }

  return {
    /**
     * Counts a guess before it is looked at, so that many at the same moment count as many.
     * It must be allowed everywhere it counts.
     */
    begin(places: Place[]): Attempt {
      const now = Date.now();
      const until = Math.max(...places.map((place) => freeAt(place, now)));
      if (until > now) return { isAllowed: false, until: new Date(until) };
      // In one transaction: everybody waits for the disk.
      const rows = inTransaction(database, () => {
        forgetOld.run(now - windowMs);
        return places.map((place) => insert.run(keyOf(place), now).lastInsertRowid);
      });
      return {
        isAllowed: true,
        wasRight() {
          inTransaction(database, () => {
            for (const row of rows) remove.run(row);
          });
        },
      };
    },
  };
}

/** Neither addresses nor e-mail addresses are kept as they are. */
function keyOf({ kind, of }: Place): string {
  const name = kind === 'account' ? of.trim().toLowerCase() : networkOf(of);
  return createHash('sha256').update(`${kind} ${name}`).digest('base64url');
}
