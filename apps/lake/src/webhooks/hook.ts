import { withDeltaFunctions } from '@bodytext/groq/compile/changed-fields';
import { type Prepared, prepareTree } from '@bodytext/groq/compile/prepared';
import { startDeadline } from '@bodytext/groq/deadline';
import { drafts, isPublishedId, type LakeDocument, splitId } from '@bodytext/groq/document';
import type { ExprNode } from '@bodytext/groq/parse/groq';
import { parseQuery } from '@bodytext/groq/parse/parse';
import { refuseLong } from '@bodytext/groq/parse/query-text';
import type { Candidates } from '@bodytext/groq/plan/candidates';
import { evaluateTree } from '@bodytext/groq/run';
import type { DocumentStore } from '@bodytext/groq/store/documents';
import type { Project } from '../project.ts';
import { type Operation, operations, type WebhookSettings } from './settings.ts';

/** A webhook that is part of the program, such as the site's: nobody can take it away by mistake. */
export type WebhookOptions = {
  /** Names the hook across restarts: what waits in the outbox belongs to it. */
  name: string;
  url: string;
  filter?: string;
  projection?: string;
  secret: string;
};

/** What is done about a receiver that does not take what it is sent. */
export type Persistence = {
  retryForMs: number;
  /** Answers from 400 to 499 after which it is tried again; the others are a refusal. */
  retriedRefusals: number[];
};

type Change = { before: LakeDocument | undefined; after: LakeDocument | undefined };

/** A webhook with its GROQ parsed: `bodyFor` gives what to send about a change, or undefined for nothing. */
export type Hook = Pick<WebhookSettings, 'url' | 'httpMethod' | 'headers' | 'secret'> & {
  id: string;
  persistence: Persistence;
  /** Whether an answer to a writer waits until it has been heard. */
  isAwaited: boolean;
  bodyFor(change: Change): string | undefined;
};

type Scope = { documents: DocumentStore; project: Project };

const minute = 60_000;
/** @see https://www.sanity.io/docs/content-lake/webhooks#technical-limits-retries-and-timeouts */
const asSanity: Persistence = { retryForMs: 30 * minute, retriedRefusals: [429] };
/** A site that was down for a day must still hear what was published: what it missed, its readers would miss. */
const untilHeard: Persistence = { retryForMs: 7 * 24 * 60 * minute, retriedRefusals: [404, 408, 425, 429] };

/** The hook of the program itself. */
export function builtInHook({ name, url, filter, projection, secret }: WebhookOptions, scope: Scope): Hook {
  const bodyFor = bodyMaker({ filter, projection, on: [...operations], includeDrafts: false }, scope);
  const common = { url, secret, httpMethod: 'POST' as const, headers: {} };
  return { ...common, id: name, persistence: untilHeard, isAwaited: true, bodyFor };
}

/** A hook that an administrator set up. */
export function managedHook(id: string, settings: WebhookSettings, scope: Scope): Hook {
  const { url, httpMethod, headers, secret } = settings;
  const common = { url, httpMethod, headers, secret };
  return { ...common, id, persistence: asSanity, isAwaited: false, bodyFor: bodyMaker(settings, scope) };
}

type Rule = Pick<WebhookSettings, 'filter' | 'projection' | 'on' | 'includeDrafts'> &
  Partial<Pick<WebhookSettings, 'includeAllVersions'>>;

function bodyMaker(rule: Rule, { documents, project }: Scope): Hook['bodyFor'] {
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
      // A filter that fails on a document must not keep people from saving it.
      console.error(`A webhook could not be evaluated for ${document._id}:`, error);
      return undefined;
    }
  };
}

export function operationOf({ before, after }: Change): Operation {
  if (before === undefined) return 'create';
  return after === undefined ? 'delete' : 'update';
}

function isIncluded(id: string, { includeDrafts, includeAllVersions = false }: Rule): boolean {
  if (isPublishedId(id)) return true;
  return splitId(id).variant === drafts ? includeDrafts : includeAllVersions;
}

/**
 * Parses a webhook's GROQ. Subqueries find nothing in it, as on the hosted lake: it runs within each transaction,
 * which must not become slow by it.
 */
export function parseDelta(groq: string): ExprNode {
  refuseLong(groq);
  return withDeltaFunctions(parseQuery(groq.replaceAll('sanity::operation()', 'delta::operation()'), {}, 'delta'));
}
