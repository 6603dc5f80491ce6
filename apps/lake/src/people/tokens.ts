import type { DatabaseSync } from 'node:sqlite';
import { optionalText, type Row, text } from '@bodytext/groq/store/row';
import { createChangeWatch } from '../store/change-watch.ts';
import { peopleLimits } from './limits.ts';
import { hashSecret, newSecret } from './secrets.ts';
import { readUser, type User } from './users.ts';

const sessionLastsMs = peopleLimits.session.value;
const idleLastsMs = peopleLimits.idleSession.value;
const mostSessions = peopleLimits.sessions.value;

/** Whom a token stands for. */
export type TokenHolder = { kind: 'person'; user: User } | { kind: 'robot'; id: string; role: string; label: string };

/** A session of a person, or the token of a program. Its id tells nothing of the token itself. */
export type TokenRecord = {
  id: string;
  createdAt: string;
  lastUsedAt: string | undefined;
  expiresAt: string | undefined;
};
export type RobotToken = TokenRecord & { role: string; label: string };
export type Session = TokenRecord & { userId: string; device: string | undefined };

type Known = { hash: string; holder: TokenHolder; until: number };
const mostKnown = peopleLimits.knownTokens.value;

/** Sessions of people and tokens of programs. Only hashes are kept: each token is shown once. */
export type Tokens = ReturnType<typeof createTokens>;

const isAlive = `(expires_at IS NULL OR expires_at > ?) AND (kind = 'robot' OR coalesce(last_used_at, tokens.created_at) > ?)`;

export function createTokens(database: DatabaseSync) {
  const insert = database.prepare(
    'INSERT INTO tokens (hash, kind, user_id, role, label, created_at, expires_at, device) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const select = database.prepare(`
    SELECT tokens.kind, tokens.label, tokens.role AS token_role, expires_at, last_used_at,
      tokens.created_at AS token_created_at, users.*
    FROM tokens LEFT JOIN users ON users.id = user_id
    WHERE hash = ? AND suspended_at IS NULL AND removed_at IS NULL AND ${isAlive}`);
  const selectKind = database.prepare(`SELECT * FROM tokens WHERE kind = ? AND ${isAlive} ORDER BY created_at, hash`);
  const remove = database.prepare('DELETE FROM tokens WHERE hash = ? AND kind = ?');
  const removeByStart = database.prepare('DELETE FROM tokens WHERE kind = ? AND substr(hash, 1, 12) = ? RETURNING *');
  const removeSessions = database.prepare("DELETE FROM tokens WHERE kind = 'session' AND user_id = ?");
  const removeOldest = database.prepare(`
    DELETE FROM tokens WHERE hash IN (
      SELECT hash FROM tokens WHERE kind = 'session' AND user_id = ? ORDER BY created_at DESC, rowid DESC
      LIMIT -1 OFFSET ${mostSessions})`);
  const removeDead = database.prepare(`DELETE FROM tokens WHERE NOT (${isAlive})`);
  const markUsed = database.prepare('UPDATE tokens SET last_used_at = ? WHERE hash = ?');
  /** Uses that are not written yet: writing each at once would make every read of the lake a write. */
  const used = new Map<string, number>();
  const hasChanged = createChangeWatch(database);
  /** Whom tokens stood for when they were looked up, while nothing at all has been written since. */
  const known = new Map<string, Known>();

  const lifetimes = (): [string, string] => [now(), inMs(-idleLastsMs)];

  function lookUp(token: string): Known | undefined {
    const hash = hashSecret(token);
    const row = select.get(hash, ...lifetimes());
    const found = row && { hash, holder: readHolder(row, hash), until: endOf(row) };
    if (known.size >= mostKnown) known.clear();
    if (found) known.set(token, found);
    return found;
  }

  return {
    /** Opens a session. */
    openSession(userId: string, device?: string): string {
      const token = newSecret('sk');
      insert.run(hashSecret(token), 'session', userId, null, null, now(), inMs(sessionLastsMs), device ?? null);
      removeOldest.run(userId);
      return token;
    },

    /** A token for a program. */
    create(role: string, label: string): { id: string; token: string } {
      const token = newSecret('sk');
      const hash = hashSecret(token);
      insert.run(hash, 'robot', null, role, label, now(), null, null);
      return { id: robotId(hash), token };
    },

    holderOf(token: string): TokenHolder | undefined {
      if (hasChanged()) known.clear();
      const at = Date.now();
      const before = known.get(token);
      const found = before && at < before.until ? before : lookUp(token);
      if (found) used.set(found.hash, at);
      return found?.holder;
    },

    programs: (): RobotToken[] => selectKind.all('robot', ...lifetimes()).map(readRobotToken),
    sessions: (): Session[] => selectKind.all('session', ...lifetimes()).map(readSession),

    /** Ends the session of this token. */
    endSession: (token: string): unknown => remove.run(hashSecret(token), 'session'),
    /** Ends a session by its id. */
    endSessionById(id: string): Session | undefined {
      const row = removeByStart.get('session', id.slice(1));
      return row && readSession(row);
    },
    endSessionsOf: (userId: string): unknown => removeSessions.run(userId),
    revoke(id: string): RobotToken | undefined {
      const row = removeByStart.get('robot', id.slice(1));
      return row && readRobotToken(row);
    },

    /** Which session a token is of. */
    sessionId: (token: string): string => `s${hashSecret(token).slice(0, 12)}`,

    /** Writes down which tokens were used of late. */
    noteUse(): void {
      for (const [hash, at] of used) markUsed.run(new Date(at).toISOString(), hash);
      used.clear();
    },
    tidy: (): unknown => removeDead.run(...lifetimes()),
  };
}

function readHolder(row: Row, hash: string): TokenHolder {
  if (text(row, 'kind') === 'session') return { kind: 'person', user: readUser(row) };
  const label = optionalText(row, 'label') ?? 'Token';
  return { kind: 'robot', id: robotId(hash), role: text(row, 'token_role'), label };
}

/** When a token ends if nothing more is written about it, in milliseconds since 1970: what `isAlive` says, as a time. */
function endOf(row: Row): number {
  const expires = optionalText(row, 'expires_at');
  const end = expires === undefined ? Number.POSITIVE_INFINITY : Date.parse(expires);
  if (text(row, 'kind') === 'robot') return end;
  const used = optionalText(row, 'last_used_at') ?? text(row, 'token_created_at');
  return Math.min(end, Date.parse(used) + idleLastsMs);
}

function robotId(hash: string): string {
  return `r${hash.slice(0, 12)}`;
}

/** Whether an author is a program with a token. */
export function isTokenId(id: string): boolean {
  return /^r[0-9a-f]{12}$/.test(id);
}

function readRobotToken(row: Row): RobotToken {
  const label = optionalText(row, 'label') ?? 'Token';
  return { ...readToken(row), id: robotId(text(row, 'hash')), role: text(row, 'role'), label };
}

function readSession(row: Row): Session {
  const id = `s${text(row, 'hash').slice(0, 12)}`;
  return { ...readToken(row), id, userId: text(row, 'user_id'), device: optionalText(row, 'device') };
}

function readToken(row: Row): Omit<TokenRecord, 'id'> {
  return {
    createdAt: text(row, 'created_at'),
    lastUsedAt: optionalText(row, 'last_used_at'),
    expiresAt: optionalText(row, 'expires_at'),
  };
}

function now(): string {
  return new Date().toISOString();
}

function inMs(ms: number): string {
  return new Date(Date.now() + ms).toISOString();
}
