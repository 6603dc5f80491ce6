import type { SectionName } from '@bodytext/schema/section';

/**
 * Patterns of words in the headings of each section. `what` has the lowest weight, since "what is" also begins headings
 * about causes ("What is behind …?") and ordeals ("What is it like …?").
 */
const headings: Record<SectionName, { weight: number; patterns: RegExp[] }> = {
  what: {
    weight: 2,
    patterns: [
      /\bwhat\b.*\b(?:is|are|was|were|does|do|happens)\b/,
      /\bwhat[’']?s\b/,
      /\b(?:defin\w+|mean(?:s|ing)?|overview|introduc\w+|explain(?:ed|ing|s)?|explanation|understand\w*)\b/,
      /\b(?:describ\w+|description|basics|background|facts|anatomy|nature|essentials|primer|profile)\b/,
      /\b(?:about|meet|getting to know|in (?:a nutshell|brief|short|plain words)|at a glance)\b/,
    ],
  },
  causes: {
    weight: 4,
    patterns: [
      /\b(?:caus(?:e|es|ed|ing|al|ation)|(?:a)?etiology|why|reasons?|triggers?|triggered|culprits?|blame)\b/,
      /\b(?:origins?|originates?|roots?|sources?|behind|risk factors?|contributing factors?|due to)\b/,
      /\b(?:comes? (?:from|about)|stems? from|results? from|br(?:ings?|ought) .*\b(?:on|about)|(?:leads?|led) to)\b/,
      /\bhow\b.*\b(?:happens?|develops?|starts?|begins?|arises?|occurs?|comes? about|(?:you )?gets? (?:it|one))\b/,
      /\bwhat (?:makes?|sets?|starts?)\b/,
    ],
  },
  ordeal: {
    weight: 4,
    patterns: [
      /\b(?:ordeals?|suffer\w*|endur\w+|torments?|tortur\w+|agon\w+|miser\w+|nightmares?|burdens?|struggl\w+)\b/,
      /\b(?:hell|toll|plight|hardships?|anguish|distress|despair|journey|impact|experienc\w+|consequences)\b/,
      /\b(?:liv(?:e|es|ed|ing)|life) (?:with|in|through|under|alongside|after|and)\b/,
      /\b(?:cop(?:e|es|ing)|deal(?:s|ing)?|battl(?:e|es|ing)|bear(?:s|ing)?|fac(?:e|es|ing)|(?:going|getting) (?:through|by)|surviv\w+)\b/,
      /\b(?:feels?|feeling|what\b.*\blike|like to (?:have|be|live)|effects?)\b/,
      /\b(?:days? (?:with|of|in)|(?:daily|everyday|day[- ]to[- ]day)|nights?|stor(?:y|ies)|strikes|during an?)\b/,
    ],
  },
};

/** Other subjects of headings: a heading with such words is never chosen by elimination. */
const otherSubjects =
  /\b(?:treat\w*|therap\w+|diagnos\w+|prevent\w*|symptoms?|signs?|relief|remed\w+|cures?|exercis\w+|outlook|prognosis|faqs?|questions|summary|conclusions?|references|sources|reading|see a doctor|medication\w*|drugs?|surgery|tests?|types?|kinds?|disclaimer)\b/;

/**
 * Scores a heading for a section; 0 is no match.
 *
 * @param condition the article's title, whose words are ignored: “Chronic Agony” is no heading of an ordeal
 */
export function scoreHeading(section: SectionName, heading: string, condition: string): number {
  const { weight, patterns } = headings[section];
  const words = withoutCondition(heading, condition);
  if (!patterns.some((pattern) => pattern.test(words))) return 0;
  return weight + (sectionNamePattern.test(words) ? 1 : 0) + (mentions(heading, condition) ? 1 : 0);
}

/** The sections' own names. */
const sectionNamePattern = /\b(?:causes?|ordeals?|what (?:is|are))\b/;

/** A word of the title raises the score: such a line is more likely a heading than a short line of a story. */
function mentions(heading: string, condition: string): boolean {
  const words = new Set(heading.toLowerCase().match(/\p{Letter}{4,}/gu));
  return (condition.toLowerCase().match(/\p{Letter}{4,}/gu) ?? []).some(
    (word) => words.has(word) || words.has(`${word}s`),
  );
}

export function isOtherSubject(heading: string, condition: string): boolean {
  return otherSubjects.test(withoutCondition(heading, condition));
}

function withoutCondition(heading: string, condition: string): string {
  const plain = (text: string) => text.toLowerCase().replaceAll('’', "'").replace(/\s+/g, ' ').trim();
  return plain(heading)
    .replaceAll(plain(condition), 'it')
    .replace(/\bits?\b/g, 'it');
}
