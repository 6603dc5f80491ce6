import type { Environment } from '../environment.ts';
import type { Options } from './options.ts';
import { readPassword } from './read-password.ts';
import { byCommandLine, userOf, withLake } from './with-people.ts';

/** Adds a user and prints their first sign-in link. */
export function addUser(environment: Environment, options: Options): Promise<void> {
  return withLake(environment, ({ people }) => {
    const user = people.add(options, byCommandLine);
    console.log(`Added ${user.name} <${user.email}>, ${user.role}. They sign in within 15 minutes, once, at`);
    printLink(environment, people.newLinkCode(user.id, byCommandLine));
  });
}

/** Prints a new sign-in link for somebody. */
export function linkUser(environment: Environment, { email, studio }: Options): Promise<void> {
  return withLake(environment, ({ people }) => {
    const user = userOf(people, email);
    if (user.suspendedAt) console.error(`${user.name} is suspended: the link works once they are resumed.`);
    printLink(environment, people.newLinkCode(user.id, byCommandLine), studio);
  });
}

export function listUsers(environment: Environment): Promise<void> {
  return withLake(environment, ({ people }) => {
    for (const { name, email, role, suspendedAt, hasPassword } of people.list()) {
      const more = [suspendedAt && 'suspended', hasPassword && 'has a password'].filter(Boolean).join(', ');
      console.log(`${name} <${email}> ${role}${more ? ` (${more})` : ''}`);
    }
  });
}

export function changeRole(environment: Environment, { email, role }: Options): Promise<void> {
  return withLake(environment, ({ people }) => {
    const user = userOf(people, email);
    const next = people.parseRole(role);
    people.setRole(user, next, byCommandLine);
    console.log(`${user.name} was ${user.role} and is now ${next}.`);
  });
}

/** Keeps somebody out, and ends what they have open. */
export function suspendUser(environment: Environment, { email }: Options): Promise<void> {
  return withLake(environment, ({ people }) => {
    const user = userOf(people, email);
    people.suspend(user, byCommandLine);
    console.log(`${user.name} is suspended and signed out everywhere. “user resume” lets them in again.`);
  });
}

export function resumeUser(environment: Environment, { email }: Options): Promise<void> {
  return withLake(environment, ({ people }) => {
    const user = userOf(people, email);
    people.resume(user, byCommandLine);
    console.log(`${user.name} may sign in again.`);
  });
}

export function removeUser(environment: Environment, { email }: Options): Promise<void> {
  return withLake(environment, ({ people }) => {
    const user = userOf(people, email);
    people.remove(user, byCommandLine);
    console.log(`${user.name} is removed and signed out everywhere. What they wrote keeps their name.`);
  });
}

/** Sets somebody's password, which is typed or piped in: what is in a command can be read by others. */
export function setPassword(environment: Environment, { email }: Options): Promise<void> {
  return withLake(environment, async ({ people }) => {
    const user = userOf(people, email);
    await people.setPassword(user, await readPassword(`New password for ${user.name}: `), byCommandLine);
    console.log(`${user.name} has a new password, and is signed out everywhere.`);
  });
}

function printLink({ urls }: Environment, code: string, studio?: string): void {
  const at = studio === undefined ? urls.studio : urls.lake;
  const origin = studio === undefined ? '' : `?${new URLSearchParams({ origin: studio })}`;
  console.log(`${at}/sign-in/${code}${origin}`);
}
