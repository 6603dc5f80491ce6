import type { SiteIndex } from '@bodytext/content/site-index';
import { wordsIn } from '../words/words.ts';

/** The text of `llms.txt`: what the site is, and links to its articles as Markdown. @see https://llmstxt.org */
export function llmsTxt({ site, articles }: SiteIndex, siteUrl: string): string {
  const { siteName, description, tagline, disclaimer } = site.settings;
  const words = wordsIn(site.settings.language);
  const summary = description ?? tagline;
  const parts = [
    `# ${siteName}`,
    ...(summary ? [`> ${summary}`] : []),
    ...(disclaimer ? [disclaimer] : []),
    `## ${words.aToZ.title}`,
    articles.map(({ title, path }) => `- [${title.replace(/[[\]]/g, '\\$&')}](${siteUrl}${path}.md)`).join('\n'),
    ...(site.footer.length > 0
      ? [`## ${words.about}`, site.footer.map(({ title, path }) => `- [${title}](${siteUrl}${path})`).join('\n')]
      : []),
  ];
  return `${parts.join('\n\n')}\n`;
}
