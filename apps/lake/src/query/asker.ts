import type { ReadAccess } from '@bodytext/groq/access';
import { type Answer, answerQuery } from '@bodytext/groq/answer';
import { prepare } from '@bodytext/groq/compile/prepared';
import type { QueryParams } from '@bodytext/groq/parse/parse';
import { isSlowToParse } from '@bodytext/groq/parse/query-text';
import type { Perspective } from '@bodytext/groq/perspective';
import { OverBudget } from '@bodytext/groq/query-error';
import type { SourceMapOption } from '@bodytext/groq/source-map/source-paths';
import type { DocumentStore } from '@bodytext/groq/store/documents';
import type { Shares } from '../fairness/shares.ts';
import type { Actor } from '../people/actor.ts';
import type { Project } from '../project.ts';
import { smallBudget, startInlineDeadline, usualBudget } from './inline-budget.ts';
import { queryLimits } from './limits.ts';
import { createQueryWorker, type Question } from './query-worker.ts';

export type Asked = {
  query: string;
  params: QueryParams;
  perspective: Perspective;
  sourceMap?: SourceMapOption | undefined;
};

const mostParamCharacters = queryLimits.paramsAtOnce.value;

/** Answers queries: at once those whose time is bounded, the others in a thread that can be stopped. */
export type Asker = ReturnType<typeof createAsker>;

type Parts = { documents: DocumentStore; project: Project; folder: string; shares: Shares };

export function createAsker({ documents, project, folder, shares }: Parts) {
  const worker = createQueryWorker({ folder, project, isAlone: shares.isAlone });

  /** Undefined where the query asks for more than may be done while others wait. */
  function atOnce(caller: string, { access, id }: Actor, asked: Asked): Answer | undefined {
    const { query, params, perspective, sourceMap } = asked;
    const budget = shares.restOf(caller) > 0 ? smallBudget : usualBudget;
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
     * The answer, or a promise of it where the query runs in the other thread.
     *
     * @param caller for whom it counts; whoever is known counts for themselves
     */
    ask(actor: Actor, asked: Asked, caller: string = actor.id): Answer | Promise<Answer> {
      const answer = shares.spend(caller, () => atOnce(caller, actor, asked));
      return answer ?? worker.ask(caller, questionOf(actor, asked));
    },
    close: (): Promise<void> => worker.close(),
  };
}

function areSmall(params: QueryParams): boolean {
  return JSON.stringify(params).length <= mostParamCharacters;
}

function questionOf({ access, grants, id }: Actor, { query, params, perspective, sourceMap }: Asked): Question {
  return { query: { query, params }, perspective, access: sent(access, grants), identity: id, sourceMap };
}

function sent(access: ReadAccess, grants: Actor['grants']): Question['access'] {
  if (access.kind === 'unversioned') return { kind: 'unversioned', of: sent(access.of, grants) };
  return access.kind === 'filtered' ? { kind: 'filtered', grants } : access;
}
