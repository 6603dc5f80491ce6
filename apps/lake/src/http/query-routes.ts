import { Hono } from 'hono';
import { responseOf } from './body.ts';
import { bodyInTurn } from './body-in-turn.ts';
import { apiVersion, type LakeContext, type LakeEnvironment } from './environment.ts';
import { type Asking, answerToBody, answerToUrl } from './query-answer.ts';

/** @see https://www.sanity.io/docs/http-reference/query */
export const queryRoutes = new Hono<LakeEnvironment>()
  .get('/data/query/:dataset', async (context) => responseOf(await answerToUrl(asking(context), searchOf(context))))
  .post('/data/query/:dataset', async (context) =>
    responseOf(await answerToBody(asking(context), searchOf(context), await bodyInTurn(context.req))),
  );

function asking(context: LakeContext): Asking {
  const { lake, dataset, actor } = context.var;
  return { lake, dataset, actor, apiVersion: apiVersion(context) };
}

function searchOf(context: LakeContext): string {
  const { url } = context.req;
  const start = url.indexOf('?');
  return start === -1 ? '' : url.slice(start + 1);
}
