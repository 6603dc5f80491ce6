import { Hono } from 'hono';
import type { Dataset } from '../dataset.ts';
import { httpError, LakeError, notFound } from '../errors.ts';
import type { Lake } from '../lake.ts';
import { storageFailure } from '../store/storage-failure.ts';
import { accountRoutes } from './account-routes.ts';
import { actionRoutes } from './action-routes.ts';
import { addOnRoutes } from './add-on-routes.ts';
import { assetRoutes } from './asset-routes.ts';
import { bearerToken } from './bearer-token.ts';
import { limitBody } from './body-limit.ts';
import { crossOrigin } from './cross-origin.ts';
import { documentRoutes } from './document-routes.ts';
import type { LakeEnvironment } from './environment.ts';
import type { Streams } from './event-stream.ts';
import { exportRoutes } from './export-routes.ts';
import { historyRoutes } from './history-routes.ts';
import { hookRoutes } from './hook-routes.ts';
import { inOneTurn } from './in-one-turn.ts';
import { listenRoutes } from './listen-routes.ts';
import { liveRoutes } from './live-routes.ts';
import { mutationRoutes } from './mutation-routes.ts';
import { originRoutes } from './origin-routes.ts';
import { politeAnswers } from './polite-answers.ts';
import { projectRoutes } from './project-routes.ts';
import { queryRoutes } from './query-routes.ts';
import { requestRules } from './request-rules.ts';
import { sessionRoutes } from './session-routes.ts';
import { signInRoutes } from './sign-in-routes.ts';
import { uploadRoutes } from './upload-routes.ts';

/** Content Lake's HTTP API, under any API version: the lake answers them all alike but for their default perspective. */
export function createApp(lake: Lake, streams: Streams): Hono<LakeEnvironment> {
  const app = new Hono<LakeEnvironment>()
    .use(async (context, next) => {
      context.set('lake', lake);
      context.set('streams', streams);
      await next();
    })
    .use(crossOrigin)
    .get('/healthz', (context) => context.json({ status: 'ok' }))
    .route('/', assetRoutes)
    .route('/', signInRoutes)
    .route('/:version{v(?:1|X|[0-9]{4}-[0-9]{2}-[0-9]{2})}', createApi(lake));
  app.notFound(() => answerTo(notFound('There is nothing at this address of the lake.')));
  app.onError((error) => answerTo(error));
  return app;
}

function createApi(lake: Lake): Hono<LakeEnvironment> {
  const holderOf = inOneTurn(lake.holderOf);
  // Another process, such as an import at the command line, may have written since.
  const refresh = inOneTurn(({ store }: Dataset) => store.documents.refresh());
  // Uploads come before the limit for bodies: they have limits of their own.
  return new Hono<LakeEnvironment>()
    .use(requestRules)
    .use(async (context, next) => {
      const dataset = datasetAt(context.req.path, lake);
      refresh(dataset);
      const token = bearerToken(context.req.header('authorization'));
      context.set('dataset', dataset);
      context.set('actor', dataset.actor(holderOf(token)));
      await next();
    })
    .route('/', uploadRoutes)
    .use(limitBody)
    .route('/', queryRoutes)
    .route('/', documentRoutes)
    .route('/', mutationRoutes)
    .route('/', actionRoutes)
    .route('/', listenRoutes)
    .route('/', liveRoutes)
    .route('/', historyRoutes)
    .route('/', sessionRoutes)
    .route('/', accountRoutes)
    .route('/', originRoutes)
    .route('/', projectRoutes)
    .route('/', addOnRoutes)
    .route('/', hookRoutes)
    .route('/', exportRoutes)
    .route('/', politeAnswers);
}

const datasetInPath =
  /^\/v[^/]+\/(?:data\/(?:history|live\/events|[^/]+)|assets\/[^/]+|projects\/[^/]+\/datasets)\/([^/]+)/;

/** The dataset that a path names; the main one where it names none. */
function datasetAt(path: string, lake: Lake): Dataset {
  const name = datasetInPath.exec(path)?.[1];
  const dataset = name === undefined ? lake.main : lake.dataset(name);
  if (!dataset) throw notFound(`There is no dataset “${name}”.`);
  return dataset;
}

function answerTo(error: Error): Response {
  if (error instanceof LakeError) return Response.json(error.body, { status: error.status });
  if (isClientGone(error)) return new Response(null, { status: 400 });
  const failure = storageFailure(error);
  // What went wrong inside is for the operator's log, not for whoever asks; a full disk fails in the same way often.
  console.error(failure ? `${error.message}: ${failure.message}` : error);
  if (failure) return Response.json(failure.body, { status: failure.status });
  const { body } = httpError(500, 'Internal Server Error', 'The lake failed to answer; its log says why.');
  return Response.json(body, { status: 500 });
}

/** Whoever asked went away in the middle of their own body: there is nobody to answer, and nothing wrong here. */
function isClientGone(error: Error): boolean {
  return error.message === 'aborted' && 'code' in error && error.code === 'ECONNRESET';
}
