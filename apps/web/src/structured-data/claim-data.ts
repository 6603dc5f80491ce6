import type { Claim as ClaimContent } from '@bodytext/schema/claim';
import type { PortableTextItem } from '@bodytext/schema/portable-text';
import type { Reference } from '@bodytext/schema/reference';
import { sectionNames } from '@bodytext/schema/section';
import type { SimpleBlock, TextBlock } from '@bodytext/schema/text-block';
import type { Claim } from 'schema-dts';
import type { ArticleView } from '../view.ts';
import { type Words, wordsIn } from '../words/words.ts';
import { citation } from './citation-data.ts';

type Block = TextBlock | SimpleBlock;

/**
 * The statements of an article for machines: what is claimed, on what it stands, how certain it is, and behind a
 * contested one what most of medicine holds.
 */
export function claimsData({ article, references, site }: ArticleView): Claim[] {
  const words = wordsIn(site.settings.language);
  const items = [article.lead, ...sectionNames.map((name) => article[name].body)].flat();
  return items.flatMap(blocksOf).flatMap((block) => claimsIn(block, references, words));
}

/** Callouts and care cards make statements too. */
function blocksOf(item: PortableTextItem | SimpleBlock): Block[] {
  if (item._type === 'block') return [item];
  return item._type === 'figure' ? [] : item.body;
}

function claimsIn(block: Block, references: readonly Reference[], words: Words): Claim[] {
  return (block.markDefs ?? []).flatMap((mark) =>
    mark._type === 'claim' ? statements(mark, block, references, words) : [],
  );
}

/** What most of medicine holds is a statement of its own: another one than the claim, which it contests. */
function statements(claim: ClaimContent, block: Block, references: readonly Reference[], words: Words): Claim[] {
  const own = claimData(claim, block, references, words);
  // A mark may be left behind when its words are deleted.
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
