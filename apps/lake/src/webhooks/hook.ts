import { withDeltaFunctions } from '@bodytext/groq/compile/changed-fields';
import { type Prepared, prepareTree } from '@bodytext/groq/compile/prepared';
import { startDeadline } from '@bodytext/groq/deadline';
import { drafts, isPublishedId, type LakeDocument, splitId } from '@bodytext/groq/document';
import type { ExprNode } from '@bodytext/groq/parse/groq';
import { parseQuery } from '@bodytext/groq/parse/parse';
import { refuseSlowToParse } from '@bodytext/groq/parse/query-text';
import type { Candidates } from '@bodytext/groq/plan/candidates';
import { evaluateTree } from '@bodytext/groq/run';
import type { DocumentStore } from '@bodytext/groq/store/documents';
import type { Project } from '../project.ts';
import { type Operation, operations, type WebhookDefinition } from './webhook-definition.ts';

/** A webhook that is configured in code, such as the site's, so that it can't be removed by mistake. */
export type WebhookOptions = {
  /** The id of the hook in the delivery queue, across restarts. */
  name: string;
  url: string;
  filter?: string;
  projection?: string;
  secret: string;
};

type RetryPolicy = {
  retryForMs: number;
  /** The 4xx statuses that are retried; others are final. */
  retriedStatuses: number[];
};

type Change = { before: LakeDocument | undefined; after: LakeDocument | undefined };

/** A webhook with parsed GROQ: `bodyFor` returns the body to send about a change, or undefined if it does not match. */
export type Hook = Pick<WebhookDefinition, 'url' | 'httpMethod' | 'headers' | 'secret'> & {
  id: string;
  retryPolicy: RetryPolicy;
  /** Whether the response to a mutation waits for the delivery. */
  delaysWriter: boolean;
  bodyFor(change: Change): string | undefined;
};

type Scope = { documents: DocumentStore; project: Project };

const minute = 60_000;
/** @see https://www.sanity.io/docs/content-lake/webhooks#technical-limits-retries-and-timeouts */
const sanityRetryPolicy: RetryPolicy = { retryForMs: 30 * minute, retriedStatuses: [429] };
/** A week: a site that was down must not keep serving outdated pages. */
const siteRetryPolicy: RetryPolicy = { retryForMs: 7 * 24 * 60 * minute, retriedStatuses: [404, 408, 425, 429] };

export function builtInHook({ name, url, filter, projection, secret }: WebhookOptions, scope: Scope): Hook {
  const bodyFor = createBodyFor({ filter, projection, on: [...operations], includeDrafts: false }, scope);
  const common = { url, secret, httpMethod: 'POST' as const, headers: {} };
  return { ...common, id: name, retryPolicy: siteRetryPolicy, delaysWriter: true, bodyFor };
}

export function managedHook(id: string, definition: WebhookDefinition, scope: Scope): Hook {
  const { url, httpMethod, headers, secret } = definition;
  const common = { url, httpMethod, headers, secret };
  return {
    ...common,
    id,
    retryPolicy: sanityRetryPolicy,
    delaysWriter: false,
    bodyFor: createBodyFor(definition, scope),
  };
}

type WebhookRule = Pick<WebhookDefinition, 'filter' | 'projection' | 'on' | 'includeDrafts'> &
  Partial<Pick<WebhookDefinition, 'includeAllVersions'>>;

function createBodyFor(rule: WebhookRule, { documents, project }: Scope): Hook['bodyFor'] {
  const filter = rule.filter ? prepareTree(parseDelta(rule.filter)) : undefined;
  const projection = rule.projection ? prepareTree(parseDelta(`@${rule.projection}`)) : undefined;
  const candidates: Candidates = { fetch: () => [], get: (id) => documents.get(id) };
  const scope = { identity: 'webhook', project };

  function evaluate(prepared: Prepared, { before, after }: Change): unknown {
    const subject = { before: before ?? null, after: after ?? null, root: after ?? before };
    return prepared.with({ candidates, deadline: startDeadline() }, (tree) =>
      evaluateTree(tree, scope, subject, candidates),
    );
  }

  return (change) => {
    const document = change.after ?? change.before;
    if (!document || !rule.on.includes(operationOf(change)) || !isIncluded(document._id, rule)) return undefined;
    try {
      if (filter && evaluate(filter, change) !== true) return undefined;
      return JSON.stringify((projection ? evaluate(projection, change) : document) ?? null);
    } catch (error) {
      // A filter that throws must not fail the transaction.
      console.error(`A webhook could not be evaluated for ${document._id}:`, error);
      return undefined;
    }
  };
}

export function operationOf({ before, after }: Change): Operation {
  if (before === undefined) return 'create';
  return after === undefined ? 'delete' : 'update';
}

function isIncluded(id: string, { includeDrafts, includeAllVersions = false }: WebhookRule): boolean {
  if (isPublishedId(id)) return true;
  return splitId(id).variant === drafts ? includeDrafts : includeAllVersions;
}

/**
 * Parses a webhook's GROQ. As on the hosted lake, subqueries match no documents: it runs in every transaction, and must
 * be fast.
 */
export function parseDelta(groq: string): ExprNode {
  refuseSlowToParse(groq);
  return withDeltaFunctions(parseQuery(groq.replaceAll('sanity::operation()', 'delta::operation()'), {}, 'delta'));
}
