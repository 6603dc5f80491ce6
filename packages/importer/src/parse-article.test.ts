import { describe, expect, it } from '@jest/globals';
import {
  aPlainArticle,
  causesSection,
  ordealSection,
  type PlainArticle,
  toText,
  whatSection,
} from './fixtures/plain-article.ts';
import { parseArticle } from './parse-article.ts';
import { ImportProblem } from './problem.ts';

function parse(overrides: Partial<PlainArticle> = {}, between?: string) {
  return parseArticle(toText(aPlainArticle(overrides), between));
}

const texts = (paragraphs: { text: string }[]) => paragraphs.map(({ text }) => text);

/** The problem's code for a text, or “none”. */
function problemWith(text: string): string {
  try {
    parseArticle(text);
  } catch (error) {
    if (error instanceof ImportProblem) return error.code;
    throw error;
  }
  return 'none';
}

describe('a complete article', () => {
  const article = aPlainArticle();
  const parsed = parse();

  it('begins with the headline, the title and the lead', () => {
    expect(parsed.headline).toBe('The Long Nerve Complains');
    expect(parsed.title).toBe('Sciatica');
    expect(texts(parsed.lead)).toEqual(article.lead);
  });

  it('has three sections with their headings and unchanged paragraphs', () => {
    const { what, causes, ordeal } = parsed.sections;
    expect([what, causes, ordeal].map(({ heading, body }) => ({ heading, paragraphs: texts(body) }))).toEqual(
      article.sections,
    );
  });

  it('ends with the breadcrumb and the call to action', () => {
    expect(parsed.breadcrumb).toEqual(['Back Pain', 'Leg Pain', 'Sciatica']);
    expect(parsed.callToAction).toBe('gentle walking programme');
    expect(parsed.doubts).toEqual([]);
  });
});

