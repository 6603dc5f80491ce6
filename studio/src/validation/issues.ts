import { checkPublishable } from '@bodytext/schema/check';
import { checkInContext } from '@bodytext/schema/context';
import { anyDocument, isDraftId } from '@bodytext/schema/document';
import type { Issue } from '@bodytext/schema/issue';
import { type Asked, aroundGroq, lookupAround } from '@bodytext/schema/lookup-around';
import type { ClientPerspective, SanityClient } from '@sanity/client';
import { apiVersion } from '../api-version.ts';

/** The same rules that the lake's publish gate and the site run. Nothing about content is decided in this Studio. */
export async function issuesOf(document: unknown, client: SanityClient): Promise<Issue[]> {
  const id = anyDocument.safeParse(document).data?._id ?? '';
  const lookup = await lookupAround([document], (asked) => ask(client, asked, perspectiveOf(id)));
  // What is edited without a draft is what is published.
  const before = isDraftId(id) ? undefined : document;
  return [...checkPublishable(document), ...checkInContext(document, lookup, before)];
}

/** What is in a release is published with all else that is in it. */
function perspectiveOf(id: string): ClientPerspective {
  const [, release] = /^versions\.([^.]+)\./.exec(id) ?? [];
  return release ? [release] : 'published';
}

/** An editor types faster than topics change; each keystroke would ask again. */
const freshFor = 1_000;
const mostKept = 20;
const answers = new Map<string, { at: number; answer: Promise<unknown[]> }>();

function ask(client: SanityClient, asked: Asked, perspective: ClientPerspective): Promise<unknown[]> {
  const key = JSON.stringify([asked, perspective]);
  const known = answers.get(key);
  if (known && Date.now() - known.at < freshFor) return known.answer;
  const answer = client
    .withConfig({ apiVersion, perspective, useCdn: false })
    .fetch<unknown[]>(aroundGroq, asked, { tag: 'validation.context' });
  if (answers.size >= mostKept) answers.clear();
  answers.set(key, { at: Date.now(), answer });
  answer.catch(() => answers.delete(key));
  return answer;
}
