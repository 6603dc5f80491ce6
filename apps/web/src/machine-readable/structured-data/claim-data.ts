import type { Claim as ClaimContent } from '@bodytext/schema/claim';
import type { PortableTextItem } from '@bodytext/schema/portable-text';
import type { Reference } from '@bodytext/schema/reference';
import { sectionNames } from '@bodytext/schema/section';
import type { SimpleBlock, TextBlock } from '@bodytext/schema/text-block';
import type { Claim } from 'schema-dts';
import type { ArticleView } from '../../view/view.ts';
import { type Words, wordsIn } from '../../words/words.ts';
import { citation } from './citation-data.ts';

type Block = TextBlock | SimpleBlock;

/** The claims of an article, with their standing and certainty; a contested one is followed by the mainstream view. */
export function claimsData({ article, references, site }: ArticleView): Claim[] {
  const words = wordsIn(site.settings.language);
  const items = [article.lead, ...sectionNames.map((name) => article[name].body)].flat();
  return items.flatMap(blocksOf).flatMap((block) => claimsIn(block, references, words));
}

/** The blocks in callouts and care cards too. */
function blocksOf(item: PortableTextItem | SimpleBlock): Block[] {
  if (item._type === 'block') return [item];
  return item._type === 'figure' ? [] : item.body;
}

function claimsIn(block: Block, references: readonly Reference[], words: Words): Claim[] {
  return (block.markDefs ?? []).flatMap((mark) =>
    mark._type === 'claim' ? withMainstreamView(mark, block, references, words) : [],
  );
}

/** The mainstream view is a claim of its own, since it contradicts the first. */
function withMainstreamView(
  claim: ClaimContent,
  block: Block,
  references: readonly Reference[],
  words: Words,
): Claim[] {
  const own = claimData(claim, block, references, words);
  // An editor may delete the spans of a claim and leave its mark definition.
  if (own.text === '') return [];
  if (!claim.mainstreamView) return [own];
  return [own, { '@type': 'Claim', text: words.claim.mainstream(claim.mainstreamView) }];
}

function claimData(claim: ClaimContent, block: Block, references: readonly Reference[], words: Words) {
  const text = block.children
    .flatMap((child) => (child._type === 'span' && child.marks?.includes(claim._key) ? child.text : []))
    .join('');
  const cited = (claim.references ?? []).flatMap(({ _ref }) => references.find(({ _id }) => _id === _ref) ?? []);
  return {
    '@type': 'Claim',
    text,
    genre: words.claim.standing[claim.standing],
    keywords: claim.certainty && words.claim.certainty[claim.certainty],
    citation: cited.map(citation),
  } satisfies Claim;
}
