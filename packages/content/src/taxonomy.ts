import { type Addressed, addressed, addressOf, topicsOf } from '@bodytext/schema/address';
import { z } from 'zod';
import { parseEach } from './parse-document.ts';
import type { ProblemReporter } from './read.ts';
import { tag } from './tags.ts';

/** GROQ for all topics: hundreds at most, unlike articles. */
export const taxonomyGroq =
  '*[_type == "topic"] | order(title asc, _id asc) {_id, _type, title, slug, parent, summary}';

const taxonomyTopic = addressed.extend({
  _type: z.literal('topic'),
  title: z.string(),
  summary: z.string().optional(),
});
export type TaxonomyTopic = z.infer<typeof taxonomyTopic>;

/** The fields that make an article's address. */
const articleInTopic = z.object({
  _type: z.literal('article'),
  slug: z.object({ current: z.string().min(1) }),
  topic: z.object({ _ref: z.string() }),
});

/** A document's title and address. */
export type Link = { id: string; title: string; path: string };

/** The tree of topics. */
export class Taxonomy {
  readonly #topics: Map<string, TaxonomyTopic>;
  /** A cache: thousands of articles are in the same few topics. */
  readonly #topicPaths = new Map<string, string | undefined>();

  constructor(context: ProblemReporter, topics: unknown) {
    const known = parseEach(context, taxonomyTopic, z.array(z.unknown()).parse(topics));
    this.#topics = new Map(known.map((topic) => [topic._id, topic]));
  }

  readonly get = (id: string): unknown => this.#topics.get(id);

  pathOf(document: unknown): string | undefined {
    const article = articleInTopic.safeParse(document);
    if (!article.success) return addressOf(document, this.get);
    const { slug, topic } = article.data;
    const above = this.#pathOfTopic(topic._ref);
    return above === undefined ? undefined : `${above}/${slug.current}`;
  }

  #pathOfTopic(id: string): string | undefined {
    if (!this.#topicPaths.has(id)) this.#topicPaths.set(id, addressOf(this.#topics.get(id), this.get));
    return this.#topicPaths.get(id);
  }

  /** The topics above a document, from the top. */
  breadcrumbOf(document: Addressed): Link[] {
    return (topicsOf(document, this.get) ?? []).flatMap((topic) => this.linkTo(topic._id) ?? []);
  }

  linkTo(topicId: string): Link | undefined {
    const topic = this.#topics.get(topicId);
    const path = topic && this.pathOf(topic);
    return path === undefined ? undefined : { id: topicId, title: topic?.title ?? '', path };
  }

  /** Every topic that has an address. */
  links(): Link[] {
    return [...this.#topics.keys()].flatMap((id) => this.linkTo(id) ?? []);
  }

  /** The child topics of a topic, or the top-level topics. */
  childrenOf(parentId?: string): TaxonomyTopic[] {
    return [...this.#topics.values()].filter(
      (topic) => topic.parent?._ref === parentId && this.pathOf(topic) !== undefined,
    );
  }

  /** The ids of a topic and all its descendants. */
  branchOf(topicId: string): string[] {
    return [topicId, ...this.childrenOf(topicId).flatMap((child) => this.branchOf(child._id))];
  }

  /** The tags of an address: those of the document and of the topics above it. */
  tagsOfPath(document: unknown): string[] {
    const parsed = addressed.safeParse(document);
    if (!parsed.success) return [];
    return [parsed.data, ...(topicsOf(parsed.data, this.get) ?? [])].map(({ _id }) => tag.name(_id));
  }
}
