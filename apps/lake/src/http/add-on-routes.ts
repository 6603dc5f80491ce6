import { Hono } from 'hono';
import { addOnPlugin, commentsDatasetOf } from '../add-on.ts';
import { forbidden, notFound } from '../errors.ts';
import { mainDataset } from '../project.ts';
import { type LakeContext, type LakeEnvironment, signedIn } from './environment.ts';

const createdAt = '2026-01-01T00:00:00.000Z';

/** The datasets there are, and making the one that the Studio keeps comments and tasks in. */
export const addOnRoutes = new Hono<LakeEnvironment>()
  .get('/projects/:project/datasets', (context) => context.json(datasets(context)))
  .get('/datasets', (context) => context.json(datasets(context)))
  .post('/comments/:dataset/setup', (context) => {
    const { role } = signedIn(context);
    const dataset = context.req.param('dataset');
    if (dataset !== mainDataset) throw notFound(`There is no dataset “${dataset}” to comment on.`);
    if (!mayWriteComments(role)) throw forbidden('You may read comments, not write any.');
    const datasetName = commentsDatasetOf(dataset);
    context.get('lake').addOn(datasetName);
    return context.json({ datasetName });
  });

function mayWriteComments(role: string): boolean {
  return addOnPlugin.grants?.[role]?.some(({ permissions }) => permissions.includes('create')) ?? false;
}

/** Those that the parameters ask for; the Studio asks for the companion of its dataset by profile. */
function datasets(context: LakeContext): Record<string, unknown>[] {
  signedIn(context);
  const { datasetProfile, addonFor } = context.req.query();
  return context
    .get('lake')
    .datasets()
    .map(({ project: { dataset: name } }) => ({
      name,
      aclMode: 'private',
      createdAt,
      createdByUserId: 'lake',
      tags: [],
      ...(name === commentsDatasetOf(mainDataset)
        ? { datasetProfile: 'comments', addonFor: mainDataset }
        : { datasetProfile: 'content', addonFor: null }),
    }))
    .filter((dataset) => datasetProfile === undefined || dataset.datasetProfile === datasetProfile)
    .filter((dataset) => addonFor === undefined || dataset.addonFor === addonFor);
}