describe('sections', () => {
  it.each([
    ['What is Sciatica?', 'Sciatica Causes', 'Sciatica Ordeal'],
    ['What Is a Slipped Disc?', 'Causes of Sciatica', 'The Ordeal of Sciatica'],
    ['what are migraines', 'why do migraines happen', 'living with migraine'],
    ['Sciatica explained', 'Why Does Sciatica Happen?', 'Living With Sciatica'],
    ['About sciatica', 'What causes sciatica?', 'What sciatica feels like'],
    ['Understanding Sciatica', 'Where Sciatica Comes From', 'Coping with Sciatica'],
    ['Sciatica: An Overview', 'What Is Behind Sciatica?', 'What Is It Like to Have Sciatica?'],
    ['SCIATICA IN BRIEF', 'REASONS FOR SCIATICA', 'SUFFERING FROM SCIATICA'],
    ['What sciatica is', 'How sciatica develops', 'A day with sciatica'],
    ['Definition', 'Causes', 'Ordeal'],
    ['What’s sciatica?', 'What’s to blame?', 'The torture of sciatica'],
    ['Meet the nerve', 'What triggers it', 'The toll it takes'],
    ['What do we mean by sciatica?', 'The root of the trouble', 'The nightmare of sciatica'],
    ['1. What is sciatica?', '2. What brings sciatica on?', '3. Experiences of sciatica'],
  ])('are recognised by the headings “%s”, “%s”, “%s”', (what, causes, ordeal) => {
    const { sections, doubts } = parse({
      sections: [whatSection(what), causesSection(causes), ordealSection(ordeal)],
    });
    expect([sections.what.heading, sections.causes.heading, sections.ordeal.heading]).toEqual([what, causes, ordeal]);
    expect(doubts).toEqual([]);
  });

  it.each([
    ['causes, ordeal, what', [causesSection(), ordealSection(), whatSection()]],
    ['ordeal, what, causes', [ordealSection(), whatSection(), causesSection()]],
    ['causes, what, ordeal', [causesSection(), whatSection(), ordealSection()]],
  ])('may come in the order %s', (_, sections) => {
    const parsed = parse({ sections });
    expect(texts(parsed.sections.what.body)).toEqual(whatSection().paragraphs);
    expect(texts(parsed.sections.causes.body)).toEqual(causesSection().paragraphs);
    expect(texts(parsed.sections.ordeal.body)).toEqual(ordealSection().paragraphs);
  });

  it('are not recognised by words of the condition’s name', () => {
    const parsed = parse({
      title: 'Living Agony Syndrome',
      sections: [
        whatSection('What is Living Agony Syndrome?'),
        causesSection('Living Agony Syndrome: Causes'),
        ordealSection('Living with Living Agony Syndrome'),
      ],
    });
    expect(parsed.sections.what.heading).toBe('What is Living Agony Syndrome?');
  });

  it('do not begin at a short line in the middle of a story', () => {
    const lead = ['I asked the ceiling one thing.', 'Why me?', 'What is life like for other people?'];
    const parsed = parse({ lead });
    expect(texts(parsed.lead)).toEqual(lead);
    expect(parsed.sections.causes.heading).toBe('Sciatica Causes');
  });

  it('may contain subheadings', () => {
    const causes = causesSection();
    const parsed = parse({
      sections: [
        whatSection(),
        { ...causes, paragraphs: [...causes.paragraphs, 'Rarer reasons', 'A cyst, for one.'] },
        ordealSection(),
      ],
    });
    expect(parsed.sections.causes.body.slice(-2)).toEqual([
      { text: 'Rarer reasons', standsOut: true },
      { text: 'A cyst, for one.', standsOut: false },
    ]);
  });

  it('are recognised by elimination when one heading is left, with a doubt to check', () => {
    const parsed = parse({ sections: [whatSection(), causesSection(), ordealSection('Gritted Teeth')] });
    expect(parsed.sections.ordeal.heading).toBe('Gritted Teeth');
    expect(parsed.doubts).toEqual([expect.stringContaining('“Gritted Teeth” was taken for the heading')]);
  });

  it('are not recognised in a heading about another subject', () => {
    const text = toText(
      aPlainArticle({ sections: [whatSection(), causesSection('Sciatica Treatment'), ordealSection()] }),
    );
    expect(problemWith(text)).toBe('causesMissing');
  });
});

describe('a breadcrumb', () => {
  it.each([
    'Back Pain > Leg Pain > Sciatica',
    'Back Pain>Leg Pain>Sciatica',
    'Back Pain › Leg Pain › Sciatica',
    'Back Pain » Leg Pain » Sciatica',
    'Back Pain → Leg Pain → Sciatica',
    'Back Pain / Leg Pain / Sciatica',
    'Home > Back Pain > Leg Pain > Sciatica',
  ])('may be written “%s”', (breadcrumb) => {
    const parsed = parse({ breadcrumb });
    expect(parsed.breadcrumb).toEqual(['Back Pain', 'Leg Pain', 'Sciatica']);
    expect(parsed.callToAction).toBe('gentle walking programme');
  });

  it('may be missing', () => {
    const parsed = parse({ breadcrumb: undefined });
    expect(parsed.breadcrumb).toEqual([]);
    expect(parsed.callToAction).toBe('gentle walking programme');
    expect(texts(parsed.sections.ordeal.body)).toEqual(ordealSection().paragraphs);
    expect(parsed.doubts).toEqual([expect.stringContaining('taken for the call to action')]);
  });

  it('may be the last line', () => {
    const parsed = parse({ callToAction: undefined });
    expect(parsed.breadcrumb).toEqual(['Back Pain', 'Leg Pain', 'Sciatica']);
    expect(parsed.callToAction).toBeUndefined();
    expect(texts(parsed.sections.ordeal.body)).toEqual(ordealSection().paragraphs);
  });

  it('is not recognised in a sentence or a call to action with its separators', () => {
    const parsed = parse({
      lead: ['Pulse > 100? Sit and/or lie down, then read on.'],
      callToAction: 'Walking programme > join today',
    });
    expect(parsed.breadcrumb).toEqual(['Back Pain', 'Leg Pain', 'Sciatica']);
    expect(parsed.callToAction).toBe('Walking programme > join today');
    expect(texts(parsed.lead)).toEqual(['Pulse > 100? Sit and/or lie down, then read on.']);
  });
});

