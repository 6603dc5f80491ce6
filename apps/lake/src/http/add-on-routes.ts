import { addOnPlugin, commentsDatasetOf } from '../add-on.ts';
import { forbidden, notFound } from '../errors.ts';
import type { LakePlugin } from '../plugin.ts';
import { mainDataset } from '../project.ts';
import { json } from './answer.ts';
import type { ApiRequest } from './request.ts';
import { apiRoutes } from './routes.ts';

const createdAt = '2026-01-01T00:00:00.000Z';

/** The datasets there are, and making the one that the Studio keeps comments and tasks in. */
export const addOnRoutes = apiRoutes()
  .get('/projects/:project/datasets', (request) => json(datasets(request)))
  .get('/datasets', (request) => json(datasets(request)))
  .post('/comments/:dataset/setup', (request) => {
    const { role } = request.signedIn();
    const { plugin } = request.lake.main;
    const dataset = request.param('dataset');
    if (dataset !== mainDataset) throw notFound(`There is no dataset “${dataset}” to comment on.`);
    if (!mayWriteComments(role, plugin)) throw forbidden('You may read comments, not write any.');
    const datasetName = commentsDatasetOf(dataset);
    request.lake.addOn(datasetName);
    return json({ datasetName });
  });

function mayWriteComments(role: string, plugin: LakePlugin): boolean {
  return addOnPlugin(plugin).roles?.[role]?.grants.some(({ permissions }) => permissions.includes('create')) ?? false;
}

/** Those that the parameters ask for; the Studio asks for the companion of its dataset by profile. */
function datasets(request: ApiRequest): Record<string, unknown>[] {
  request.signedIn();
  const { datasetProfile, addonFor } = request.queries();
  return request.lake
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
