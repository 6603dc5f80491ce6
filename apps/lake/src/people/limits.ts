import type { Limit } from '../limit.ts';

/** Limits of users, sessions, sign-in and the Studio's key-value store. */
export const peopleLimits = {
  keyValues: { value: 1_000, unit: 'keys of one user', why: 'the Studio stores some dozens' },
  key: {
    value: 1_000,
    unit: 'characters of a key',
    why: 'the Studio’s longest key holds a document’s id and a field’s path',
  },
  keyValue: { value: 100_000, unit: 'characters of a value', why: 'the longest, a list’s layout, has some thousands' },
  allKeyValues: {
    value: 1_000_000,
    unit: 'characters of all keys and values of one user',
    why: 'they can be written in one transaction, which blocks the event loop',
  },
  usersPerRequest: { value: 500, unit: 'users of a request', why: 'the Studio requests the authors of what it shows' },
  origin: { value: 300, unit: 'characters', why: 'a host name has at most 253' },
  session: {
    value: 30 * 24 * 60 * 60_000,
    unit: 'milliseconds from sign-in until a session expires',
    why: 'a stolen token must not work for ever, even if it is used every day',
  },
  idleSession: {
    value: 14 * 24 * 60 * 60_000,
    unit: 'milliseconds without use until a session expires',
    why: 'unused sessions are forgotten on shared computers',
  },
  sessions: {
    value: 100,
    unit: 'sessions of one person',
    why: 'the table of tokens stays bounded: signing in again ends the oldest',
  },
  cachedTokens: {
    value: 1_000,
    unit: 'tokens in the cache',
    why: 'fewer people and programs work at the same time; others are read from the database',
  },
  minPassword: { value: 12, unit: 'characters', why: 'NIST SP 800-63B requires length rather than character classes' },
  maxPassword: {
    value: 256,
    unit: 'characters',
    why: 'no password manager makes longer ones, and hashing takes time',
  },
  signInWindow: {
    value: 15 * 60_000,
    unit: 'milliseconds in which failed sign-ins are counted',
    why: 'a user who mistyped a password can try again after a quarter of an hour',
  },
  signInsPerAccount: {
    value: 10,
    unit: 'failed sign-ins of one account in that time',
    why: 'a user who knows the password needs two or three attempts',
  },
  signInsPerAddress: {
    value: 20,
    unit: 'failed sign-ins from one address in that time',
    why: 'colleagues may share one',
  },
  codesPerAddress: {
    value: 100,
    unit: 'wrong codes from one address in that time',
    why: 'codes have 256 random bits, so no number of guesses finds one',
  },
  link: { value: 15 * 60_000, unit: 'milliseconds that a sign-in link works', why: 'an e-mail may take some minutes' },
  sid: {
    value: 2 * 60_000,
    unit: 'milliseconds that a `sid` code works, with which the sign-in page redirects to the Studio',
    why: 'the browser follows the redirect at once',
  },
  name: { value: 200, unit: 'characters of a user’s name', why: 'it is shown in one line' },
} satisfies Record<string, Limit>;
