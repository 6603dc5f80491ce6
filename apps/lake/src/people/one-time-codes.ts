import type { DatabaseSync } from 'node:sqlite';
import { optionalText } from '@bodytext/groq/store/row';
import { peopleLimits } from './limits.ts';
import { hashSecret, newSecret } from './random-secret.ts';

/** `link` codes are in sign-in links; `sid` codes are in the redirect from the sign-in page to the Studio. */
type Kind = 'link' | 'sid';

const lifetimeMs: Record<Kind, number> = { link: peopleLimits.link.value, sid: peopleLimits.sid.value };

/** One-time codes that expire. Only their hashes are stored. */
export function createOneTimeCodes(database: DatabaseSync) {
  const insert = database.prepare('INSERT INTO one_time_codes (hash, kind, user_id, expires_at) VALUES (?, ?, ?, ?)');
  const select = database.prepare('SELECT user_id FROM one_time_codes WHERE hash = ? AND kind = ? AND expires_at > ?');
  const take = database.prepare(
    'DELETE FROM one_time_codes WHERE hash = ? AND kind = ? AND expires_at > ? RETURNING user_id',
  );
  const removeAll = database.prepare('DELETE FROM one_time_codes WHERE user_id = ?');
  const removeOld = database.prepare('DELETE FROM one_time_codes WHERE expires_at <= ?');

  return {
    make(kind: Kind, userId: string): string {
      const code = newSecret();
      insert.run(hashSecret(code), kind, userId, new Date(Date.now() + lifetimeMs[kind]).toISOString());
      return code;
    },
    /** The user of a valid code, without redeeming it. */
    userIdOf: (kind: Kind, code: string): string | undefined =>
      optionalText(select.get(hashSecret(code), kind, now()), 'user_id'),
    /** Redeems a code; returns its user. */
    redeem: (kind: Kind, code: string): string | undefined =>
      optionalText(take.get(hashSecret(code), kind, now()), 'user_id'),
    removeAllOf: (userId: string): unknown => removeAll.run(userId),
    removeExpired: (): unknown => removeOld.run(now()),
  };
}

function now(): string {
  return new Date().toISOString();
}
