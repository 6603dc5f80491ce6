import type { DatabaseSync } from 'node:sqlite';
import { integer, optionalText } from '@bodytext/groq/store/row';
import { badRequest } from '../errors.ts';
import { inTransaction } from '../store/database.ts';
import { peopleLimits as limits } from './limits.ts';

export type KeyValue = { key: string; value: unknown };

/** The Studio's key-value store for each user, such as list layouts (`/users/me/keyvalue`). */
export type UserKeyValues = ReturnType<typeof createUserKeyValues>;

export function createUserKeyValues(database: DatabaseSync) {
  const select = database.prepare('SELECT value FROM user_settings WHERE user_id = ? AND key = ?');
  const insert = database.prepare('INSERT OR REPLACE INTO user_settings (user_id, key, value) VALUES (?, ?, ?)');
  const selectAll = database.prepare(`
    SELECT count(*) AS n, coalesce(sum(length(key) + length(value)), 0) AS characters
    FROM user_settings WHERE user_id = ?`);

  function get(userId: string, key: string): unknown {
    const value = optionalText(select.get(userId, key), 'value');
    return value === undefined ? null : JSON.parse(value);
  }

  return {
    /** Removes duplicate keys. */
    get(userId: string, keys: readonly string[]): KeyValue[] {
      const uniqueKeys = [...new Set(keys)];
      refuseMore(
        'keyValues',
        uniqueKeys.length,
        `You may ask for at most ${limits.keyValues.value} settings at once; ask for the others later.`,
      );
      return uniqueKeys.map((key) => ({ key, value: get(userId, key) }));
    },

    /** Stores all or none, in one transaction, which waits for the disk once. */
    set(userId: string, pairs: readonly KeyValue[]): void {
      refuseMore('keyValues', pairs.length, `You may have at most ${limits.keyValues.value} settings.`);
      const rows = pairs.map(({ key, value }) => [key, checkedJson(key, value)] as const);
      inTransaction(database, () => {
        for (const [key, json] of rows) insert.run(userId, key, json);
        const totals = selectAll.get(userId);
        refuseMore('keyValues', integer(totals, 'n'), `You may have at most ${limits.keyValues.value} settings.`);
        const tooLong = `Your settings may have at most ${limits.allKeyValues.value} characters together.`;
        refuseMore('allKeyValues', integer(totals, 'characters'), tooLong);
      });
    },
  };
}

function checkedJson(key: string, value: unknown): string {
  refuseMore('key', key.length, `A setting’s key may have at most ${limits.key.value} characters.`);
  const json = JSON.stringify(value ?? null);
  const tooLong = `The setting “${key}” has ${json.length} characters; at most ${limits.keyValue.value} are kept.`;
  refuseMore('keyValue', json.length, tooLong);
  return json;
}

function refuseMore(limit: keyof typeof limits, count: number, sentence: string): void {
  if (count > limits[limit].value) throw badRequest(sentence);
}
