import { changeNote } from '@bodytext/schema/change-note';
import { draft } from '@bodytext/schema/document-types';
import { portableText } from '@bodytext/schema/portable-text';
import { sectionNames } from '@bodytext/schema/section';
import { withdrawal } from '@bodytext/schema/withdrawal';
import { z } from 'zod';

/**
 * Fills the missing fields of a draft with placeholders, so that a preview can be rendered. A document that can't be
 * completed is returned unchanged: parsing it reports the issue.
 */
export function completeDraft(value: unknown): unknown {
  const type = z.object({ _type: z.string() }).safeParse(value).data?._type;
  if (type === 'article') return completeArticle(value);
  if (type === 'topic') return withDefaults({ title: 'Untitled topic', slug: untitledSlug }, value);
  if (type === 'page') return completePage(value);
  if (type === 'person') return withDefaults({ name: 'Unnamed person', slug: untitledSlug }, value);
  return value;
}

const untitledSlug = { _type: 'slug', current: 'untitled' };
const nobody = [{ _type: 'reference', _key: 'nobody', _ref: 'nobody' }];
const emptyParagraph = (text: string) => [
  { _type: 'block', _key: 'placeholder', style: 'normal', children: [{ _type: 'span', _key: 'text', text }] },
];

function completeArticle(value: unknown): unknown {
  const parsed = draft.article.safeParse(value);
  if (!parsed.success) return value;
  const { data } = parsed;
  const sections = sectionNames.map((name) => {
    const section = data[name];
    return [
      name,
      { heading: orElse(section?.heading, 'Heading to come'), body: completeBody(section?.body, 'Text to come.') },
    ];
  });
  return {
    ...withDefaults(
      {
        title: 'Untitled',
        headline: 'Headline to come',
        slug: untitledSlug,
        topic: { _type: 'reference', _ref: 'nowhere' },
        authors: nobody,
        references: nobody,
      },
      data,
    ),
    lead: completeBody(data.lead, 'Lead to come.'),
    ...Object.fromEntries(sections),
    heroImage: completeFigure(data.heroImage),
    seo: undefined,
    authors: completeList(data.authors),
    references: completeList(data.references),
    reviewer: data.reviewer?._ref === undefined ? undefined : data.reviewer,
    callToAction: data.callToAction?._ref === undefined ? undefined : data.callToAction,
    changes: data.changes?.filter((note) => changeNote.safeParse(note).success),
    withdrawal: withdrawal.safeParse(data.withdrawal).data,
  };
}

function completePage(value: unknown): unknown {
  const parsed = draft.page.safeParse(value);
  if (!parsed.success) return value;
  return {
    ...withDefaults({ title: 'Untitled page', slug: untitledSlug }, parsed.data),
    body: completeBody(parsed.data.body, 'Text to come.'),
    seo: undefined,
  };
}

function withDefaults(defaults: object, value: unknown): object {
  const given = z.record(z.string(), z.unknown()).catch({}).parse(value);
  const present = Object.entries(given).filter(([, field]) => field !== undefined && field !== '');
  return { ...defaults, ...Object.fromEntries(present) };
}

const oneItem = portableText('');

/** Leaves out unfinished items, such as a care card without a heading. */
function completeBody(body: readonly unknown[] | undefined, placeholder: string): unknown[] {
  const items = (body ?? []).map(withAlt).filter((item) => oneItem.element.safeParse(item).success);
  return oneItem.safeParse(items).success ? items : [...items, ...emptyParagraph(placeholder)];
}

function completeFigure(value: unknown): unknown {
  const figure = withAlt(value);
  return z.object({ asset: z.object({ _ref: z.string() }) }).safeParse(figure).success ? figure : undefined;
}

/** A preview shows an image that has no alternative text yet. */
function withAlt(item: unknown): unknown {
  const isFigure = z.object({ _type: z.literal('figure') }).safeParse(item).success;
  return isFigure ? withDefaults({ alt: 'Alternative text to come' }, item) : item;
}

function completeList(items: readonly { _ref?: string }[] | undefined): unknown[] {
  const finished = (items ?? []).filter(({ _ref }) => _ref !== undefined);
  return finished.length === 0 ? nobody : finished;
}

function orElse(text: string | undefined, placeholder: string): string {
  return text === undefined || !/\S/.test(text) ? placeholder : text;
}
