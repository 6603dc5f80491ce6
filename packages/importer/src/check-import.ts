import { checkPublishable } from '@bodytext/schema/check';
import { checkInContext } from '@bodytext/schema/context';
import { draftId } from '@bodytext/schema/document';
import { fetchLookup, lookupGroq } from '@bodytext/schema/fetch-lookup';
import type { Issue } from '@bodytext/schema/issue';
import type { SanityClient } from '@sanity/client';
import { z } from 'zod';
import type { ImportedArticle } from './import-article.ts';
import { toProblem } from './lake.ts';

export type CheckedImport = { article: CheckedDocument; made: CheckedDocument[] };
export type CheckedDocument = { id: string; type: string; name: string; issues: Issue[] };

/** The issues of each imported document. */
export async function checkImport(client: SanityClient, imported: ImportedArticle): Promise<CheckedImport> {
  const { article, topics, callToAction } = imported;
  const made = [...topics, ...(callToAction ? [callToAction] : [])];
  const documents = [article, ...made];
  const lookup = await fetchLookup(documents, async (params) => {
    const answer: unknown = await client.fetch(lookupGroq, params);
    return z.array(z.unknown()).parse(answer);
  }).catch((error: unknown) => {
    throw toProblem(error);
  });
  const check = (document: (typeof documents)[number]): CheckedDocument => ({
    id: document._id,
    type: document._type,
    name: nameOf(document),
    issues: [...checkPublishable(document), ...checkInContext(document, lookup)],
  });
  return { article: check(article), made: made.map((document) => check({ ...document, _id: draftId(document._id) })) };
}

function nameOf(document: { _id: string; title?: string | undefined; name?: string | undefined }): string {
  return document.title ?? document.name ?? document._id;
}
