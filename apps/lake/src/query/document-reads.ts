import { mayRead, type ReadAccess } from '@bodytext/groq/access';
import { isPublishedId, type LakeDocument, publishedIdOf } from '@bodytext/groq/document';
import type { DocumentStore } from '@bodytext/groq/store/documents';
import { badRequest } from '../errors.ts';
import type { Steps } from '../fairness/scheduler.ts';
import { queryLimits } from './limits.ts';
import { createUtf8Chunks } from './utf8-chunks.ts';

/* Documents by id, and those that refer to one: in steps for the scheduler, since the client chooses how many and how large. */

type Reader = { documents: DocumentStore; access: ReadAccess };
type Requested = { ids: string[]; withVersions: boolean; excludeContent: boolean };

/** The answer as JSON in UTF-8 chunks. */
export function* documentsById({ ids, withVersions, excludeContent }: Requested, reader: Reader): Steps<Uint8Array[]> {
  const { documents, access } = reader;
  const all = new Set(withVersions ? ids.flatMap((id) => [id, ...documents.variantIds(publishedIdOf(id))]) : ids);
  const requested = new Set(ids);
  const chunks = createUtf8Chunks(queryLimits.documentsAnswer.value, tooMuch);
  let separator = '';
  const omitted: { id: string; reason: string }[] = [];
  chunks.add('{"documents":[');
  for (const id of all) {
    const document = documents.get(id);
    if (document && mayRead(access, document)) {
      chunks.add(separator + JSON.stringify(excludeContent ? headOf(document) : document));
      separator = ',';
    }
    // A reason such as “permission” would reveal that the document exists.
    else if (requested.has(id)) omitted.push({ id, reason: 'existence' });
    yield;
  }
  chunks.add(`],"omitted":${JSON.stringify(omitted)}}`);
  return chunks.all();
}

function headOf({ _id, _type, _rev, _createdAt, _updatedAt }: LakeDocument): Record<string, unknown> {
  return { _id, _type, _rev, _createdAt, _updatedAt };
}

function tooMuch(): Error {
  const most = queryLimits.documentsAnswer.value / 1_000_000;
  return badRequest(`These documents have more than ${most} MB together; ask for fewer of them at once.`);
}

/** How many documents refer to this one, and the first of them. */
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
