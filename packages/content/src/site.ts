import { addressed } from '@bodytext/schema/address';
import { type Settings, settings, settingsId } from '@bodytext/schema/settings';
import { z } from 'zod';
import { problemWith } from './parse-document.ts';
import { ask, type Problems, type Read, type ReadContext } from './read.ts';
import { tag } from './tags.ts';
import { type Link, Taxonomy, taxonomyGroq } from './taxonomy.ts';

/** What every page of the site shows around its content. */
export type Site = { settings: Settings; topics: Link[]; footer: Link[] };

/** GROQ for the parts of an answer from which `siteOf` makes a site. */
export const siteGroq = `
  "topics": ${taxonomyGroq},
  "settings": *[_id == "${settingsId}"][0],
  "footer": *[_id == "${settingsId}"][0].footerPages[]->{_id, _type, title, slug}
`;

export const siteAnswer = z.object({
  topics: z.array(z.unknown()),
  settings: z.unknown().optional(),
  footer: z.array(z.unknown()).optional(),
});

/** An empty newsroom has no settings yet; its pages show all the same. */
const unnamedSite: Settings = { _id: settingsId, _type: 'settings', siteName: 'Bodytext' };

export function siteOf(
  context: Problems,
  answer: z.infer<typeof siteAnswer>,
): {
  site: Site;
  taxonomy: Taxonomy;
  tags: string[];
} {
  const taxonomy = new Taxonomy(context, answer.topics);
  const ownSettings = settingsOf(context, answer.settings);
  const footer = (answer.footer ?? []).flatMap((value) => {
    const page = addressed.extend({ title: z.string() }).safeParse(value);
    const path = taxonomy.pathOf(value);
    return page.success && path !== undefined ? [{ id: page.data._id, title: page.data.title, path }] : [];
  });
  const topics = taxonomy.childrenOf().flatMap((topic) => taxonomy.linkTo(topic._id) ?? []);
  const pointedTo = (ownSettings.footerPages ?? []).map(({ _ref }) => _ref);
  return {
    site: { settings: ownSettings, topics, footer },
    taxonomy,
    tags: [
      tag.document(settingsId),
      tag.topTopics,
      ...[...topics.map(({ id }) => id), ...pointedTo].map((id) => tag.name(id)),
    ],
  };
}

/** The settings, less what is not valid in them: one wrong field must not take the site's name away. */
function settingsOf(context: Problems, value: unknown): Settings {
  if (value === undefined) return unnamedSite;
  const parsed = settings.safeParse(value);
  if (parsed.success) return parsed.data;
  context.report(problemWith(value, parsed.error));
  const wrong = new Set(parsed.error.issues.map(({ path }) => path[0]));
  const given = z.record(z.string(), z.unknown()).catch({}).parse(value);
  const right = Object.entries(given).filter(([name]) => !wrong.has(name));
  return settings.safeParse({ ...unnamedSite, ...Object.fromEntries(right) }).data ?? unnamedSite;
}

/** What surrounds a page that has no content of its own, such as search. */
export async function readSite(context: ReadContext): Promise<Read<Site>> {
  const { data, stale } = await readAround(context);
  const { site, tags } = siteOf(context, data);
  return { data: site, tags, validUntil: null, stale };
}

/** The answer from which `siteOf` makes a site, and nothing else. */
export function readAround(context: ReadContext): Promise<{ data: z.infer<typeof siteAnswer>; stale: boolean }> {
  return ask(context, {
    name: 'site',
    groq: `{${siteGroq}}`,
    params: {},
    parse: (answer) => siteAnswer.parse(answer),
  });
}
