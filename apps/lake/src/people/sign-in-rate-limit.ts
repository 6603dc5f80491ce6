import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { integer } from '@bodytext/groq/store/row';
import { inTransaction } from '../store/database.ts';
import { networkOf } from './client-network.ts';
import { peopleLimits } from './limits.ts';

const windowMs = peopleLimits.signInWindow.value;

/** The attempts of each kind that are allowed within the window. */
const limits = {
  account: peopleLimits.signInsPerAccount.value,
  address: peopleLimits.signInsPerAddress.value,
  code: peopleLimits.codesPerAddress.value,
};
type LimitKind = keyof typeof limits;
type RateLimitKey = { kind: LimitKind; subject: string };

/** An attempt counts as failed until `succeeded` is called. */
export type Attempt = { isAllowed: true; succeeded(): void } | { isAllowed: false; until: Date };

/** A sliding-window rate limit for failed sign-ins, by account and by client address. It survives restarts. */
export function createSignInLimiter(database: DatabaseSync) {
  const insert = database.prepare('INSERT INTO sign_in_attempts (key, at) VALUES (?, ?)');
  const remove = database.prepare('DELETE FROM sign_in_attempts WHERE rowid = ?');
  const removeExpired = database.prepare('DELETE FROM sign_in_attempts WHERE at <= ?');
  const count = database.prepare('SELECT count(*) AS n FROM sign_in_attempts WHERE key = ? AND at > ?');
  const nth = database.prepare(
    'SELECT at FROM sign_in_attempts WHERE key = ? AND at > ? ORDER BY at DESC LIMIT 1 OFFSET ?',
  );

  /** When the next attempt is allowed: now, or when enough earlier ones have left the window. */
  function allowedAt({ kind, subject }: RateLimitKey, now: number): number {
    const key = keyOf({ kind, subject });
    const since = now - windowMs;
    if (integer(count.get(key, since), 'n') < limits[kind]) return now;
    return integer(nth.get(key, since, limits[kind] - 1), 'at') + windowMs;
  }

  return {
    /**
     * Counts an attempt before the password is checked, so that concurrent ones count too. All limits must allow it.
     */
    start(keys: RateLimitKey[]): Attempt {
      const now = Date.now();
      const until = Math.max(...keys.map((key) => allowedAt(key, now)));
      if (until > now) return { isAllowed: false, until: new Date(until) };
      // One transaction, since each waits for the disk.
      const rows = inTransaction(database, () => {
        removeExpired.run(now - windowMs);
        return keys.map((key) => insert.run(keyOf(key), now).lastInsertRowid);
      });
      return {
        isAllowed: true,
        succeeded() {
          inTransaction(database, () => {
            for (const row of rows) remove.run(row);
          });
        },
      };
    },
  };
}

/** A hash, so that no IP address or e-mail address is stored. */
function keyOf({ kind, subject }: RateLimitKey): string {
  const name = kind === 'account' ? subject.trim().toLowerCase() : networkOf(subject);
  return createHash('sha256').update(`${kind} ${name}`).digest('base64url');
}
