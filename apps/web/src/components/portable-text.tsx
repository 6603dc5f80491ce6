import type { Link } from '@bodytext/content/taxonomy';
import type { Claim as ClaimContent } from '@bodytext/schema/claim';
import type { OtherLanguage } from '@bodytext/schema/other-language';
import type { PortableTextItem } from '@bodytext/schema/portable-text';
import type { Link as ExternalLink, InternalLink, SimpleBlock } from '@bodytext/schema/text-block';
import {
  type PortableTextComponentProps,
  type PortableTextMarkComponentProps,
  type PortableTextReactComponents,
  PortableText as Render,
} from '@portabletext/react';
import { createContext, type ReactNode, useContext } from 'react';
import { type ClaimNote as ClaimNoteContent, withClaimNotes } from '../text/claim-notes.ts';
import { Callout } from './callout.tsx';
import { CareCard } from './care-card.tsx';
import { Citation } from './citation.tsx';
import { ClaimNote } from './claim.tsx';
import { Figure } from './figure.tsx';

/** The targets of internal links, by document id. */
export const LinksContext = createContext<Record<string, Link>>({});

/** The `data-sanity` attribute of a block, for visual editing. */
type EditBlock = (key: string) => { 'data-sanity'?: string };

type Props = {
  value: readonly (PortableTextItem | SimpleBlock)[];
  /** The level of the topmost headings in the text. */
  headingLevel?: 2 | 3;
  editBlock?: EditBlock;
};

/** Portable Text: paragraphs, headings, lists, figures, callouts and care cards. */
export function PortableText({ value, headingLevel = 3, editBlock = () => ({}) }: Props) {
  return (
    <Render
      value={withClaimNotes(value)}
      components={componentsFor(headingLevel, editBlock)}
      onMissingComponent={(message) => console.error(message)}
    />
  );
}

type Block = { value: { _key?: string }; children?: ReactNode };

function componentsFor(level: 2 | 3, editBlock: EditBlock): Partial<PortableTextReactComponents> {
  const Heading = level === 2 ? 'h2' : 'h3';
  const Subheading = level === 2 ? 'h3' : 'h4';
  const edit = ({ value }: Block) => editBlock(value._key ?? '');
  return {
    block: {
      normal: (block: Block) => <p {...edit(block)}>{block.children}</p>,
      h3: (block: Block) => <Heading {...edit(block)}>{block.children}</Heading>,
      h4: (block: Block) => <Subheading {...edit(block)}>{block.children}</Subheading>,
    },
    listItem: (item: Block) => <li {...edit(item)}>{item.children}</li>,
    marks: {
      link: ExternalLinkMark,
      internalLink: InternalLinkMark,
      claim: ClaimMark,
      otherLanguage: OtherLanguageMark,
    },
    types: {
      citation: ({ value }: PortableTextComponentProps<object>) => <Citation citation={value} />,
      claimNote: ({ value }: PortableTextComponentProps<ClaimNoteContent>) => <ClaimNote claim={value.claim} />,
      figure: ({ value }: PortableTextComponentProps<Extract<PortableTextItem, { _type: 'figure' }>>) => (
        <div {...editBlock(value._key)}>
          <Figure figure={value} sizes="(min-width: 46rem) 42rem, 92vw" />
        </div>
      ),
      callout: ({ value }: PortableTextComponentProps<Extract<PortableTextItem, { _type: 'callout' }>>) => (
        <Callout callout={value} level={level} edit={editBlock(value._key)}>
          <PortableText value={value.body} />
        </Callout>
      ),
      careCard: ({ value }: PortableTextComponentProps<Extract<PortableTextItem, { _type: 'careCard' }>>) => (
        <CareCard careCard={value} level={level} edit={editBlock(value._key)}>
          <PortableText value={value.body} />
        </CareCard>
      ),
    },
  };
}

function ExternalLinkMark({ value, children }: PortableTextMarkComponentProps<ExternalLink>) {
  return <a href={value?.href}>{children}</a>;
}

/** `bdi` isolates its text: an Arabic word must not reorder the English text around it. */
function OtherLanguageMark({ value, children }: PortableTextMarkComponentProps<OtherLanguage>) {
  return <bdi lang={value?.language}>{children}</bdi>;
}

function ClaimMark({ value, children }: PortableTextMarkComponentProps<ClaimContent>) {
  return value === undefined ? children : <span className="claim-words">{children}</span>;
}

/** A link to an unpublished document is plain text. */
function InternalLinkMark({ value, children }: PortableTextMarkComponentProps<InternalLink>) {
  const links = useContext(LinksContext);
  const target = value && links[value.reference._ref];
  return target === undefined ? children : <a href={target.path}>{children}</a>;
}
