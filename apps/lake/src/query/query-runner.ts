import type { ReadAccess } from '@bodytext/groq/access';
import { type Answer, answerQuery } from '@bodytext/groq/answer';
import { prepare } from '@bodytext/groq/compile/prepared';
import type { QueryParams } from '@bodytext/groq/parse/parse';
import { isSlowToParse } from '@bodytext/groq/parse/query-text';
import type { Perspective } from '@bodytext/groq/perspective';
import { OverBudget } from '@bodytext/groq/query-error';
import type { SourceMapOption } from '@bodytext/groq/source-map/source-paths';
import type { DocumentStore } from '@bodytext/groq/store/documents';
import type { CpuLimiter } from '../fairness/cpu-limiter.ts';
import type { Actor } from '../people/actor.ts';
import type { Project } from '../project.ts';
import { defaultBudget, smallBudget, startInlineDeadline } from './inline-budget.ts';
import { queryLimits } from './limits.ts';
import type { QueryTask } from './query-messages.ts';
import { createQueryPool } from './query-pool.ts';

export type QueryRequest = {
  query: string;
  params: QueryParams;
  perspective: Perspective;
  sourceMap?: SourceMapOption | undefined;
};

const mostParamCharacters = queryLimits.inlineParams.value;

type Parts = { documents: DocumentStore; project: Project; folder: string; cpuLimiter: CpuLimiter };

/** Runs queries: cheap ones synchronously on the main thread, all others in a worker thread that can be terminated. */
export function createQueryRunner({ documents, project, folder, cpuLimiter }: Parts) {
  const pool = createQueryPool({ folder, project, isAlone: cpuLimiter.isAlone });

  /** Undefined where the query needs more than the budget of the main thread. */
  function runInline(caller: string, { access, id }: Actor, request: QueryRequest): Answer | undefined {
    const { query, params, perspective, sourceMap } = request;
    const budget = cpuLimiter.waitMs(caller) > 0 ? smallBudget : defaultBudget;
    if (isSlowToParse(query, budget.parts) || !prepare(query, params).isBounded || !areSmall(params)) return undefined;
    try {
      const scope = { documents, perspective, access, identity: id, project };
      return answerQuery({ query, params }, scope, sourceMap, startInlineDeadline(budget));
    } catch (error) {
      if (error instanceof OverBudget) return undefined;
      throw error;
    }
  }

  return {
    /**
     * The answer, or a promise of it where the query runs in a worker thread.
     *
     * @param caller who is rate limited; the actor if left out
     */
    run(actor: Actor, request: QueryRequest, caller: string = actor.id): Answer | Promise<Answer> {
      const answer = cpuLimiter.run(caller, () => runInline(caller, actor, request));
      return answer ?? pool.run(caller, taskOf(actor, request));
    },
    close: (): Promise<void> => pool.close(),
  };
}

function areSmall(params: QueryParams): boolean {
  return JSON.stringify(params).length <= mostParamCharacters;
}

function taskOf({ access, grants, id }: Actor, { query, params, perspective, sourceMap }: QueryRequest): QueryTask {
  return { query: { query, params }, perspective, access: cloneable(access, grants), identity: id, sourceMap };
}

/** Functions can't be posted to a worker thread; the grants they were compiled from can. */
function cloneable(access: ReadAccess, grants: Actor['grants']): QueryTask['access'] {
  if (access.kind === 'unversioned') return { kind: 'unversioned', of: cloneable(access.of, grants) };
  return access.kind === 'filtered' ? { kind: 'filtered', grants } : access;
}
