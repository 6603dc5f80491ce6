import type { Claim } from '@bodytext/schema/claim';
import type { PortableTextItem } from '@bodytext/schema/portable-text';
import type { SimpleBlock, TextBlock } from '@bodytext/schema/text-block';

/** A claim's standing and certainty, as an inline object of Portable Text. */
export type ClaimNote = { _type: 'claimNote'; _key: string; claim: Claim };

/**
 * Inserts the note of each claim after the claim's last span. It can't be rendered with the mark: the renderer splits a
 * mark at every citation and at every overlapping mark, so that the note would appear several times.
 */
export function withClaimNotes(items: readonly (PortableTextItem | SimpleBlock)[]) {
  return items.map((item) => (item._type === 'block' ? { ...item, children: childrenWithNotes(item) } : item));
}

function childrenWithNotes({ children, markDefs = [] }: TextBlock | SimpleBlock) {
  const claims = markDefs.filter((mark) => mark._type === 'claim');
  const placed = claims.map((claim) => ({
    note: { _type: 'claimNote', _key: `${claim._key}-note`, claim } satisfies ClaimNote,
    after: children.findLastIndex((child) => child._type === 'span' && child.marks?.includes(claim._key)),
  }));
  return children.flatMap((child, index) => [
    child,
    ...placed.filter(({ after }) => after === index).map(({ note }) => note),
  ]);
}
