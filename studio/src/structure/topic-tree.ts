import { AddIcon } from '@sanity/icons/Add';
import { AddDocumentIcon } from '@sanity/icons/AddDocument';
import { FolderIcon } from '@sanity/icons/Folder';
import { TagIcon } from '@sanity/icons/Tag';
import { map, type Observable } from 'rxjs';
import type {
  ChildResolver,
  IntentParams,
  ItemChild,
  ListBuilder,
  StructureBuilder,
  StructureResolverContext,
} from 'sanity/structure';
import { z } from 'zod';
import { apiVersion } from '../api-version.ts';

/** Ids of the templates for a new document in the topic of the open pane. */
export const inTopic = { article: 'article-in-topic', topic: 'topic-in-topic' } as const;

const topicRow = z.object({
  _id: z.string(),
  title: z.string().nullish(),
  parent: z.string().nullish(),
});
type TopicRow = z.infer<typeof topicRow>;

const articleRow = z.object({ _id: z.string(), topic: z.string().nullish() });
const tree = z.object({ topics: z.array(topicRow), articles: z.array(articleRow) });
type Tree = z.infer<typeof tree>;

const treeQuery = {
  fetch: `{
    "topics": *[_type == "topic"] | order(lower(title)) {_id, title, "parent": parent._ref},
    "articles": *[_type == "article"] | order(lower(title)) {_id, "topic": topic._ref}
  }`,
  listen: '*[_type in ["topic", "article"]]',
};

/** Topics and articles in the perspective `drafts`, updated by a listener. */
function listenToTree({ documentStore }: StructureResolverContext): Observable<Tree> {
  return documentStore
    .listenQuery(treeQuery, {}, { apiVersion, perspective: 'drafts', tag: 'structure.topics', throttleTime: 500 })
    .pipe(map((rows) => tree.parse(rows)));
}

/** The topics as nested panes; each shows the topic itself, its child topics and its articles. */
export function topicTree(S: StructureBuilder, context: StructureResolverContext): ChildResolver {
  return () => listenToTree(context).pipe(map((rows) => topicsPane(S, context, rows)));
}

function topicsPane(S: StructureBuilder, context: StructureResolverContext, { topics }: Tree): ItemChild {
  const known = new Set(topics.map(({ _id }) => _id));
  // A topic whose parent was deleted is listed at the top.
  const top = topics.filter(({ parent }) => !parent || !known.has(parent));
  return S.list()
    .title('Topics')
    .id('topics')
    .items(top.map((topic) => topicItem(S, context, topic)))
    .menuItems([createItem(S, 'New topic', 'topic')]);
}

function topicItem(S: StructureBuilder, context: StructureResolverContext, { _id, title }: TopicRow) {
  return S.listItem()
    .id(_id)
    .title(title || 'Untitled topic')
    .icon(FolderIcon)
    .child(() => listenToTree(context).pipe(map((rows) => topicPane(S, context, rows, _id))));
}

function topicPane(S: StructureBuilder, context: StructureResolverContext, rows: Tree, id: string): ListBuilder {
  const below = rows.topics.filter(({ parent }) => parent === id);
  const articles = rows.articles.filter(({ topic }) => topic === id);
  return S.list()
    .title(rows.topics.find(({ _id }) => _id === id)?.title || 'Untitled topic')
    .id(id)
    .items([
      S.listItem()
        .id(`${id}-itself`)
        .title('Edit this topic')
        .icon(TagIcon)
        .child(S.document().schemaType('topic').documentId(id)),
      ...(below.length > 0 ? [S.divider().title('Topics below')] : []),
      ...below.map((topic) => topicItem(S, context, topic)),
      ...(articles.length > 0 ? [S.divider().title('Articles')] : []),
      ...articles.map(({ _id }) => S.documentListItem().id(_id).schemaType('article')),
    ])
    .menuItems([
      createItem(S, 'New article in this topic', 'article', { template: inTopic.article, topic: id }),
      createItem(S, 'New topic below this one', 'topic', { template: inTopic.topic, topic: id }),
    ]);
}

/** A pane's button that creates a document from a template with the pane's topic as parameter. */
function createItem(S: StructureBuilder, title: string, type: string, from?: { template: string; topic: string }) {
  const icon = type === 'article' ? AddDocumentIcon : AddIcon;
  const params: IntentParams = from ? [{ type, template: from.template }, { topic: from.topic }] : { type };
  return S.menuItem().title(title).icon(icon).intent({ type: 'create', params }).showAsAction(true);
}

/** All topics in one flat list; each opens the articles of its branch. */
export function articlesByTopic(S: StructureBuilder, context: StructureResolverContext): ChildResolver {
  return () =>
    listenToTree(context).pipe(
      map(({ topics, articles }) =>
        S.list()
          .title('Articles by topic')
          .id('by-topic')
          .items(
            inTreeOrder(topics).map(({ topic, above }) =>
              branchItem(S, topic, above, branchOf(topic._id, topics), articles),
            ),
          ),
      ),
    );
}

function branchItem(S: StructureBuilder, topic: TopicRow, above: string, branch: string[], articles: Tree['articles']) {
  const count = articles.filter((article) => article.topic && branch.includes(article.topic)).length;
  return S.listItem()
    .id(topic._id)
    .title([`${topic.title || 'Untitled topic'} (${count})`, ...(above === '' ? [] : [above])].join(' · '))
    .icon(TagIcon)
    .child(
      S.documentList()
        .id(topic._id)
        .title(topic.title || 'Untitled topic')
        .schemaType('article')
        .apiVersion(apiVersion)
        .filter('_type == "article" && topic._ref in $branch')
        .params({ branch })
        .initialValueTemplates([S.initialValueTemplateItem(inTopic.article, { topic: topic._id })]),
    );
}

/** The ids of a topic and all its descendants. Drafts may form a cycle, so each topic is visited once. */
export function branchOf(id: string, topics: readonly TopicRow[], visited = new Set<string>()): string[] {
  if (visited.has(id)) return [];
  visited.add(id);
  return [id, ...topics.filter(({ parent }) => parent === id).flatMap(({ _id }) => branchOf(_id, topics, visited))];
}

/** All topics in depth-first order, each with the titles of its ancestors. */
export function inTreeOrder(topics: readonly TopicRow[]): { topic: TopicRow; above: string }[] {
  const known = new Set(topics.map(({ _id }) => _id));
  const visited = new Set<string>();
  const from = (topic: TopicRow, above: string): { topic: TopicRow; above: string }[] => {
    if (visited.has(topic._id)) return [];
    visited.add(topic._id);
    const path = [above, topic.title || 'Untitled topic'].filter(Boolean).join(' › ');
    const below = topics.filter(({ parent }) => parent === topic._id);
    return [{ topic, above }, ...below.flatMap((next) => from(next, path))];
  };
  const top = topics.filter(({ parent }) => !parent || !known.has(parent));
  return [...top, ...topics].flatMap((topic) => from(topic, ''));
}
