import { PlainError } from '../errors.ts';
import { dummyHash, isPassword } from './password-hash.ts';
import { passwordProblem } from './password-rules.ts';
import type { People } from './people.ts';
import { createSemaphore } from './semaphore.ts';
import type { Attempt } from './sign-in-rate-limit.ts';
import type { UserRecord } from './users.ts';

export type SignInAttempt = { email: string; password: string; address: string };

export type SignedIn = { sid: string };
/** `field` is the form field with the problem; `until` is when the rate limit allows the next attempt. */
export type RefusedSignIn = { problem: string; field?: 'email' | 'password' | 'newPassword'; until?: Date };

const wrong: RefusedSignIn = { problem: 'The e-mail address or the password is wrong.', field: 'password' };
const busy: RefusedSignIn = { problem: 'Many people are signing in right now. Try again in a minute.' };
const suspended: RefusedSignIn = { problem: 'This account is suspended. Ask an administrator of your newsroom.' };

/** One hash at a time, since each takes 46 MiB and a processor of two; the queue takes a few seconds. */
const hashing = createSemaphore({ concurrent: 1, queued: 30 });

export async function signInByPassword(given: SignInAttempt, people: People): Promise<SignedIn | RefusedSignIn> {
  const user = await authenticate(given, people);
  if ('problem' in user) return user;
  people.audit.record({ event: 'signed in', actor: user.id, detail: 'password', address: given.address });
  return { sid: people.newSid(user.id) };
}

/** Changes a password, which needs the current one, and signs in again: all sessions end with the old password. */
export async function changePassword(
  { newPassword, ...given }: SignInAttempt & { newPassword: string },
  people: People,
): Promise<SignedIn | RefusedSignIn> {
  const user = await authenticate(given, people);
  if ('problem' in user) return user;
  const problem = await choosePassword(user, newPassword, given.address, people);
  return problem ?? { sid: people.newSid(user.id) };
}

/** Signs in by a link, and sets a new password if there is one. Undefined if the link has expired. */
export async function signInByLink(
  { code, newPassword, address }: { code: string; newPassword: string; address: string },
  people: People,
): Promise<SignedIn | RefusedSignIn | undefined> {
  const user = people.userOfLink(code);
  if (!user) return undefined;
  if (newPassword === '') return sidFor(people.redeemLinkCode(code, address));
  // Checked before the link is redeemed: a refused password must not use it up.
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
 * Checks the password. An unknown address, an account without a password and a wrong password take equally long and get
 * the same message, so that accounts can't be enumerated.
 */
async function authenticate(
  { email, password, address }: SignInAttempt,
  people: People,
): Promise<UserRecord | RefusedSignIn> {
  if (hashing.isFull()) return busy;
  const attempt = people.signInLimiter.start([
    { kind: 'account', subject: email },
    { kind: 'address', subject: address },
  ]);
  if (!attempt.isAllowed) return rateLimited(attempt.until);
  const user = people.findByEmail(email);
  const stored = user && people.passwordOf(user.id);
  const isRight = await hashing.run(() => isPassword(password, stored ?? dummyHash));
  // The password may have been changed while the hash was computed.
  const isCurrent = user !== undefined && people.passwordOf(user.id) === stored;
  if (!user || stored === undefined || !isRight || !isCurrent) return refuse(wrong, user, address, people);
  return completeSignIn(attempt, user, address, people);
}

function completeSignIn(
  attempt: Extract<Attempt, { isAllowed: true }>,
  { id }: UserRecord,
  address: string,
  people: People,
): UserRecord | RefusedSignIn {
  attempt.succeeded();
  // Read again: the user may have been changed while the hash was computed.
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
