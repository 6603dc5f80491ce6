import type { DatabaseSync } from 'node:sqlite';
import { optionalText, type Row, text } from '@bodytext/groq/store/row';
import { createChangeWatch } from '../store/change-watch.ts';
import { peopleLimits } from './limits.ts';
import { hashSecret, newSecret } from './random-secret.ts';
import { readUser, type User } from './users.ts';

const sessionLifetimeMs = peopleLimits.session.value;
const idleTimeoutMs = peopleLimits.idleSession.value;
const maxSessions = peopleLimits.sessions.value;

/** The person or program that a token authenticates. */
export type TokenHolder = { kind: 'person'; user: User } | { kind: 'robot'; id: string; role: string; label: string };

/** A person's session, or a program's token. The id is a prefix of the hash, and does not reveal the token. */
type TokenRecord = {
  id: string;
  createdAt: string;
  lastUsedAt: string | undefined;
  expiresAt: string | undefined;
};
export type RobotToken = TokenRecord & { role: string; label: string };
export type Session = TokenRecord & { userId: string; device: string | undefined };

type CachedToken = { hash: string; holder: TokenHolder; expiresAt: number };
const cacheSize = peopleLimits.cachedTokens.value;

const isValid = `(expires_at IS NULL OR expires_at > ?) AND (kind = 'robot' OR coalesce(last_used_at, tokens.created_at) > ?)`;

/** Sessions of people and tokens of programs. Only hashes are stored: each token is shown once. */
export function createTokens(database: DatabaseSync) {
  const insert = database.prepare(
    'INSERT INTO tokens (hash, kind, user_id, role, label, created_at, expires_at, device) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const select = database.prepare(`
    SELECT tokens.kind, tokens.label, tokens.role AS token_role, expires_at, last_used_at,
      tokens.created_at AS token_created_at, users.*
    FROM tokens LEFT JOIN users ON users.id = user_id
    WHERE hash = ? AND suspended_at IS NULL AND removed_at IS NULL AND ${isValid}`);
  const selectKind = database.prepare(`SELECT * FROM tokens WHERE kind = ? AND ${isValid} ORDER BY created_at, hash`);
  const remove = database.prepare('DELETE FROM tokens WHERE hash = ? AND kind = ?');
  const removeByIdPrefix = database.prepare(
    'DELETE FROM tokens WHERE kind = ? AND substr(hash, 1, 12) = ? RETURNING *',
  );
  const removeSessions = database.prepare("DELETE FROM tokens WHERE kind = 'session' AND user_id = ?");
  const removeOldest = database.prepare(`
    DELETE FROM tokens WHERE hash IN (
      SELECT hash FROM tokens WHERE kind = 'session' AND user_id = ? ORDER BY created_at DESC, rowid DESC
      LIMIT -1 OFFSET ${maxSessions})`);
  const removeInvalid = database.prepare(`DELETE FROM tokens WHERE NOT (${isValid})`);
  const markUsed = database.prepare('UPDATE tokens SET last_used_at = ? WHERE hash = ?');
  /** Last uses by hash, flushed periodically: writing each at once would turn every read of the lake into a write. */
  const unsavedUses = new Map<string, number>();
  const hasChanged = createChangeWatch(database);
  /** Cleared whenever anything is written to the database. */
  const cache = new Map<string, CachedToken>();

  const validityBounds = (): [string, string] => [now(), inMs(-idleTimeoutMs)];

  function lookUp(token: string): CachedToken | undefined {
    const hash = hashSecret(token);
    const row = select.get(hash, ...validityBounds());
    const found = row && { hash, holder: readHolder(row, hash), expiresAt: expiryOf(row) };
    if (cache.size >= cacheSize) cache.clear();
    if (found) cache.set(token, found);
    return found;
  }

  return {
    /** Opens a session. */
    openSession(userId: string, device?: string): string {
      const token = newSecret('sk');
      insert.run(hashSecret(token), 'session', userId, null, null, now(), inMs(sessionLifetimeMs), device ?? null);
      removeOldest.run(userId);
      return token;
    },

    /** Creates a token for a program. */
    create(role: string, label: string): { id: string; token: string } {
      const token = newSecret('sk');
      const hash = hashSecret(token);
      insert.run(hash, 'robot', null, role, label, now(), null, null);
      return { id: robotId(hash), token };
    },

    holderOf(token: string): TokenHolder | undefined {
      if (hasChanged()) cache.clear();
      const at = Date.now();
      const cached = cache.get(token);
      const found = cached && at < cached.expiresAt ? cached : lookUp(token);
      if (found) unsavedUses.set(found.hash, at);
      return found?.holder;
    },

    programs: (): RobotToken[] => selectKind.all('robot', ...validityBounds()).map(readRobotToken),
    sessions: (): Session[] => selectKind.all('session', ...validityBounds()).map(readSession),

    endSession: (token: string): unknown => remove.run(hashSecret(token), 'session'),
    endSessionById(id: string): Session | undefined {
      const row = removeByIdPrefix.get('session', id.slice(1));
      return row && readSession(row);
    },
    endSessionsOf: (userId: string): unknown => removeSessions.run(userId),
    revoke(id: string): RobotToken | undefined {
      const row = removeByIdPrefix.get('robot', id.slice(1));
      return row && readRobotToken(row);
    },

    sessionId: (token: string): string => `s${hashSecret(token).slice(0, 12)}`,

    /** Flushes the times of last use to the database. */
    flushLastUsed(): void {
      for (const [hash, at] of unsavedUses) markUsed.run(new Date(at).toISOString(), hash);
      unsavedUses.clear();
    },
    removeExpired: (): unknown => removeInvalid.run(...validityBounds()),
  };
}

function readHolder(row: Row, hash: string): TokenHolder {
  if (text(row, 'kind') === 'session') return { kind: 'person', user: readUser(row) };
  const label = optionalText(row, 'label') ?? 'Token';
  return { kind: 'robot', id: robotId(hash), role: text(row, 'token_role'), label };
}

/** When a token expires, as in `isValid`, in milliseconds since 1970. */
function expiryOf(row: Row): number {
  const expires = optionalText(row, 'expires_at');
  const end = expires === undefined ? Number.POSITIVE_INFINITY : Date.parse(expires);
  if (text(row, 'kind') === 'robot') return end;
  const used = optionalText(row, 'last_used_at') ?? text(row, 'token_created_at');
  return Math.min(end, Date.parse(used) + idleTimeoutMs);
}

function robotId(hash: string): string {
  return `r${hash.slice(0, 12)}`;
}

/** Whether an author id is that of a program's token. */
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
