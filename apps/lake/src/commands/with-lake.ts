import type { Environment } from '../environment.ts';
import { PlainError } from '../errors.ts';
import type { Lake } from '../lake.ts';
import type { AuditActor, People } from '../people/people.ts';
import type { UserRecord } from '../people/users.ts';
import { openConfiguredLake } from './open-lake.ts';

/** The actor of commands in the audit log. */
export const byCommandLine: AuditActor = { actor: 'command line' };

/** Opens the lake for a command; a running lake reads the changes from the database. */
export async function withLake(environment: Environment, work: (lake: Lake) => void | Promise<void>): Promise<void> {
  const lake = openConfiguredLake(environment);
  try {
    await work(lake);
  } finally {
    await lake.close();
  }
}

/** The user with the address in `--email`. */
export function userOf(people: People, email: string | undefined): UserRecord {
  const known = people.list().map((one) => one.email);
  const hint = known.length > 0 ? `There are ${known.join(', ')}.` : 'There are no users yet; add one with “user add”.';
  if (!email) throw new PlainError(`Say whom you mean: --email ADDRESS. ${hint}`);
  const user = people.findByEmail(email);
  if (!user) throw new PlainError(`There is no user with the e-mail address ${email}. ${hint}`);
  return user;
}

/** Formats a time for people. */
export function readable(at: string | undefined): string {
  return at === undefined ? 'never' : `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
}
