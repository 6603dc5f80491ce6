import { z } from 'zod';
import { draftIdOf, publishedIdOf } from '../document.ts';
import { mayRead, type ReadAccess } from '../query/access.ts';
import type { DocumentStore } from '../store/documents.ts';

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
