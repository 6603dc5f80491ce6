import type { DatabaseSync } from 'node:sqlite';
import { badRequest } from '../errors.ts';
import { integer, optionalText } from '../store/row.ts';

/** Of one person; the Studio has some dozens. */
const mostKeys = 1_000;
const longestKey = 1_000;

/** What the Studio remembers for a person, such as list layouts. */
export type UserSettings = ReturnType<typeof createUserSettings>;

export function createUserSettings(database: DatabaseSync) {
  const select = database.prepare('SELECT value FROM user_settings WHERE user_id = ? AND key = ?');
  const insert = database.prepare('INSERT OR REPLACE INTO user_settings (user_id, key, value) VALUES (?, ?, ?)');
  const selectCount = database.prepare('SELECT count(*) AS n FROM user_settings WHERE user_id = ? AND key <> ?');
  return {
    get(userId: string, key: string): unknown {
      const value = optionalText(select.get(userId, key), 'value');
      return value === undefined ? null : JSON.parse(value);
    },
    /** Refuses what nobody has so many of. */
    set(userId: string, key: string, value: unknown): void {
      if (key.length > longestKey) throw badRequest(`A setting’s key may have at most ${longestKey} characters.`);
      if (integer(selectCount.get(userId, key), 'n') >= mostKeys) {
        throw badRequest(`You may have at most ${mostKeys} settings.`);
      }
      insert.run(userId, key, JSON.stringify(value ?? null));
    },
  };
}
