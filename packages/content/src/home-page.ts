import { z } from 'zod';
import { ask, type Read, type ReadContext } from './read.ts';
import { type Site, siteAnswer, siteGroq, siteOf } from './site.ts';
import { tag } from './tags.ts';
import { listed, type Teaser, teaserProjection, teasersOf } from './teaser.ts';
import { branchBelow, type TopicBranch } from './topic-page.ts';

/** Everything the home page shows. */
export type HomePage = { kind: 'home'; site: Site; topics: TopicBranch[]; latest: Teaser[] };

const groq = `{
  ${siteGroq},
  "latest": *[${listed}] | order(_createdAt desc, _id asc) [0...7] ${teaserProjection}
}`;

/** What is at `/`: the topics, two levels of them, and the newest articles. */
export async function readHomePage(context: ReadContext): Promise<Read<HomePage>> {
  const { data: answer, stale } = await ask(context, {
    name: 'home page',
    groq,
    params: {},
    parse: (value) => siteAnswer.extend({ latest: z.array(z.unknown()) }).parse(value),
  });
  const { site, taxonomy, tags } = siteOf(context, answer);
  const latest = teasersOf(context, taxonomy, answer.latest);
  const topics = taxonomy.childrenOf().flatMap((topic) => {
    const link = taxonomy.linkTo(topic._id);
    return link === undefined ? [] : [branchBelow({ ...link, summary: topic.summary }, taxonomy, [])];
  });
  const shownTopics = topics.flatMap((topic) => [topic.id, ...topic.children.map(({ id }) => id)]);
  return {
    data: { kind: 'home', site, topics, latest },
    tags: [
      ...tags,
      tag.collection('article'),
      ...latest.flatMap((teaser) => teaser.tags),
      ...shownTopics.flatMap((id) => [tag.document(id), tag.children(id)]),
    ],
    validUntil: null,
    stale,
  };
}
