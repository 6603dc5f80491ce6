import type { DatabaseSync } from 'node:sqlite';
import { optionalText } from '@bodytext/groq/store/row';
import { peopleLimits } from './limits.ts';
import { hashSecret, newSecret } from './secrets.ts';

/** `link` codes are in sign-in links; `sid` codes take a browser from the sign-in page to the Studio. */
type Kind = 'link' | 'sid';

const lastsMs: Record<Kind, number> = { link: peopleLimits.link.value, sid: peopleLimits.sid.value };

/** Codes that work once, for a short while. Only their hashes are kept. */
export type OneTimeCodes = ReturnType<typeof createOneTimeCodes>;

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
      insert.run(hashSecret(code), kind, userId, new Date(Date.now() + lastsMs[kind]).toISOString());
      return code;
    },
    /** Whose code this is, without using it up. */
    holder: (kind: Kind, code: string): string | undefined =>
      optionalText(select.get(hashSecret(code), kind, now()), 'user_id'),
    /** Whose code this was. */
    use: (kind: Kind, code: string): string | undefined =>
      optionalText(take.get(hashSecret(code), kind, now()), 'user_id'),
    removeOf: (userId: string): unknown => removeAll.run(userId),
    tidy: (): unknown => removeOld.run(now()),
  };
}

function now(): string {
  return new Date().toISOString();
}
