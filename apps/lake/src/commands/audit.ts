import type { Environment } from '../environment.ts';
import { PlainError } from '../errors.ts';
import type { LoggedEntry } from '../people/audit-log.ts';
import type { People } from '../people/people.ts';
import type { Options } from './options.ts';
import { readable, withLake } from './with-lake.ts';

const unitMs: Record<string, number> = { h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Prints the audit log, oldest first. */
export function printAudit(environment: Environment, { since, json }: Options): Promise<void> {
  return withLake(environment, ({ people }) => {
    const entries = people.audit.since(startOf(since));
    for (const entry of entries) console.log(json ? JSON.stringify(entry) : sentence(entry, people));
    if (entries.length === 0 && !json) console.log('Nothing was written down in this time.');
  });
}

function sentence({ at, event, actor, subject, detail, address }: LoggedEntry, people: People): string {
  const about = subject === undefined ? '' : `: ${nameOf(subject, people)}`;
  const more = [detail, address && `from ${address}`].filter(Boolean).join(', ');
  return `${readable(at)}  ${nameOf(actor, people)}, ${event}${about}${more ? ` (${more})` : ''}`;
}

function nameOf(id: string, people: People): string {
  const user = people.find(id);
  return user ? `${user.name} (${id})` : id;
}

function startOf(since: string | undefined): Date {
  if (since === undefined) return new Date(0);
  const ago = /^(\d{1,4})([hdw])$/.exec(since);
  const start = ago ? Date.now() - Number(ago[1]) * (unitMs[ago[2] ?? ''] ?? 0) : Date.parse(since);
  if (Number.isNaN(start))
    throw new PlainError(`“${since}” is no time: write --since 2026-11-01, or 7d for the last seven days.`);
  return new Date(start);
}
