import type { DatabaseSync } from 'node:sqlite';
import { integer, optionalText } from '@bodytext/groq/store/row';
import { badRequest } from '../errors.ts';
import { inTransaction } from '../store/database.ts';
import { peopleLimits as limits } from './limits.ts';

export type Setting = { key: string; value: unknown };

/** What the Studio remembers for a person, such as list layouts. */
export type UserSettings = ReturnType<typeof createUserSettings>;

export function createUserSettings(database: DatabaseSync) {
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
    /** Each of them once, however often it is asked for. */
    get(userId: string, keys: readonly string[]): Setting[] {
      const asked = [...new Set(keys)];
      refuseMore(
        'settings',
        asked.length,
        `You may ask for at most ${limits.settings.value} settings at once; ask for the others later.`,
      );
      return asked.map((key) => ({ key, value: get(userId, key) }));
    },

    /** All of them or, where that is more than anybody has, none: in one transaction, so that the disk is waited for once. */
    set(userId: string, settings: readonly Setting[]): void {
      refuseMore('settings', settings.length, `You may have at most ${limits.settings.value} settings.`);
      const rows = settings.map(({ key, value }) => [key, checkedJson(key, value)] as const);
      inTransaction(database, () => {
        for (const [key, json] of rows) insert.run(userId, key, json);
        const all = selectAll.get(userId);
        refuseMore('settings', integer(all, 'n'), `You may have at most ${limits.settings.value} settings.`);
        const tooLong = `Your settings may have at most ${limits.settingsInAll.value} characters together.`;
        refuseMore('settingsInAll', integer(all, 'characters'), tooLong);
      });
    },
  };
}

function checkedJson(key: string, value: unknown): string {
  refuseMore('settingKey', key.length, `A setting’s key may have at most ${limits.settingKey.value} characters.`);
  const json = JSON.stringify(value ?? null);
  const tooLong = `The setting “${key}” has ${json.length} characters; at most ${limits.setting.value} are kept.`;
  refuseMore('setting', json.length, tooLong);
  return json;
}

function refuseMore(limit: keyof typeof limits, count: number, sentence: string): void {
  if (count > limits[limit].value) throw badRequest(sentence);
}
