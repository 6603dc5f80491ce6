import { PlainError } from '../errors.ts';
import type { Attempt } from './sign-in-rate-limit.ts';
import { isPassword, dummyHash } from './password-hash.ts';
import { passwordProblem } from './password-rules.ts';
import type { People } from './people.ts';
import { createSemaphore } from './semaphore.ts';
import type { UserRecord } from './users.ts';

/** Whoever is at the door, and what they say. */
export type SignInAttempt = { email: string; password: string; address: string };

export type SignedIn = { sid: string };
/** Why not: `field` is the one to look at again. `until` is when a next try is looked at. */
export type RefusedSignIn = { problem: string; field?: 'email' | 'password' | 'newPassword'; until?: Date };

const wrong: RefusedSignIn = { problem: 'The e-mail address or the password is wrong.', field: 'password' };
const busy: RefusedSignIn = { problem: 'Many people are signing in right now. Try again in a minute.' };
const suspended: RefusedSignIn = { problem: 'This account is suspended. Ask an administrator of your newsroom.' };

/** Each hash takes 46 MiB and a processor, of which a small machine has two: one at once, and a queue of a few seconds. */
const hashing = createSemaphore({ running: 1, waiting: 30 });

/** Signs somebody in by e-mail address and password. */
export async function signInByPassword(guess: SignInAttempt, people: People): Promise<SignedIn | RefusedSignIn> {
  const user = await authenticate(guess, people);
  if ('problem' in user) return user;
  people.audit.record({ event: 'signed in', actor: user.id, detail: 'password', address: guess.address });
  return { sid: people.newSid(user.id) };
}

/** Changes a password for whoever knows the one so far, and signs them in anew: all sessions end with the old one. */
export async function changePassword(
  { newPassword, ...guess }: SignInAttempt & { newPassword: string },
  people: People,
): Promise<SignedIn | RefusedSignIn> {
  const user = await authenticate(guess, people);
  if ('problem' in user) return user;
  const problem = await choosePassword(user, newPassword, guess.address, people);
  return problem ?? { sid: people.newSid(user.id) };
}

/** Signs in whoever holds a link, and keeps the password they chose, if they did. Undefined if the link works no more. */
export async function signInByLink(
  { code, newPassword, address }: { code: string; newPassword: string; address: string },
  people: People,
): Promise<SignedIn | RefusedSignIn | undefined> {
  const user = people.linkHolder(code);
  if (!user) return undefined;
  if (newPassword === '') return sidFor(people.redeemLinkCode(code, address));
  // Asked before the link is used up: a password that can't be used must not cost them the link.
  const problem = passwordProblem(newPassword, user);
  if (problem) return { problem, field: 'newPassword' };
  if (hashing.isFull()) return busy;
  if (people.redeemLinkCode(code, address) === undefined) return undefined;
  const refused = await choosePassword(user, newPassword, address, people);
  return refused ?? { sid: people.newSid(user.id) };
}

function sidFor(sid: string | undefined): SignedIn | undefined {
  return sid === undefined ? undefined : { sid };
}

async function choosePassword(
  user: { id: string; name: string; email: string; role: string },
  newPassword: string,
  address: string,
  people: People,
): Promise<RefusedSignIn | undefined> {
  try {
    await hashing.run(() => people.setPassword(user, newPassword, { actor: user.id, address }));
    return undefined;
  } catch (error) {
    if (error instanceof PlainError) return { problem: error.message, field: 'newPassword' };
    throw error;
  }
}

/**
 * Who this is, if the password is right. An address that nobody has, an account without a password and a wrong
 * password take equally long and get the same words, so that nobody learns who works here.
 */
async function authenticate({ email, password, address }: SignInAttempt, people: People): Promise<UserRecord | RefusedSignIn> {
  if (hashing.isFull()) return busy;
  const attempt = people.attempts.begin([
    { kind: 'account', subject: email },
    { kind: 'address', subject: address },
  ]);
  if (!attempt.isAllowed) return rateLimited(attempt.until);
  const user = people.findByEmail(email);
  const stored = user && people.passwordOf(user.id);
  const isRight = await hashing.run(() => isPassword(password, stored ?? dummyHash));
  // Set anew while this one was looked at, the old one opens nothing any more.
  const isStillSo = user !== undefined && people.passwordOf(user.id) === stored;
  if (!user || stored === undefined || !isRight || !isStillSo) return refuse(wrong, user, address, people);
  return completeSignIn(attempt, user, address, people);
}

function completeSignIn(
  attempt: Extract<Attempt, { isAllowed: true }>,
  { id }: UserRecord,
  address: string,
  people: People,
): UserRecord | RefusedSignIn {
  attempt.succeeded();
  // Looked up anew: much may have happened while the hash was computed.
  const user = people.list().find((one) => one.id === id);
  if (!user) return refuse(wrong, undefined, address, people);
  return user.suspendedAt === undefined ? user : refuse(suspended, user, address, people);
}

function refuse(refused: RefusedSignIn, user: UserRecord | undefined, address: string, people: People): RefusedSignIn {
  const why = user?.suspendedAt === undefined ? 'wrong password' : 'suspended';
  const detail = user === undefined ? 'nobody’s e-mail address' : why;
  people.audit.record({ event: 'sign-in refused', actor: user?.id ?? 'unknown', detail, address });
  return refused;
}

function rateLimited(until: Date): RefusedSignIn {
  const minutes = Math.max(1, Math.ceil((until.getTime() - Date.now()) / 60_000));
  const when = minutes === 1 ? 'in a minute' : `in ${minutes} minutes`;
  return {
    problem: `There were too many wrong passwords, so none is looked at for a while. Try again ${when}, or use a sign-in link: it still works.`,
    until,
  };
}
