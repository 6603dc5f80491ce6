import type { Limit } from '../limit.ts';

/** What one person or program may have and ask for here. */
export const peopleLimits = {
  settings: { value: 1_000, unit: 'settings', why: 'the Studio has some dozens' },
  settingKey: { value: 1_000, unit: 'characters', why: 'the longest of the Studio’s names a document and a field' },
  setting: { value: 100_000, unit: 'characters', why: 'the longest, of a list’s layout, has some thousands' },
  settingsInAll: {
    value: 1_000_000,
    unit: 'characters',
    why: 'all of them are written in one transaction, in which nobody else is answered',
  },
  usersAsked: { value: 500, unit: 'users', why: 'the Studio asks for those who wrote what it shows' },
} satisfies Record<string, Limit>;
