import { addressed } from '@bodytext/schema/address';
import { type Settings, settings, settingsId } from '@bodytext/schema/settings';
import { z } from 'zod';
import { problemWith } from './parse-document.ts';
import { type ProblemReporter, queryWithFallback, type Read, type ReadContext } from './read.ts';
import { tag } from './tags.ts';
import { type Link, Taxonomy, taxonomyGroq } from './taxonomy.ts';

/** The data of header and footer, on every page. */
export type Site = { settings: Settings; topics: Link[]; footer: Link[] };

/** GROQ for the parts of an answer that `siteOf` needs. */
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

/** The default without a settings document, in an empty dataset. */
const defaultSettings: Settings = { _id: settingsId, _type: 'settings', siteName: 'Bodytext' };

export function siteOf(
  context: ProblemReporter,
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
  const footerIds = (ownSettings.footerPages ?? []).map(({ _ref }) => _ref);
  return {
    site: { settings: ownSettings, topics, footer },
    taxonomy,
    tags: [
      tag.document(settingsId),
      tag.topTopics,
      ...[...topics.map(({ id }) => id), ...footerIds].map((id) => tag.name(id)),
    ],
  };
}

/** The settings without their invalid fields, so that one does not remove the site's name. */
function settingsOf(context: ProblemReporter, value: unknown): Settings {
  if (value === undefined) return defaultSettings;
  const parsed = settings.safeParse(value);
  if (parsed.success) return parsed.data;
  context.report(problemWith(value, parsed.error));
  const invalid = new Set(parsed.error.issues.map(({ path }) => path[0]));
  const given = z.record(z.string(), z.unknown()).catch({}).parse(value);
  const valid = Object.entries(given).filter(([name]) => !invalid.has(name));
  return settings.safeParse({ ...defaultSettings, ...Object.fromEntries(valid) }).data ?? defaultSettings;
}

/** For pages without a document, such as search. */
export async function readSite(context: ReadContext): Promise<Read<Site>> {
  const { data, stale } = await fetchSiteAnswer(context);
  const { site, tags } = siteOf(context, data);
  return { data: site, tags, validUntil: null, stale };
}

/** The answer for `siteOf` alone. */
export function fetchSiteAnswer(context: ReadContext): Promise<{ data: z.infer<typeof siteAnswer>; stale: boolean }> {
  return queryWithFallback(context, {
    name: 'site',
    groq: `{${siteGroq}}`,
    params: {},
    parse: (answer) => siteAnswer.parse(answer),
  });
}