describe('an ending without breadcrumb', () => {
  it('and with a long last line has no call to action', () => {
    const parsed = parse({ breadcrumb: undefined, callToAction: undefined });
    expect(parsed.callToAction).toBe(ordealSection().paragraphs[1]);
    const long = { ...ordealSection(), paragraphs: ['It passes, and while it does, '.repeat(8)] };
    const withLongLine = parse({
      breadcrumb: undefined,
      callToAction: undefined,
      sections: [whatSection(), causesSection(), long],
    });
    expect(withLongLine.callToAction).toBeUndefined();
    expect(texts(withLongLine.sections.ordeal.body)).toEqual(long.paragraphs.map((text) => text.trim()));
  });

  it('does not take a section’s only paragraph for the call to action', () => {
    const short = { ...ordealSection(), paragraphs: ['It passes.'] };
    const parsed = parse({
      breadcrumb: undefined,
      callToAction: undefined,
      sections: [whatSection(), causesSection(), short],
    });
    expect(texts(parsed.sections.ordeal.body)).toEqual(['It passes.']);
  });
});

describe('lines', () => {
  it('may follow each other without empty lines', () => {
    expect(parse({}, '\n')).toEqual(parse());
  });

  it('may have several empty lines and trailing spaces between them', () => {
    expect(parse({}, '  \n \t \n\n\n  ')).toEqual(parse());
  });

  it('may be hard-wrapped', () => {
    const wrapped = toText(aPlainArticle())
      .split('\n\n')
      .map((part) => part.replace(/(.{1,72})(?: |$)/g, '$1\n').trim())
      .join('\n\n');
    expect(parseArticle(wrapped)).toEqual(parse());
  });

  it('keep curly quotes, non-breaking spaces and double spaces', () => {
    const lead = ['“It’s a wire,”\u00a0 she said…  and meant it.'];
    expect(texts(parse({ lead }).lead)).toEqual(lead);
  });
});

describe('an invalid file', () => {
  it('is rejected with the code of the first missing part', () => {
    expect(problemWith('')).toBe('headlineMissing');
    expect(problemWith(' \n\n ')).toBe('headlineMissing');
    expect(problemWith('A headline')).toBe('titleMissing');
    expect(problemWith(toText(aPlainArticle({ lead: [] })))).toBe('leadMissing');
    expect(problemWith('Milk\n\nBread\n\nA bag of potatoes, the small ones.')).toBe('whatMissing');
    expect(problemWith(toText(aPlainArticle({ sections: [causesSection(), ordealSection()] })))).toBe('whatMissing');
    expect(problemWith(toText(aPlainArticle({ sections: [whatSection(), ordealSection()] })))).toBe('causesMissing');
    expect(problemWith(toText(aPlainArticle({ sections: [whatSection(), causesSection()] })))).toBe('ordealMissing');
  });

  it('is rejected when a heading has no text below it', () => {
    const empty = { ...causesSection(), paragraphs: [] };
    expect(problemWith(toText(aPlainArticle({ sections: [whatSection(), empty, ordealSection()] })))).toBe(
      'causesMissing',
    );
  });

  it('is rejected with a sentence that says what to do', () => {
    expect(() => parse({ sections: [whatSection(), ordealSection()] })).toThrow(
      'No section about the causes was found: give it a heading on a line of its own, such as “Causes of Sciatica” or “Why does sciatica happen?”, and text below it.',
    );
  });
});
