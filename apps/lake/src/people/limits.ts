import type { Limit } from '../limit.ts';

/** What one person or program may have and ask for here. */
export const peopleLimits = {
  keyValues: { value: 1_000, unit: 'settings', why: 'the Studio has some dozens' },
  key: { value: 1_000, unit: 'characters', why: 'the longest of the Studio’s names a document and a field' },
  keyValue: { value: 100_000, unit: 'characters', why: 'the longest, of a list’s layout, has some thousands' },
  allKeyValues: {
    value: 1_000_000,
    unit: 'characters',
    why: 'all of them are written in one transaction, in which nobody else is answered',
  },
  usersPerRequest: { value: 500, unit: 'users', why: 'the Studio asks for those who wrote what it shows' },
  origin: { value: 300, unit: 'characters', why: 'a name of a site has at most 253' },
  session: {
    value: 30 * 24 * 60 * 60_000,
    unit: 'milliseconds from its beginning',
    why: 'a session ends then, whatever happens',
  },
  idleSession: {
    value: 14 * 24 * 60 * 60_000,
    unit: 'milliseconds without use',
    why: 'a session ends sooner if nobody uses it',
  },
  sessions: { value: 100, unit: 'sessions of one person', why: 'whoever opens more ends the oldest' },
  cachedTokens: {
    value: 1_000,
    unit: 'tokens kept in memory',
    why: 'so many people and programs hardly work at the same time; others are looked up',
  },
  minPassword: { value: 12, unit: 'characters', why: 'NIST SP 800-63B asks for length before all else' },
  maxPassword: {
    value: 256,
    unit: 'characters',
    why: 'longer ones are nobody’s, and hashing them would be work for nothing',
  },
  signInWindow: {
    value: 15 * 60_000,
    unit: 'milliseconds in which guesses are counted',
    why: 'after a quarter of an hour somebody who forgot a password may try again',
  },
  signInsPerAccount: {
    value: 10,
    unit: 'guesses at one account in that time',
    why: 'who knows the password needs two or three',
  },
  signInsPerAddress: { value: 20, unit: 'guesses from one address in that time', why: 'some colleagues may share one' },
  codesPerAddress: {
    value: 100,
    unit: 'guesses at codes from one address in that time',
    why: 'nobody types one; no number of them would do',
  },
  link: { value: 15 * 60_000, unit: 'milliseconds that a sign-in link works', why: 'an e-mail may take some minutes' },
  sid: {
    value: 2 * 60_000,
    unit: 'milliseconds that a code works which takes a browser from the sign-in page to the Studio',
    why: 'the browser is on its way already',
  },
  name: { value: 200, unit: 'characters of a user’s name', why: 'it is shown in one line' },
} satisfies Record<string, Limit>;
