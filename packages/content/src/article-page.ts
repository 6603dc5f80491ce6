import type { Article } from '@bodytext/schema/article';
import { type CallToAction, callToAction } from '@bodytext/schema/call-to-action';
import { type Person, person } from '@bodytext/schema/person';
import { type Placement, placement } from '@bodytext/schema/placement';
import { type Reference, reference } from '@bodytext/schema/reference';
import { referencesIn } from '@bodytext/schema/references-in';
import { reviewMoments } from '@bodytext/schema/review';
import { z } from 'zod';
import { linksTo } from './links.ts';
import { parseDocuments } from './parse-document.ts';
import { queryWithFallback, type Read, type ReadContext } from './read.ts';
import type { Site } from './site.ts';
import { tag } from './tags.ts';
import type { Link, Taxonomy } from './taxonomy.ts';
import { listed, type Teaser, teaserProjection, teasersOf } from './teaser.ts';

/** The data of an article's page. */
export type ArticlePage = {
  kind: 'article';
  site: Site;
  article: Article;
  path: string;
  /** The topics above it, from the top. */
  breadcrumb: Link[];
  authors: Person[];
  reviewer: Person | undefined;
  /** In the order of the article's list; the first is citation 1. */
  references: Reference[];
  /** The addresses of internal links, by document id; those of unpublished documents are missing. */
  links: Record<string, Link>;
  /** The article's own call to action, which overrides placements. */
  override: CallToAction | undefined;
  /** The placements of the topics above and of the whole site. */
  placements: Placed[];
  related: Teaser[];
  /** The neighbours among the articles of its topic, sorted by title. */
  previous: Teaser | undefined;
  next: Teaser | undefined;
  /** The approvers in its change log. */
  approvers: Person[];
};

/** A placement with its call to action. */
export type Placed = { placement: Placement; callToAction: CallToAction };

const surroundings = z.object({
  referenced: z.array(z.looseObject({ _id: z.string() })),
  placements: z.array(z.looseObject({ offer: z.unknown() })),
  related: z.array(z.unknown()),
  previous: z.unknown().optional(),
  next: z.unknown().optional(),
});

/** The neighbours are range queries on the title, which an index answers without reading all articles of the topic. */
const surroundingsGroq = `{
  "referenced": *[_id in $ids],
  "placements": *[_type == "placement" && (!defined(topic) || topic._ref in $branch)] | order(_id) {..., "offer": callToAction->},
  "related": *[${listed} && topic._ref == $topic && _id != $id] | order(title asc, _id asc) [0...6] ${teaserProjection},
  "previous": *[${listed} && topic._ref == $topic && title <= $title && (title < $title || _id < $id)]
    | order(title desc, _id desc) [0] ${teaserProjection},
  "next": *[${listed} && topic._ref == $topic && title >= $title && (title > $title || _id > $id)]
    | order(title asc, _id asc) [0] ${teaserProjection}
}`;

/** Reads all other data of the page of an article that was found at an address. */
export async function readArticlePage(
  context: ReadContext,
  own: Article,
  { site, taxonomy }: { site: Site; taxonomy: Taxonomy },
): Promise<Read<ArticlePage>> {
  const breadcrumb = taxonomy.breadcrumbOf(own);
  const referencedIds = [...new Set(referencesIn(own).map(({ id }) => id))];
  const branch = breadcrumb.map(({ id }) => id);
  const { data: around, stale } = await queryWithFallback(context, {
    name: 'around an article',
    about: own._id,
    groq: surroundingsGroq,
    params: { ids: referencedIds, branch, topic: own.topic._ref, title: own.title, id: own._id },
    parse: (answer) => surroundings.parse(answer),
  });

  const byId = new Map(around.referenced.map((document) => [document._id, document]));
  const pick = <Document>(schema: z.ZodType<Document>, pointers: readonly { _ref: string }[]) =>
    parseDocuments(
      context,
      schema,
      pointers.flatMap(({ _ref }) => byId.get(_ref) ?? []),
    );
  const pickOne = <Document>(schema: z.ZodType<Document>, pointer: { _ref: string } | undefined) =>
    pick(schema, pointer === undefined ? [] : [pointer])[0];

  const related = teasersOf(context, taxonomy, around.related);
  const [previous, next] = [around.previous, around.next].map((value) =>
    value === undefined ? undefined : teasersOf(context, taxonomy, [value])[0],
  );
  const neighbours = [previous, next].flatMap((teaser) => teaser ?? []);
  const placements = around.placements.flatMap(({ offer, ...document }): Placed[] => {
    const [parsedPlacement] = parseDocuments(context, placement, [document]);
    const [parsedOffer] = parsedPlacement ? parseDocuments(context, callToAction, [offer]) : [];
    return parsedPlacement && parsedOffer ? [{ placement: parsedPlacement, callToAction: parsedOffer }] : [];
  });
  const { links, tags: linkTags } = linksTo(around.referenced, taxonomy);

  return {
    data: {
      kind: 'article',
      site,
      article: own,
      path: taxonomy.pathOf(own) ?? '',
      breadcrumb,
      authors: pick(person, own.authors),
      reviewer: pickOne(person, own.reviewer),
      references: pick(reference, own.references),
      links,
      override: pickOne(callToAction, own.callToAction),
      placements,
      related,
      previous,
      next,
      approvers: pick(
        person,
        (own.changes ?? []).flatMap(({ approvedBy }) => approvedBy ?? []),
      ),
    },
    tags: [
      tag.document(own._id),
      ...taxonomy.tagsOfPath(own),
      ...referencedIds.filter((id) => !isOnlyLinked(byId.get(id))).map(tag.document),
      ...linkTags,
      ...[...related, ...neighbours].flatMap((teaser) => teaser.tags),
      ...placements.flatMap((placed) => [tag.document(placed.placement._id), tag.document(placed.callToAction._id)]),
      tag.children(own.topic._ref),
      tag.order(own.topic._ref),
      ...branch.map((id) => tag.placements(id)),
      tag.placements(),
    ],
    validUntil: earliest([...boundariesOf(placements), ...reviewBoundaries(own, site)]),
    stale,
  };
}

/** Whether the page shows only the document's title and address. */
function isOnlyLinked(document: Record<string, unknown> | undefined): boolean {
  return ['article', 'topic', 'page'].includes(String(document?._type));
}

/** The starts and ends of placements, in milliseconds since 1970. */
function boundariesOf(placements: readonly Placed[]): number[] {
  return placements
    .flatMap(({ placement: { startsAt, endsAt } }) => [startsAt, endsAt])
    .flatMap((moment) => (moment === undefined ? [] : [Date.parse(moment)]));
}

/** When the article's review becomes overdue, and when it lapses. */
function reviewBoundaries(own: Article, { settings }: Site): number[] {
  const moments = reviewMoments(own, settings);
  return moments === undefined ? [] : [moments.overdueFrom, moments.lapsedFrom];
}

/** The earliest future moment. ISO 8601, UTC. */
function earliest(moments: readonly number[]): string | null {
  const now = Date.now();
  const ahead = moments.filter((moment) => moment > now);
  return ahead.length === 0 ? null : new Date(Math.min(...ahead)).toISOString();
}
