import type { DatabaseSync } from 'node:sqlite';
import { PlainError } from '../errors.ts';
import type { LakePlugin } from '../plugin.ts';
import { createAccessChanges } from './access-changes.ts';
import { createAttempts } from './attempts.ts';
import { type AuditRetention, createAuditLog } from './audit-log.ts';
import { createOneTimeCodes } from './one-time-codes.ts';
import { hashPassword } from './password-hash.ts';
import { passwordProblem } from './password-rules.ts';
import { personRoles, programRoles } from './roles.ts';
import { createTokens, type RobotToken, type Session, type TokenHolder } from './tokens.ts';
import { createUsers, type User, type UserRecord } from './users.ts';

/** Who does something, for the audit log. */
export type Doer = { actor: string; address?: string | undefined };
export const byLake: Doer = { actor: 'lake' };

/** Users, their sessions, the tokens of programs, and one-time codes; each change is in the audit log. */
export type People = ReturnType<typeof createPeople>;

type Options = { plugin: LakePlugin; retention?: AuditRetention | undefined };

export function createPeople(database: DatabaseSync, { plugin, retention }: Options) {
  const roles = personRoles(plugin);
  const users = createUsers(database, roles);
  const codes = createOneTimeCodes(database);
  const tokens = createTokens(database);
  const attempts = createAttempts(database);
  const audit = createAuditLog(database, retention);
  const accessChanges = createAccessChanges(database);

  /** Ends every way in that somebody has now. */
  function endSessions({ id }: User): void {
    tokens.endSessionsOf(id);
    codes.removeOf(id);
  }

  return {
    attempts,
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

    /** Keeps somebody out from this moment on. */
    suspend(user: User, by = byLake): void {
      users.suspend(user);
      endSessions(user);
      audit.record({ ...by, event: 'user suspended', subject: user.id });
    },

    resume(user: User, by = byLake): void {
      users.resume(user);
      audit.record({ ...by, event: 'user resumed', subject: user.id });
    },

    /** Takes away somebody's access and address. Their name stays with what they wrote. */
    remove(user: User, by = byLake): void {
      users.remove(user);
      endSessions(user);
      audit.record({ ...by, event: 'user removed', subject: user.id });
    },

    /** Sets a password, whatever it was before. Whoever was signed in with the old one no longer is. */
    async setPassword(user: User, password: string, by = byLake): Promise<void> {
      const problem = passwordProblem(password, user);
      if (problem) throw new PlainError(problem);
      users.setPassword(user.id, await hashPassword(password));
      endSessions(user);
      audit.record({ ...by, event: 'password set', subject: user.id });
    },

    /** The code of a sign-in link: it works once, for a quarter of an hour. */
    newLinkCode(userId: string, by = byLake): string {
      audit.record({ ...by, event: 'link made', subject: userId });
      return codes.make('link', userId);
    },

    isLinkCode: (code: string): boolean => codes.holder('link', code) !== undefined,

    /** Whose link this is, as long as it works. */
    linkHolder(code: string): User | undefined {
      const userId = codes.holder('link', code);
      return userId === undefined ? undefined : users.find(userId);
    },

    /** Trades a link's code for a short-lived one that the Studio's page trades for its token. */
    redeemLinkCode(code: string, address?: string): string | undefined {
      const userId = codes.use('link', code);
      if (userId === undefined) return undefined;
      audit.record({ event: 'signed in', actor: userId, detail: 'link', address });
      return codes.make('sid', userId);
    },

    newSid: (userId: string): string => codes.make('sid', userId),

    /** Opens a session. */
    redeemSid(sid: string, device?: string): string | undefined {
      const userId = codes.use('sid', sid);
      return userId && tokens.openSession(userId, device);
    },

    /** A token for a program. Only its hash is kept: it is shown once. */
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

    noteUse: (): void => tokens.noteUse(),

    /** Takes out what is over, and what is older than it may be kept. */
    tidy(): void {
      codes.tidy();
      tokens.tidy();
      accessChanges.tidy();
      audit.tidy();
    },
  };
}

function parseAmong(names: readonly string[], role: string | undefined): string {
  const found = names.find((name) => name === role);
  if (found === undefined) throw new PlainError(`The role must be one of ${names.join(', ')}: --role viewer.`);
  return found;
}
