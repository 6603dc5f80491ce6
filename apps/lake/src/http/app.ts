import type { Dataset } from '../dataset.ts';
import { asLakeError, httpError, notFound } from '../errors.ts';
import type { Lake } from '../lake.ts';
import type { Actor } from '../people/actor.ts';
import type { TokenHolder } from '../people/tokens.ts';
import { storageFailure } from '../store/storage-failure.ts';
import { accountRoutes } from './account-routes.ts';
import { actionRoutes } from './action-routes.ts';
import { type Answer, json } from './answer.ts';
import { assetRoutes } from './asset-routes.ts';
import { bearerToken } from './bearer-token.ts';
import { corsRoutes } from './cors-routes.ts';
import { preflight, withCrossOrigin } from './cross-origin.ts';
import { datasetRoutes } from './dataset-routes.ts';
import { documentRoutes } from './document-routes.ts';
import type { Streams } from './event-stream.ts';
import { exportRoutes } from './export-routes.ts';
import { historyRoutes } from './history-routes.ts';
import { listenRoutes } from './listen-routes.ts';
import { liveRoutes } from './live-routes.ts';
import { mutationRoutes } from './mutation-routes.ts';
import { projectRoutes } from './project-routes.ts';
import { queryRoutes } from './query-routes.ts';
import { ApiRequest, type Incoming, LakeRequest } from './request.ts';
import { checkUrlLength, checkVersion } from './request-rules.ts';
import { createRouter } from './router.ts';
import { rootRoutes } from './routes.ts';
import { sessionRoutes } from './session-routes.ts';
import { shimRoutes } from './shim-routes.ts';
import { signInRoutes } from './sign-in-routes.ts';
import { stubRoutes } from './stub-routes.ts';
import { uploadRoutes } from './upload-routes.ts';
import { webhookRoutes } from './webhook-routes.ts';

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
  corsRoutes,
  projectRoutes,
  datasetRoutes,
  webhookRoutes,
  exportRoutes,
  stubRoutes,
];

const apiPath = /^\/v(1|X|\d{4}-\d{2}-\d{2})(\/.*)$/s;

/** Answers requests to the lake. */
export type App = {
  /**
   * Starts a batch. Changes of other processes and tokens are looked up once per batch: for a query that is answered
   * from the cache, that is half of the work.
   */
  batch(): Respond;
};

/** Synchronous where possible, as for most queries. Never rejects. */
type Respond = (incoming: Incoming) => Answer | Promise<Answer>;

/** Content Lake's HTTP API, under any API version; versions differ only in their default perspective and in releases. */
export function createApp(lake: Lake, streams: Streams): App {
  const findRoot = createRouter(root.flatMap(({ list }) => list));
  const findApi = createRouter(api.flatMap(({ list }) => list));

  function answer(request: LakeRequest, authenticate: Authenticate): Answer | Promise<Answer> {
    const [, apiVersion, apiRest] = apiPath.exec(request.path) ?? [];
    if (apiVersion !== undefined && apiRest !== undefined) return answerApi(request, apiVersion, apiRest, authenticate);
    const found = findRoot(request.method, request.path);
    if (!found) throw notFound('There is nothing at this address of the lake.');
    return found.handle(new LakeRequest(lake, streams, request, found.params));
  }

  function answerApi(request: LakeRequest, apiVersion: string, path: string, authenticate: Authenticate) {
    checkVersion(apiVersion);
    const found = findApi(request.method, resourcePath(path, lake) ?? path);
    if (!found) throw notFound('There is nothing at this address of the lake.');
    checkProject(found.params.project, lake);
    const dataset = datasetNamed(found.params.dataset, lake);
    const actor = authenticate(dataset, bearerToken(request.header('authorization')), apiVersion);
    checkUrlLength(request, actor);
    const apiRequest = new ApiRequest(request, found.params, { apiVersion, dataset, actor });
    lake.cpuLimiter.recordRequest(apiRequest.caller);
    return found.handle(apiRequest);
  }

  return {
    batch() {
      const authenticate = createAuthenticate(lake);
      return (incoming) => {
        const request = new LakeRequest(lake, streams, incoming, {});
        if (incoming.method === 'OPTIONS') return preflight(request);
        const finish = (answered: Answer): Answer => withCrossOrigin(request, answered);
        const refuse = (error: unknown): Answer => finish(answerToError(error));
        try {
          const answered = answer(request, authenticate);
          return answered instanceof Promise ? answered.then(finish, refuse) : finish(answered);
        } catch (error) {
          return refuse(error);
        }
      };
    },
  };
}

type Authenticate = (dataset: Dataset, token: string | undefined, apiVersion: string) => Actor;

/** Authenticates the requests of one batch, with one look-up per token. */
function createAuthenticate(lake: Lake): Authenticate {
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

/** Paths of a client that is configured with a dataset as its resource. @see https://www.sanity.io/docs/apis-and-sdks/js-client-resources */
const ofResource =
  /^\/projects\/([^/]+)\/datasets\/([^/]+)\/(query|mutate|actions|doc|listen|live\/events|history|references|export)(\/.*)?$/s;

/** The path that a client configured with project and dataset uses for the same. */
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
  // Internal errors go to the log, not to the client. A full disk fails often: one line without a stack trace.
  console.error(failure && error instanceof Error ? `${error.message}: ${failure.message}` : error);
  if (failure) return json(failure.body, failure.status);
  return json(httpError(500, 'Internal Server Error', 'The lake failed to answer; its log says why.').body, 500);
}
