import { Hono } from 'hono';
import { isPublishedId, publishedIdOf } from '../document.ts';
import { mayRead } from '../query/access.ts';
import { isOn, type LakeEnvironment, signedIn } from './environment.ts';

const mostReferences = 100;

/** Documents by id, and what refers to them. */
export const documentRoutes = new Hono<LakeEnvironment>()
  .get('/data/doc/:dataset/:ids', (context) => {
    const { documents } = context.get('dataset').store;
    const { access } = context.get('actor');
    const excludeContent = isOn(context, 'excludeContent');
    const asked = context.req.param('ids').split(',');
    const withVersions = isOn(context, 'includeAllVersions');
    const ids = new Set(withVersions ? asked.flatMap((id) => [id, ...documents.variantIds(publishedIdOf(id))]) : asked);
    const found = [...ids].map((id) => ({ id, document: documents.get(id) }));
    return context.json({
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
  .get('/data/references/:dataset/documents/:id/to', (context) => {
    const { access } = signedIn(context);
    const { documents } = context.get('dataset').store;
    const excludeInternal = isOn(context, 'excludeInternalReferences');
    // The lake has one dataset, so every reference there can be is internal.
    const all = excludeInternal ? [] : documents.referrers(context.req.param('id'), { strongOnly: false });
    const referrers = all.filter((id) => {
      const document = documents.get(id);
      return document !== undefined && mayRead(access, document);
    });
    const references = referrers.slice(0, mostReferences).map((documentId) => ({
      documentId,
      projectId: context.get('dataset').project.projectId,
      datasetName: context.get('dataset').project.dataset,
      published: isPublishedId(documentId),
    }));
    return context.json({ totalCount: referrers.length, references });
  });
