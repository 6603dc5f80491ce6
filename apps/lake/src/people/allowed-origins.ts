import type { DatabaseSync } from 'node:sqlite';
import { integer, type Row, text } from '@bodytext/groq/store/row';
import { PlainError } from '../errors.ts';
import type { AuditLog } from './audit-log.ts';
import { peopleLimits } from './limits.ts';
import { byLake } from './people.ts';

/** An origin whose pages may call the lake from a browser, also as somebody signed in if `credentials`. */
export type AllowedOrigin = { id: number; origin: string; credentials: boolean; createdAt: string };

/** The origins an administrator allows, beside those of the lake, the Studio and the site. */
export type AllowedOrigins = ReturnType<typeof createAllowedOrigins>;

export function createAllowedOrigins(database: DatabaseSync, audit: AuditLog) {
  const selectAll = database.prepare('SELECT * FROM allowed_origins ORDER BY origin');
  const insert = database.prepare(`
    INSERT INTO allowed_origins (origin, credentials, created_at) VALUES (?, ?, ?)
    ON CONFLICT (origin) DO UPDATE SET credentials = excluded.credentials RETURNING *`);
  const remove = database.prepare('DELETE FROM allowed_origins WHERE id = ? RETURNING *');

  const list = (): AllowedOrigin[] => selectAll.all().map(readOrigin);

  return {
    list,

    add(given: string, credentials: boolean, by = byLake): AllowedOrigin {
      const added = readOrigin(insert.get(parseOrigin(given), credentials ? 1 : 0, new Date().toISOString()));
      const detail = credentials ? 'with credentials' : 'without credentials';
      audit.record({ ...by, event: 'origin allowed', subject: added.origin, detail });
      return added;
    },

    remove(id: number, by = byLake): AllowedOrigin | undefined {
      const row = remove.get(id);
      if (!row) return undefined;
      const removed = readOrigin(row);
      audit.record({ ...by, event: 'origin removed', subject: removed.origin });
      return removed;
    },

    /** What an origin may do; the most that any entry allows it. Undefined: nothing. */
    of(origin: string): { credentials: boolean } | undefined {
      // Where all are allowed, an answer names the one that asked: it must not be longer than what clients read.
      if (origin.length > longestOrigin) return undefined;
      const entries = list().filter((entry) => patternOf(entry.origin).test(origin));
      return entries.length === 0 ? undefined : { credentials: entries.some(({ credentials }) => credentials) };
    },
  };
}

const longestOrigin = peopleLimits.origin.value;

/**
 * As Sanity takes them: `https://*.example.org` for every name below, `http://localhost:*` for every port, `*` for all.
 * @see https://www.sanity.io/docs/content-lake/cors
 */
function parseOrigin(given: string): string {
  if (given.length > longestOrigin) throw new PlainError(`An origin has at most ${longestOrigin} characters.`);
  const origin = given.trim().replace(/\/+$/, '').toLowerCase();
  if (origin === '*' || origin === 'null') return origin;
  const isOrigin = /^[a-z][a-z0-9+.-]*:\/\/(?:\*|[a-z0-9.*-]+|\[[0-9a-f:]+\])(?::(?:\d{1,5}|\*))?$/.test(origin);
  if (!isOrigin) {
    throw new PlainError(
      `“${given}” is no origin. Write it like https://studio.example.org, without a path; “*” stands for any name or port.`,
    );
  }
  // What browsers send never has the usual port.
  return origin.replace(/^(https:.*):443$/, '$1').replace(/^(http:.*):80$/, '$1');
}

function patternOf(origin: string): RegExp {
  if (origin === '*') return /^.*$/s;
  const [before = '', port] = origin.split(/:(?=\*$)/);
  const escaped = before.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/:]+');
  return new RegExp(`^${escaped}${port === undefined ? '' : '(?::\\d+)?'}$`);
}

function readOrigin(row: Row | undefined): AllowedOrigin {
  return {
    id: integer(row, 'id'),
    origin: text(row, 'origin'),
    credentials: integer(row, 'credentials') === 1,
    createdAt: text(row, 'created_at'),
  };
}
