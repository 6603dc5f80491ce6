import { isPublishedId, publishedIdOf } from '../document.ts';
import { mayRead } from '../query/access.ts';
import { json } from './answer.ts';
import { apiRoutes } from './routes.ts';

const mostReferences = 100;

/** Documents by id, and what refers to them. */
export const documentRoutes = apiRoutes()
  .get('/data/doc/:dataset/:ids', (request) => {
    const { documents } = request.dataset.store;
    const { access } = request.actor;
    const excludeContent = request.isOn('excludeContent');
    const asked = request.param('ids').split(',');
    const withVersions = request.isOn('includeAllVersions');
    const ids = new Set(withVersions ? asked.flatMap((id) => [id, ...documents.variantIds(publishedIdOf(id))]) : asked);
    const found = [...ids].map((id) => ({ id, document: documents.get(id) }));
    return json({
      documents: found.flatMap(({ document }) => {
        if (!document || !mayRead(access, document)) return [];
        const { _id, _type, _rev, _createdAt, _updatedAt } = document;
        return [excludeContent ? { _id, _type, _rev, _createdAt, _updatedAt } : document];
      }),
      // A reason of its own for those that may not be read would tell that there are such documents.
      omitted: found.flatMap(({ id, document }) =>
        (document && mayRead(access, document)) || !asked.includes(id) ? [] : [{ id, reason: 'existence' }],
      ),
    });
  })
  .get('/data/references/:dataset/documents/:id/to', (request) => {
    const { access } = request.signedIn();
    const { documents } = request.dataset.store;
    const excludeInternal = request.isOn('excludeInternalReferences');
    // The lake has one dataset, so every reference there can be is internal.
    const all = excludeInternal ? [] : documents.referrers(request.param('id'), { strongOnly: false });
    const referrers = all.filter((id) => {
      const document = documents.get(id);
      return document !== undefined && mayRead(access, document);
    });
    const references = referrers.slice(0, mostReferences).map((documentId) => ({
      documentId,
      projectId: request.dataset.project.projectId,
      datasetName: request.dataset.project.dataset,
      published: isPublishedId(documentId),
    }));
    return json({ totalCount: referrers.length, references });
  });
