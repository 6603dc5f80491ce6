import type { SQLInputValue } from 'node:sqlite';
import { isPublishedId, published, publishedIdOf } from '@bodytext/groq/document';
import { asIndexed, attributePath, withAttribute } from '@bodytext/groq/store/attributes-in';
import type { DocumentStore } from '@bodytext/groq/store/documents';
import { LakeError } from '../errors.ts';
import type { DocumentChange, GateIssue, LakePlugin, PublishedChange, PublishedLookup } from '../plugin.ts';
import type { WorkingDocument } from './working-set.ts';

/** A document the gate has something to say about. */
export type GateFinding = { id: string; title: string; issues: GateIssue[] };

/** The published documents as the transaction leaves them so far. */
export function publishedLookup(documents: DocumentStore): PublishedLookup {
  const where = (condition: string, values: SQLInputValue[]) =>
    documents.idsWhere(`variant = '${published}' AND ${condition}`, values).flatMap((id) => documents.get(id) ?? []);
  return {
    get: (id) => (isPublishedId(id) ? documents.get(id) : undefined),
    withSlug: (slug) => where('slug = ?', [slug]),
    withText(field, text) {
      const { kind, value } = asIndexed(text);
      const { sql, values } = withAttribute(attributePath([field]), 'kind = ? AND value = ?', [kind, value]);
      return where(sql, values).filter((document) => document[field] === text);
    },
  };
}

/** Of a transaction's changes, those that readers see. The lake's own documents are not content. */
export function publishedChanges(changes: WorkingDocument[]): PublishedChange[] {
  const used = new Set(changes.filter(isUsedUp).map(({ id }) => publishedIdOf(id)));
  return changes
    .filter(({ id, before, after }) => isPublishedId(id) && !isSystemType(after?._type ?? before?._type))
    .map(({ id, before, after }) => ({ before, after, wasDrafted: used.has(id) }));
}

/** Publishing a draft or a version ends it. */
function isUsedUp({ id, before, after }: WorkingDocument): boolean {
  return !isPublishedId(id) && before !== undefined && after === undefined;
}

function isSystemType(type: string | undefined): boolean {
  return type === undefined || type.startsWith('system.') || type.startsWith('sanity.');
}

/** What the plugin's gate finds in the documents a transaction publishes. */
export function askGate(changes: DocumentChange[], plugin: LakePlugin, lookup: PublishedLookup): GateFinding[] {
  return changes.flatMap(({ before, after }) => {
    const issues = after ? (plugin.gate?.({ before, after }, lookup) ?? []) : [];
    return after && issues.length > 0 ? [{ id: after._id, title: titleOf(after), issues }] : [];
  });
}

/** Whether one of the findings stands in the way. */
export function blocks({ issues }: GateFinding): boolean {
  return issues.some(({ severity }) => severity === 'blocks');
}

/**
 * The refusal of a transaction. The Studio's message shows `description` and nothing else of an error,
 * so that is where the sentences are; programs read `issues`, and in `items` which operation is to blame.
 */
export function refusal(findings: GateFinding[], operationOf: (finding: GateFinding) => number): LakeError {
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
