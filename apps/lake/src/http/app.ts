import type { Dataset } from '../dataset.ts';
import { asLakeError, httpError, notFound } from '../errors.ts';
import type { Lake } from '../lake.ts';
import type { Actor } from '../people/actor.ts';
import type { TokenHolder } from '../people/tokens.ts';
import { storageFailure } from '../store/storage-failure.ts';
import { accountRoutes } from './account-routes.ts';
import { actionRoutes } from './action-routes.ts';
import { addOnRoutes } from './add-on-routes.ts';
import { type Answer, json } from './answer.ts';
import { assetRoutes } from './asset-routes.ts';
import { bearerToken } from './bearer-token.ts';
import { preflight, withCrossOrigin } from './cross-origin.ts';
import { documentRoutes } from './document-routes.ts';
import type { Streams } from './event-stream.ts';
import { exportRoutes } from './export-routes.ts';
import { historyRoutes } from './history-routes.ts';
import { hookRoutes } from './hook-routes.ts';
import { listenRoutes } from './listen-routes.ts';
import { liveRoutes } from './live-routes.ts';
import { mutationRoutes } from './mutation-routes.ts';
import { originRoutes } from './origin-routes.ts';
import { politeAnswers } from './polite-answers.ts';
import { projectRoutes } from './project-routes.ts';
import { queryRoutes } from './query-routes.ts';
import { ApiRequest, type Incoming, LakeRequest } from './request.ts';
import { checkAddress, checkVersion } from './request-rules.ts';
import { createRouter } from './router.ts';
import { rootRoutes } from './routes.ts';
import { sessionRoutes } from './session-routes.ts';
import { shimRoutes } from './shim-routes.ts';
import { signInRoutes } from './sign-in-routes.ts';
import { uploadRoutes } from './upload-routes.ts';

const ownRoutes = rootRoutes().get('/healthz', () => json({ status: 'ok' }));

const root = [ownRoutes, assetRoutes, signInRoutes, shimRoutes];

const api = [
  queryRoutes,
  documentRoutes,
  mutationRoutes,
  actionRoutes,
  uploadRoutes,
  listenRoutes,
  liveRoutes,
  historyRoutes,
  sessionRoutes,
  accountRoutes,
  originRoutes,
  projectRoutes,
  addOnRoutes,
  hookRoutes,
  exportRoutes,
  politeAnswers,
];

const apiPath = /^\/v(1|X|\d{4}-\d{2}-\d{2})(\/.*)$/s;

/** Answers requests to the lake. */
export type App = {
  /**
   * Answers several requests that arrived together. What another process may have written since, and whose a token is,
   * is looked up once for all of them: for a query that is answered from the cache it would be half of the work.
   */
  batch(): Answering;
};

/** At once where it can: most queries are answered without waiting for anything. Never rejects. */
export type Answering = (incoming: Incoming) => Answer | Promise<Answer>;

/** Content Lake's HTTP API, under any API version: the lake answers them all alike but for their default perspective. */
export function createApp(lake: Lake, streams: Streams): App {
  const findRoot = createRouter(root.flatMap(({ list }) => list));
  const findApi = createRouter(api.flatMap(({ list }) => list));

  function answer(request: LakeRequest, actorIn: ActorIn): Answer | Promise<Answer> {
    const [, apiVersion, apiRest] = apiPath.exec(request.path) ?? [];
    if (apiVersion !== undefined && apiRest !== undefined) return answerApi(request, apiVersion, apiRest, actorIn);
    const found = findRoot(request.method, request.path);
    if (!found) throw notFound('There is nothing at this address of the lake.');
    return found.handle(new LakeRequest(lake, streams, request, found.params));
  }

  function answerApi(request: LakeRequest, apiVersion: string, path: string, actorIn: ActorIn) {
    checkVersion(apiVersion);
    const found = findApi(request.method, resourcePath(path, lake) ?? path);
    if (!found) throw notFound('There is nothing at this address of the lake.');
    checkProject(found.params.project, lake);
    const dataset = datasetNamed(found.params.dataset, lake);
    const actor = actorIn(dataset, bearerToken(request.header('authorization')), apiVersion);
    checkAddress(request, actor);
    const asked = new ApiRequest(request, found.params, { apiVersion, dataset, actor });
    lake.shares.notice(asked.caller);
    return found.handle(asked);
  }

  return {
    batch() {
      const actorIn = lookUpActors(lake);
      return (incoming) => {
        const request = new LakeRequest(lake, streams, incoming, {});
        if (incoming.method === 'OPTIONS') return preflight(request);
        const finish = (answered: Answer): Answer => withCrossOrigin(request, answered);
        const refuse = (error: unknown): Answer => finish(answerToError(error));
        try {
          const answered = answer(request, actorIn);
          return answered instanceof Promise ? answered.then(finish, refuse) : finish(answered);
        } catch (error) {
          return refuse(error);
        }
      };
    },
  };
}

type ActorIn = (dataset: Dataset, token: string | undefined, apiVersion: string) => Actor;

/** Who asks in a dataset, for one batch of requests. */
function lookUpActors(lake: Lake): ActorIn {
  const holders = new Map<string | undefined, TokenHolder | undefined>();
  const refreshed = new Set<Dataset>();
  return (dataset, token, apiVersion) => {
    if (!refreshed.has(dataset)) dataset.store.documents.refresh();
    refreshed.add(dataset);
    if (!holders.has(token)) holders.set(token, lake.holderOf(token));
    return dataset.actor(holders.get(token), apiVersion);
  };
}

/** The main dataset where the path names none. */
function datasetNamed(name: string | undefined, lake: Lake): Dataset {
  const dataset = name === undefined ? lake.main : lake.dataset(name);
  if (!dataset) throw notFound(`There is no dataset “${name}”.`);
  return dataset;
}

/** What a client asks of a dataset that it names as a resource. @see https://www.sanity.io/docs/apis-and-sdks/js-client-resources */
const ofResource =
  /^\/projects\/([^/]+)\/datasets\/([^/]+)\/(query|mutate|actions|doc|listen|live\/events|history|references|export)(\/.*)?$/s;

/** The same path as a client that is configured with project and dataset asks for. */
function resourcePath(path: string, lake: Lake): string | undefined {
  const [, project, dataset, operation, rest = ''] = ofResource.exec(path) ?? [];
  if (project === undefined) return undefined;
  checkProject(project, lake);
  return `/data/${operation}/${dataset}${rest}`;
}

function checkProject(project: string | undefined, { project: { id } }: Lake): void {
  if (project !== undefined && project !== id) throw notFound(`There is no project “${project}”.`);
}

function answerToError(error: unknown): Answer {
  const refusal = asLakeError(error);
  if (refusal !== undefined) {
    const answer = json(refusal.body, refusal.status);
    return { ...answer, headers: { ...answer.headers, ...refusal.headers } };
  }
  const failure = error instanceof Error ? storageFailure(error) : undefined;
  // What went wrong inside is for the operator's log, not for whoever asks; a full disk fails in the same way often.
  console.error(failure && error instanceof Error ? `${error.message}: ${failure.message}` : error);
  if (failure) return json(failure.body, failure.status);
  return json(httpError(500, 'Internal Server Error', 'The lake failed to answer; its log says why.').body, 500);
}
