import type { Claim as ClaimContent } from '@bodytext/schema/claim';
import type { Reference } from '@bodytext/schema/reference';
import { sectionNames } from '@bodytext/schema/section';
import type { TextBlock } from '@bodytext/schema/text-block';
import type { Claim } from 'schema-dts';
import type { ArticleView } from '../view.ts';
import { type Words, wordsIn } from '../words/words.ts';
import { citation } from './citation-data.ts';

/** The statements of an article for machines: what is claimed, on what it stands, how certain it is. */
export function claimsData({ article, references, site }: ArticleView): Claim[] {
  const words = wordsIn(site.settings.language);
  const blocks = [article.lead, ...sectionNames.map((name) => article[name].body)].flat();
  return blocks.flatMap((block) => (block._type === 'block' ? claimsIn(block, references, words) : []));
}

function claimsIn(block: TextBlock, references: readonly Reference[], words: Words): Claim[] {
  return (block.markDefs ?? []).flatMap((mark) =>
    mark._type === 'claim' ? claimData(mark, block, references, words) : [],
  );
}

function claimData(claim: ClaimContent, block: TextBlock, references: readonly Reference[], words: Words) {
  const text = block.children
    .flatMap((child) => (child._type === 'span' && child.marks?.includes(claim._key) ? child.text : []))
    .join('');
  const cited = (claim.references ?? []).flatMap(({ _ref }) => references.find(({ _id }) => _id === _ref) ?? []);
  return {
    '@type': 'Claim',
    text,
    genre: words.claim.standing[claim.standing],
    keywords: claim.certainty && words.claim.certainty[claim.certainty],
    disambiguatingDescription: claim.mainstreamView,
    citation: cited.map(citation),
  } satisfies Claim;
}
