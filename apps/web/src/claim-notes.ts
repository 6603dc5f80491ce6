import type { Claim } from '@bodytext/schema/claim';
import type { PortableTextItem } from '@bodytext/schema/portable-text';
import type { SimpleBlock, TextBlock } from '@bodytext/schema/text-block';

/** On what a claim stands, as an object in the line, behind the claim's last words. */
export type ClaimNote = { _type: 'claimNote'; _key: string; claim: Claim };

/**
 * A text with the note of each claim behind the claim's last words. The note can't be printed with the mark: a mark ends
 * at every citation and begins anew behind it, and at the ends of marks that overlap it.
 */
export function withClaimNotes(items: readonly (PortableTextItem | SimpleBlock)[]) {
  return items.map((item) => (item._type === 'block' ? { ...item, children: childrenWithNotes(item) } : item));
}

function childrenWithNotes({ children, markDefs = [] }: TextBlock | SimpleBlock) {
  const claims = markDefs.filter((mark) => mark._type === 'claim');
  const placed = claims.map((claim) => ({
    note: { _type: 'claimNote', _key: `${claim._key}-note`, claim } satisfies ClaimNote,
    behind: children.findLastIndex((child) => child._type === 'span' && child.marks?.includes(claim._key)),
  }));
  return children.flatMap((child, index) => [
    child,
    ...placed.filter(({ behind }) => behind === index).map(({ note }) => note),
  ]);
}
