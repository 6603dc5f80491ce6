import type { Link } from '@bodytext/content/taxonomy';
import type { CareCard } from '@bodytext/schema/care-card';
import type { Claim } from '@bodytext/schema/claim';
import type { PortableTextItem } from '@bodytext/schema/portable-text';
import type { Reference } from '@bodytext/schema/reference';
import { reviewDueOn } from '@bodytext/schema/review';
import { sectionNames } from '@bodytext/schema/section';
import type { Link as ExternalLink, InternalLink, SimpleBlock } from '@bodytext/schema/text-block';
import { portableTextToMarkdown } from '@portabletext/markdown';
import { citedPlaces } from '../components/citation.tsx';
import { type ClaimNote, withClaimNotes } from '../text/claim-notes.ts';
import type { ArticleView } from '../view/view.ts';
import { type Words, wordsIn } from '../words/words.ts';

type Body = readonly (PortableTextItem | SimpleBlock)[];
type Context = {
  numbers: ReadonlyMap<object, { number: number }>;
  links: Record<string, Link>;
  siteUrl: string;
  words: Words;
};

/** An article as Markdown: all of it except images and the call to action. */
export function articleMarkdown(view: ArticleView, siteUrl: string): string {
  const { article, breadcrumb, references, links } = view;
  const words = wordsIn(view.site.settings.language);
  if (article.withdrawal) return withdrawnMarkdown(view, siteUrl, words);
  const texts = [article.lead, ...sectionNames.map((name) => article[name].body)];
  const context = { numbers: citedPlaces(texts, references), links, siteUrl, words };
  const parts = [
    `# ${escapeMarkdown(article.headline)}`,
    [...breadcrumb.map(({ title }) => title), article.title].map(escapeMarkdown).join(' > '),
    facts(view, siteUrl, words),
    lapsedNotice(view, words),
    bodyMarkdown(article.lead, context),
    ...sectionNames.flatMap((name) => [
      `## ${escapeMarkdown(article[name].heading)}`,
      ...(name === 'ordeal' ? [`*${words.livedExperience}. ${words.livedExperienceNote}*`] : []),
      bodyMarkdown(article[name].body, context),
    ]),
    ...(references.length > 0 ? [`## ${words.references}`, references.map(referenceLine).join('\n')] : []),
    ...changeLog(view, words),
    ...footer(view, words),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function withdrawnMarkdown({ article, links }: ArticleView, siteUrl: string, words: Words): string {
  const { withdrawnOn = '', notice = '', instead } = article.withdrawal ?? {};
  const other = instead && links[instead._ref];
  const where = other && words.withdrawn.instead(`[${escapeMarkdown(other.title)}](${siteUrl}${other.path})`).join('');
  const sentence = `${words.withdrawn.on(words.day(withdrawnOn)).join('')}. ${escapeMarkdown(notice)}`;
  return `${[`# ${escapeMarkdown(article.title)}`, sentence, ...(where ? [where] : [])].join('\n\n')}\n`;
}

/** In the same place as on the page. */
function lapsedNotice({ article, review }: ArticleView, words: Words): string {
  const dueOn = reviewDueOn(article);
  if (review !== 'lapsed' || dueOn === undefined) return '';
  return `> **${words.lapsed.title}**\n>\n> ${words.lapsed.text(dueOn)}`;
}

/** What to do in an emergency, and the disclaimer, as in the footer of every page. */
function footer({ site: { settings } }: ArticleView, words: Words): string[] {
  const { emergencyText, disclaimer } = settings;
  const lines = [
    ...(emergencyText ? [`**${words.emergency}** ${escapeMarkdown(emergencyText)}`] : []),
    ...(disclaimer ? [escapeMarkdown(disclaimer)] : []),
  ];
  return lines.length === 0 ? [] : ['---', ...lines];
}

function changeLog({ article: { changes = [] }, approvers }: ArticleView, words: Words): string[] {
  if (changes.length === 0) return [];
  const lines = changes
    .toSorted((a, b) => b.changedOn.localeCompare(a.changedOn))
    .map(({ changedOn, what, why, approvedBy }) => {
      const approver = approvers.find(({ _id }) => _id === approvedBy?._ref)?.name;
      const sentence = [what, why, approver && words.changes.approvedBy(approver)].filter(Boolean).join(' ');
      return `- ${words.day(changedOn)}: ${escapeMarkdown(sentence)}`;
    });
  return [`## ${words.changes.title}`, lines.join('\n')];
}

function facts({ article, authors, reviewer, review, path }: ArticleView, siteUrl: string, words: Words): string {
  const dueOn = reviewDueOn(article);
  const due = dueOn && words.nextReview(words.day(dueOn)).join('');
  const lines = [
    authors.length > 0 && words.by(words.list(authors.map(({ name }) => name)).join('')).join(''),
    reviewer && words.reviewedBy([reviewer.name, reviewer.credentials].filter(Boolean).join(', ')).join(''),
    reviewer && article.reviewedOn && words.lastReviewed(words.day(article.reviewedOn)).join(''),
    due && (review === 'current' ? due : `${due} ${words.overdue}`),
    `${siteUrl}${path}`,
  ];
  return lines.flatMap((line) => (line ? `- ${line}` : [])).join('\n');
}

function bodyMarkdown(body: Body, context: Context): string {
  return portableTextToMarkdown(withClaimNotes(body), {
    marks: {
      link: ({ children, value }: { children: string; value?: ExternalLink }) => `[${children}](${value?.href})`,
      internalLink: ({ children, value }: { children: string; value?: InternalLink }) => {
        const target = value && context.links[value.reference._ref];
        return target === undefined ? children : `[${children}](${context.siteUrl}${target.path})`;
      },
      // Markdown has no syntax for a language.
      otherLanguage: ({ children }: { children: string }) => children,
      claim: ({ children }: { children: string }) => children,
    },
    types: {
      citation: ({ value }: { value: object }) => citationMark(value, context),
      claimNote: ({ value }: { value: ClaimNote }) => ` ${claimNote(value.claim, context)}`,
      figure: () => '',
      callout: ({ value }: { value: Extract<PortableTextItem, { _type: 'callout' }> }) =>
        quote(`**${escapeMarkdown(value.title)}**`, value.body, context),
      careCard: ({ value }: { value: CareCard }) =>
        quote(`**${context.words.urgency[value.urgency]} ${escapeMarkdown(value.heading)}**`, value.body, context),
    },
  });
}

function claimNote({ standing, certainty, references = [], mainstreamView }: Claim, context: Context): string {
  const { claim } = context.words;
  const cited = references.map((reference) => citationMark(reference, context)).join('');
  const other = mainstreamView ? ` ${claim.mainstream(escapeMarkdown(mainstreamView))}` : '';
  return `${claim.note(standing, certainty)}${cited}${other}`;
}

function citationMark(mark: object, { numbers }: Context): string {
  const place = numbers.get(mark);
  return place === undefined ? '' : ` [${place.number}]`;
}

function quote(heading: string, body: Body, context: Context): string {
  return `${heading}\n\n${bodyMarkdown(body, context)}`
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');
}

function referenceLine({ title, authors, publisher, year, url, doi }: Reference, index: number): string {
  const address = url ?? (doi && `https://doi.org/${encodeURI(doi)}`);
  const name = address ? `[${escapeMarkdown(title)}](${address})` : escapeMarkdown(title);
  const origin = [authors, publisher, year].filter(Boolean).join(', ');
  return `${index + 1}. ${name}${origin && `. ${escapeMarkdown(origin)}`}`;
}

/** Escapes an editor's text: nothing in it becomes markup. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>#|]/g, '\\$&').replaceAll('\n', ' ');
}
