import { mayRead, type ReadAccess } from '@bodytext/groq/access';
import { draftIdOf, publishedIdOf } from '@bodytext/groq/document';
import type { DocumentStore } from '@bodytext/groq/store/documents';
import { z } from 'zod';

const state = z.looseObject({
  m: z.looseObject({ locations: z.array(z.looseObject({ documentId: z.string().optional() })) }),
});

/** What is announced, without the places in documents that whoever hears it may not read. */
export function seenBy(
  access: ReadAccess,
  announced: Record<string, unknown>,
  documents: DocumentStore,
): Record<string, unknown> {
  if (access.kind === 'everything') return announced;
  const parsed = state.safeParse(announced);
  if (!parsed.success) return { ...announced, m: withoutPlaces(announced.m) };
  const { m } = parsed.data;
  const isReadable = (id: string): boolean =>
    [id, publishedIdOf(id), draftIdOf(id)].some((variant) => {
      const document = documents.get(variant);
      return document !== undefined && mayRead(access, document);
    });
  const locations = m.locations.filter(({ documentId }) => documentId !== undefined && isReadable(documentId));
  return { ...announced, m: { ...m, locations } };
}

/** Of what can't be understood, only whose it is. */
function withoutPlaces(data: unknown): unknown {
  const session = z.object({ sessionId: z.string().optional(), session: z.string().optional() }).safeParse(data);
  return session.success ? session.data : undefined;
}
