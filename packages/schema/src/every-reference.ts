import { type ReferenceTarget, referenceTargets } from './document-reference.ts';
import { publishable } from './document-types.ts';
import {
  aCallout,
  aCareCard,
  aChangeNote,
  aClaim,
  aFeedback,
  aFeedbackTally,
  aFigure,
  aFigureItem,
  anArticle,
  aPage,
  aParagraph,
  aPerson,
  aPlacement,
  aRedirect,
  aTopic,
  theSettings,
} from './fixtures.ts';
import type { IssuePath } from './issue.ts';
import { walkSchema } from './walk-schema.ts';

/** Documents that together contain every reference field of the schema. */
export function documentsWithEveryReference() {
  const link = { _type: 'internalLink' as const, _key: 'l1', reference: { _ref: 'page-about' } };
  const citation = { _type: 'citation' as const, _key: 'c1', reference: { _ref: 'reference-neck-pain' } };
  const words = aParagraph('Words.');
  const rich = {
    ...words,
    children: [...words.children, citation],
    markDefs: [link, ...(aClaim('So.').markDefs ?? [])],
  };
  const body = [rich, aFigureItem(), aCallout({ body: [rich] }), aCareCard({ body: [rich] })];
  const seo = { image: aFigure() };
  const section = { heading: 'Heading', body };
  return [
    aTopic({ parent: { _ref: 'topic-back-pain' } }),
    anArticle({
      lead: [rich],
      what: section,
      causes: section,
      ordeal: section,
      changes: [aChangeNote()],
      withdrawal: { withdrawnOn: '2026-04-01', notice: 'Gone.', instead: { _ref: 'page-about' } },
      callToAction: { _ref: 'cta-newsletter' },
      seo,
    }),
    aPlacement(),
    aPerson({ bio: [rich] }),
    aRedirect(),
    aPage({ body, seo }),
    theSettings(),
    aFeedback(),
    aFeedbackTally(),
  ];
}

type Place = {
  document: ReturnType<typeof documentsWithEveryReference>[number];
  path: IssuePath;
  /** The allowed target types. */
  to: readonly ReferenceTarget[];
};

/** Every reference in these documents. For tests, and for the benchmark that attacks the gate. */
export function everyReference(): Place[] {
  return documentsWithEveryReference().flatMap((document) =>
    walkSchema(publishable[document._type], document).flatMap(({ schema, path }) => {
      const target = referenceTargets.get(schema);
      return target ? [{ document, path, to: target.to }] : [];
    }),
  );
}

/** A copy of a document with fields changed at a path. */
export function withFields(value: unknown, [segment, ...rest]: IssuePath, fields: object): unknown {
  if (segment === undefined) return { ...Object(value), ...fields };
  if (!Array.isArray(value))
    return { ...Object(value), [String(segment)]: withFields(Object(value)[String(segment)], rest, fields) };
  return value.map((item, index) => {
    const isMeant = typeof segment === 'object' ? item._key === segment._key : index === segment;
    return isMeant ? withFields(item, rest, fields) : item;
  });
}
