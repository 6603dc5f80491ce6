import { refuseAnonymous } from '../people/actor.ts';
import { documentsById, referrersOf } from '../query/document-reads.ts';
import { queryLimits } from '../query/limits.ts';
import { json, jsonText } from './answer.ts';
import { namesIn } from './names-in.ts';
import type { ApiRequest } from './request.ts';
import { apiRoutes } from './routes.ts';

/** Documents by id, and what refers to them. */
export const documentRoutes = apiRoutes()
  .get('/data/doc/:dataset/:ids', async (request) => {
    refuseAnonymous(request.actor);
    const ids = namesIn(request.param('ids'), queryLimits.documentsAsked);
    const asked = {
      ids,
      withVersions: request.isOn('includeAllVersions'),
      excludeContent: request.isOn('excludeContent'),
    };
    const json = await request.lake.slices.run(request.caller, documentsById(asked, readerIn(request)));
    return jsonText(json);
  })
  .get('/data/references/:dataset/documents/:id/to', async (request) => {
    request.signedIn();
    // The lake has one dataset, so every reference there can be is internal.
    if (request.isOn('excludeInternalReferences')) return json({ totalCount: 0, references: [] });
    const found = referrersOf(request.param('id'), readerIn(request));
    const { totalCount, first } = await request.lake.slices.run(request.caller, found);
    const { projectId, dataset: datasetName } = request.dataset.project;
    const references = first.map(({ documentId, published }) => ({ documentId, projectId, datasetName, published }));
    return json({ totalCount, references });
  });

function readerIn(request: ApiRequest) {
  return { documents: request.dataset.store.documents, access: request.actor.access };
}
