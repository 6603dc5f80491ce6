import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { integer, optionalText, type Row, text } from '@bodytext/groq/store/row';
import { z } from 'zod';
import { PlainError } from '../errors.ts';
import { peopleLimits } from './limits.ts';

export type User = { id: string; name: string; email: string; role: string };

/** A user, as administrators see them. */
export type UserRecord = User & { suspendedAt: string | undefined; hasPassword: boolean };

const newUserIn = (roles: readonly string[]) =>
  z.object({
    name: z
      .string()
      .trim()
      .min(1, 'A user needs a name: --name "Ada Lovelace".')
      .max(peopleLimits.name.value, 'The name is too long.'),
    email: z.string().regex(/^[^\s@]+@[^\s@]+$/, 'The e-mail address is not valid: --email ada@example.org.'),
    role: z.enum(roles, { error: `The role must be one of ${roles.join(', ')}.` }),
  });

/**
 * The users of the lake.
 *
 * @param roles that a user may have
 */
export function createUsers(database: DatabaseSync, roles: readonly string[]) {
  const newUser = newUserIn(roles);
  const insert = database.prepare('INSERT INTO users (id, name, email, role, created_at) VALUES (?, ?, ?, ?, ?)');
  const select = database.prepare('SELECT * FROM users WHERE id = ?');
  const selectByEmail = database.prepare(
    'SELECT * FROM users WHERE email = ? COLLATE NOCASE AND removed_at IS NULL ORDER BY email = ? DESC',
  );
  const selectAll = database.prepare('SELECT * FROM users WHERE removed_at IS NULL ORDER BY created_at');
  const countOtherAdministrators = database.prepare(
    "SELECT count(*) AS n FROM users WHERE role = 'administrator' AND id <> ? AND removed_at IS NULL AND suspended_at IS NULL",
  );
  const updateRole = database.prepare('UPDATE users SET role = ? WHERE id = ?');
  const updateSuspension = database.prepare('UPDATE users SET suspended_at = ? WHERE id = ?');
  const updatePassword = database.prepare('UPDATE users SET password = ? WHERE id = ?');
  // Frees the e-mail address for another user; the name stays, as the author of documents.
  const remove = database.prepare(
    "UPDATE users SET removed_at = ?, email = 'removed ' || id, password = NULL, suspended_at = NULL WHERE id = ?",
  );

  function findByEmail(email: string): UserRecord | undefined {
    const row = selectByEmail.get(email, email);
    return row && readRecord(row);
  }

  /** The last administrator must stay, to manage the other users. */
  function refuseRemovingLastAdministrator({ id, name }: User): void {
    // Reads the role again: the caller's copy may be outdated.
    if (optionalText(select.get(id), 'role') !== 'administrator' || integer(countOtherAdministrators.get(id), 'n') > 0)
      return;
    throw new PlainError(`${name} is the only administrator. Make somebody else one first.`);
  }

  return {
    list: (): UserRecord[] => selectAll.all().map(readRecord),
    /** Also finds removed users: they are authors of documents. */
    find(id: string): User | undefined {
      const row = select.get(id);
      return row && readUser(row);
    },
    findByEmail,

    add(details: { name?: string; email?: string; role?: string }): User {
      const parsed = newUser.safeParse(details);
      if (!parsed.success) throw new PlainError(parsed.error.issues[0]?.message ?? 'The user is not valid.');
      const { name, email, role } = parsed.data;
      if (findByEmail(email)) throw new PlainError(`There is a user with the e-mail address ${email} already.`);
      const user = { id: `p${randomUUID().replaceAll('-', '').slice(0, 12)}`, name, email, role };
      insert.run(user.id, name, email, role, new Date().toISOString());
      return user;
    },

    setRole(user: User, role: string): void {
      if (role !== 'administrator') refuseRemovingLastAdministrator(user);
      updateRole.run(role, user.id);
    },

    suspend(user: User): void {
      refuseRemovingLastAdministrator(user);
      updateSuspension.run(new Date().toISOString(), user.id);
    },

    resume: ({ id }: User): unknown => updateSuspension.run(null, id),

    remove(user: User): void {
      refuseRemovingLastAdministrator(user);
      remove.run(new Date().toISOString(), user.id);
    },

    /** The hash of a user's password. */
    passwordOf: (id: string): string | undefined => optionalText(select.get(id), 'password'),
    setPassword: (id: string, hash: string): unknown => updatePassword.run(hash, id),
  };
}

export function readUser(row: Row): User {
  return { id: text(row, 'id'), name: text(row, 'name'), email: text(row, 'email'), role: text(row, 'role') };
}

function readRecord(row: Row): UserRecord {
  return { ...readUser(row), suspendedAt: optionalText(row, 'suspended_at'), hasPassword: row.password !== null };
}
