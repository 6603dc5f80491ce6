import { mayRead, type ReadAccess } from '@bodytext/groq/access';
import { isPublishedId, type LakeDocument, publishedIdOf } from '@bodytext/groq/document';
import type { DocumentStore } from '@bodytext/groq/store/documents';
import { badRequest } from '../errors.ts';
import type { Steps } from '../fairness/slices.ts';
import { queryLimits } from './limits.ts';
import { createTextPieces } from './text-pieces.ts';

/* Documents by their ids, and what refers to them: in steps, since a caller chooses how many and how large they are. */

type Reader = { documents: DocumentStore; access: ReadAccess };
type Asked = { ids: string[]; withVersions: boolean; excludeContent: boolean };

/** The answer's JSON. */
export function* documentsById({ ids, withVersions, excludeContent }: Asked, reader: Reader): Steps<Uint8Array[]> {
  const { documents, access } = reader;
  const all = new Set(withVersions ? ids.flatMap((id) => [id, ...documents.variantIds(publishedIdOf(id))]) : ids);
  const asked = new Set(ids);
  const pieces = createTextPieces(queryLimits.documentsAnswer.value, tooMuch);
  let before = '';
  const omitted: { id: string; reason: string }[] = [];
  pieces.add('{"documents":[');
  for (const id of all) {
    const document = documents.get(id);
    if (document && mayRead(access, document)) {
      pieces.add(before + JSON.stringify(excludeContent ? headOf(document) : document));
      before = ',';
    }
    // A reason of its own for those that may not be read would tell that there are such documents.
    else if (asked.has(id)) omitted.push({ id, reason: 'existence' });
    yield;
  }
  pieces.add(`],"omitted":${JSON.stringify(omitted)}}`);
  return pieces.all();
}

function headOf({ _id, _type, _rev, _createdAt, _updatedAt }: LakeDocument): Record<string, unknown> {
  return { _id, _type, _rev, _createdAt, _updatedAt };
}

function tooMuch(): Error {
  const most = queryLimits.documentsAnswer.value / 1_000_000;
  return badRequest(`These documents have more than ${most} MB together; ask for fewer of them at once.`);
}

/** How many documents refer to one, and the first of them. */
export function* referrersOf(
  id: string,
  { documents, access }: Reader,
): Steps<{ totalCount: number; first: { documentId: string; published: boolean }[] }> {
  const first: { documentId: string; published: boolean }[] = [];
  let totalCount = 0;
  for (const documentId of documents.referrers(id, { strongOnly: false })) {
    yield;
    if (!isReadable(documentId)) continue;
    totalCount += 1;
    if (first.length < queryLimits.referencesShown.value) {
      first.push({ documentId, published: isPublishedId(documentId) });
    }
  }
  return { totalCount, first };

  function isReadable(referrer: string): boolean {
    if (access.kind === 'everything') return true;
    const document = documents.get(referrer);
    return document !== undefined && mayRead(access, document);
  }
}
