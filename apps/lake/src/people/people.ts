import type { DatabaseSync } from 'node:sqlite';
import { PlainError } from '../errors.ts';
import type { LakePlugin } from '../plugin.ts';
import { createAccessChanges } from './access-changes.ts';
import { type AuditRetention, createAuditLog } from './audit-log.ts';
import { createOneTimeCodes } from './one-time-codes.ts';
import { hashPassword } from './password-hash.ts';
import { passwordProblem } from './password-rules.ts';
import { personRoles, programRoles } from './roles.ts';
import { createSignInLimiter } from './sign-in-rate-limit.ts';
import { createTokens, type RobotToken, type Session, type TokenHolder } from './tokens.ts';
import { createUsers, type User, type UserRecord } from './users.ts';

/** The actor of a change, for the audit log. */
export type AuditActor = { actor: string; address?: string | undefined };
export const byLake: AuditActor = { actor: 'lake' };

/** Users, sessions, tokens and one-time codes; each change is written to the audit log. */
export type People = ReturnType<typeof createPeople>;

type Options = { plugin: LakePlugin; retention?: AuditRetention | undefined };

export function createPeople(database: DatabaseSync, { plugin, retention }: Options) {
  const roles = personRoles(plugin);
  const users = createUsers(database, roles);
  const codes = createOneTimeCodes(database);
  const tokens = createTokens(database);
  const signInLimiter = createSignInLimiter(database);
  const audit = createAuditLog(database, retention);
  const accessChanges = createAccessChanges(database);

  /** Deletes a user's sessions and one-time codes. */
  function endSessions({ id }: User): void {
    tokens.endSessionsOf(id);
    codes.removeAllOf(id);
  }

  return {
    signInLimiter,
    audit,
    accessChanges,

    /** The names of the roles that a person may have. */
    roles,
    /** Reads a role given at the command line. */
    parseRole: (role: string | undefined): string => parseAmong(roles, role),
    /** Reads the role of a program, which may be one that people can't have. */
    parseProgramRole: (role: string | undefined): string => parseAmong(programRoles(plugin), role),

    list: (): UserRecord[] => users.list(),
    find: (id: string): User | undefined => users.find(id),
    findByEmail: (email: string): UserRecord | undefined => users.findByEmail(email),
    passwordOf: (id: string): string | undefined => users.passwordOf(id),

    add(details: { name?: string; email?: string; role?: string }, by = byLake): User {
      const user = users.add(details);
      audit.record({ ...by, event: 'user added', subject: user.id, detail: user.role });
      return user;
    },

    setRole(user: User, role: string, by = byLake): void {
      const before = users.find(user.id)?.role ?? user.role;
      users.setRole(user, role);
      audit.record({ ...by, event: 'role changed', subject: user.id, detail: `${before} → ${role}` });
    },

    /** Suspends a user, and ends their sessions. */
    suspend(user: User, by = byLake): void {
      users.suspend(user);
      endSessions(user);
      audit.record({ ...by, event: 'user suspended', subject: user.id });
    },

    resume(user: User, by = byLake): void {
      users.resume(user);
      audit.record({ ...by, event: 'user resumed', subject: user.id });
    },

    /** Removes a user's access and e-mail address. The name is kept, as the author of what they wrote. */
    remove(user: User, by = byLake): void {
      users.remove(user);
      endSessions(user);
      audit.record({ ...by, event: 'user removed', subject: user.id });
    },

    /** Sets a password without asking for the old one, and ends all sessions. */
    async setPassword(user: User, password: string, by = byLake): Promise<void> {
      const problem = passwordProblem(password, user);
      if (problem) throw new PlainError(problem);
      users.setPassword(user.id, await hashPassword(password));
      endSessions(user);
      audit.record({ ...by, event: 'password set', subject: user.id });
    },

    /** Creates the one-time code of a sign-in link. */
    newLinkCode(userId: string, by = byLake): string {
      audit.record({ ...by, event: 'link made', subject: userId });
      return codes.make('link', userId);
    },

    isLinkCode: (code: string): boolean => codes.userIdOf('link', code) !== undefined,

    /** The user of a valid link, without redeeming it. */
    userOfLink(code: string): User | undefined {
      const userId = codes.userIdOf('link', code);
      return userId === undefined ? undefined : users.find(userId);
    },

    /** Redeems a link's code for a short-lived `sid` code, which the Studio redeems for a token. */
    redeemLinkCode(code: string, address?: string): string | undefined {
      const userId = codes.redeem('link', code);
      if (userId === undefined) return undefined;
      audit.record({ event: 'signed in', actor: userId, detail: 'link', address });
      return codes.make('sid', userId);
    },

    newSid: (userId: string): string => codes.make('sid', userId),

    /** Opens a session. */
    redeemSid(sid: string, device?: string): string | undefined {
      const userId = codes.redeem('sid', sid);
      return userId && tokens.openSession(userId, device);
    },

    /** Creates a token for a program. Only its hash is stored: the token is shown once. */
    createToken(role: string, label: string, by = byLake): string {
      const { id, token } = tokens.create(role, label);
      audit.record({ ...by, event: 'token made', subject: id, detail: `${role}, ${label}` });
      return token;
    },

    tokens: (): RobotToken[] => tokens.programs(),

    revokeToken(id: string, by = byLake): RobotToken | undefined {
      const token = tokens.revoke(id);
      if (token) audit.record({ ...by, event: 'token revoked', subject: id, detail: token.label });
      return token;
    },

    holderOf: (token: string): TokenHolder | undefined => tokens.holderOf(token),

    sessions: (): Session[] => tokens.sessions(),
    sessionId: (token: string): string => tokens.sessionId(token),

    endSession(id: string, by = byLake): Session | undefined {
      const session = tokens.endSessionById(id);
      if (session) audit.record({ ...by, event: 'session ended', subject: session.userId });
      return session;
    },

    signOut(token: string, address?: string): void {
      const holder = tokens.holderOf(token);
      tokens.endSession(token);
      if (holder?.kind === 'person') audit.record({ event: 'signed out', actor: holder.user.id, address });
    },

    flushLastUsed: (): void => tokens.flushLastUsed(),

    /** Deletes expired codes and tokens, and audit entries past their retention. */
    removeExpired(): void {
      codes.removeExpired();
      tokens.removeExpired();
      accessChanges.prune();
      audit.prune();
    },
  };
}

function parseAmong(names: readonly string[], role: string | undefined): string {
  const found = names.find((name) => name === role);
  if (found === undefined) throw new PlainError(`The role must be one of ${names.join(', ')}: --role viewer.`);
  return found;
}
