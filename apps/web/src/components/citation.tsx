import type { Reference } from '@bodytext/schema/reference';
import { createContext, useContext } from 'react';
import { z } from 'zod';
import { useWords } from '../words/words-context.tsx';

/** Where a reference is cited: its number, and the anchor for the link back. */
export type CitedPlace = { number: number; anchor: string };

/** The cited places of a page, keyed by the citation's object in the content. */
export const CitationContext = createContext<ReadonlyMap<object, CitedPlace>>(new Map());

/**
 * Numbers the citations of a page. The number is the reference's index in the article's list. Anchors are numbered too,
 * since a `_key` is unique only within its block.
 *
 * @param content the page's texts in reading order
 */
export function citedPlaces(content: unknown, references: readonly Reference[]): Map<object, CitedPlace> {
  const numbers = new Map(references.map(({ _id }, index) => [_id, index + 1]));
  const times = new Map<number, number>();
  const places = new Map<object, CitedPlace>();
  for (const { node, id } of citationsIn(content)) {
    const number = numbers.get(id);
    if (number === undefined) continue;
    const time = (times.get(number) ?? 0) + 1;
    times.set(number, time);
    places.set(node, { number, anchor: `cited-${number}-${time}` });
  }
  return places;
}

/** A citation's object in the content, and the id of the reference it cites. */
type Citing = { node: object; id: string };

const citingNode = z.discriminatedUnion('_type', [
  z.looseObject({ _type: z.literal('citation'), reference: z.object({ _ref: z.string() }) }),
  z.looseObject({ _type: z.literal('claim'), references: z.array(z.unknown()).optional() }),
]);
const pointer = z.object({ _ref: z.string() });

/** Citations in the text, and those of its claims. */
function citationsIn(value: unknown): Citing[] {
  if (typeof value !== 'object' || value === null) return [];
  const parsed = citingNode.safeParse(value).data;
  if (parsed?._type === 'citation') return [{ node: value, id: parsed.reference._ref }];
  if (parsed?._type === 'claim') return (parsed.references ?? []).flatMap(citedByClaim);
  return Object.values(value).flatMap(citationsIn);
}

function citedByClaim(reference: unknown): Citing[] {
  const parsed = pointer.safeParse(reference);
  return parsed.success && typeof reference === 'object' && reference !== null
    ? [{ node: reference, id: parsed.data._ref }]
    : [];
}

/** The number that links to the reference. Renders nothing if the reference is not in the article's list. */
export function Citation({ citation }: { citation: object }) {
  const words = useWords();
  const place = useContext(CitationContext).get(citation);
  if (place === undefined) return null;
  return (
    <sup className="citation">
      <a id={place.anchor} href={`#reference-${place.number}`} aria-label={words.reference(place.number)}>
        {place.number}
      </a>
    </sup>
  );
}
