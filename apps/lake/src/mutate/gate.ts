import type { SQLInputValue } from 'node:sqlite';
import { isPublishedId, published, publishedIdOf } from '@bodytext/groq/document';
import { attributePath, toIndexValue, withAttribute } from '@bodytext/groq/store/attributes-in';
import type { DocumentStore } from '@bodytext/groq/store/documents';
import { LakeError } from '../errors.ts';
import type { DocumentChange, GateIssue, LakePlugin, PublishedChange, PublishedLookup } from '../plugin.ts';
import type { WorkingDocument } from './working-set.ts';

/** A document with issues that the gate found. */
export type GateFinding = { id: string; title: string; issues: GateIssue[] };

/** Looks up published documents, as the open transaction has them so far. */
export function publishedLookup(documents: DocumentStore): PublishedLookup {
  const where = (condition: string, values: SQLInputValue[]) =>
    documents.idsWhere(`variant = '${published}' AND ${condition}`, values).flatMap((id) => documents.get(id) ?? []);
  return {
    get: (id) => (isPublishedId(id) ? documents.get(id) : undefined),
    withSlug: (slug) => where('slug = ?', [slug]),
    withText(field, text) {
      const { kind, value } = toIndexValue(text);
      const { sql, values } = withAttribute(attributePath([field]), 'kind = ? AND value = ?', [kind, value]);
      return where(sql, values).filter((document) => document[field] === text);
    },
  };
}

/** The changes of published documents, without the system's own types. */
export function publishedChanges(changes: WorkingDocument[]): PublishedChange[] {
  const consumed = new Set(changes.filter(isConsumed).map(({ id }) => publishedIdOf(id)));
  return changes
    .filter(({ id, before, after }) => isPublishedId(id) && !isSystemType(after?._type ?? before?._type))
    .map(({ id, before, after }) => ({ before, after, wasDrafted: consumed.has(id) }));
}

/** Whether the draft or version was deleted: publishing does that. */
function isConsumed({ id, before, after }: WorkingDocument): boolean {
  return !isPublishedId(id) && before !== undefined && after === undefined;
}

function isSystemType(type: string | undefined): boolean {
  return type === undefined || type.startsWith('system.') || type.startsWith('sanity.');
}

/** Runs the plugin's gate over changed documents. */
export function runGate(changes: DocumentChange[], plugin: LakePlugin, lookup: PublishedLookup): GateFinding[] {
  return changes.flatMap(({ before, after }) => {
    const issues = after ? (plugin.gate?.({ before, after }, lookup) ?? []) : [];
    return after && issues.length > 0 ? [{ id: after._id, title: titleOf(after), issues }] : [];
  });
}

/** Whether an issue blocks publishing. */
export function blocks({ issues }: GateFinding): boolean {
  return issues.some(({ severity }) => severity === 'blocks');
}

/**
 * The error for a refused transaction. The Studio shows only `description`, so the sentences are there; programs read
 * `issues`, and in `items` the index of the operation.
 */
export function gateError(findings: GateFinding[], operationOf: (finding: GateFinding) => number): LakeError {
  const type = 'publishRefusedError';
  const description = findings.map(sentenceOf).join('\n');
  return new LakeError(400, description, {
    error: {
      description,
      type,
      issues: findings.flatMap(({ id, issues }) => issues.map((issue) => ({ id, ...issue }))),
      items: findings.map((finding) => ({
        error: { type, id: finding.id, description: sentenceOf(finding) },
        index: operationOf(finding),
      })),
    },
  });
}

function sentenceOf({ title, issues }: GateFinding): string {
  const blocking = issues.filter(({ severity }) => severity === 'blocks').map(({ message }) => message);
  return `“${title}” can’t be published yet. ${[...new Set(blocking)].join(' ')}`;
}

function titleOf(document: Record<string, unknown>): string {
  const named = [document.title, document.name, document.headline].find(
    (name) => typeof name === 'string' && name !== '',
  );
  return typeof named === 'string' ? named : String(document._id);
}
