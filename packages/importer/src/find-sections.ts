import { type SectionName, sectionNames } from '@bodytext/schema/section';
import type { Paragraph } from './article-text.ts';
import { ImportProblem } from './problem.ts';
import { cueFor, isOtherSubject } from './section-cues.ts';

export type FoundSections = {
  /** Where in the list of paragraphs each section's heading is. */
  headings: Record<SectionName, number>;
  doubts: string[];
};

type Candidate = { index: number; text: string; cues: Record<SectionName, number> };
type Choice = Partial<Record<SectionName, Candidate>>;

/**
 * The headings of the three sections, in whatever order. The three that together fit best win, so that
 * “Why me?” in the middle of a story doesn't take the place of “Causes of Sciatica”.
 */
export function findSections(paragraphs: readonly Paragraph[], condition: string): FoundSections {
  const candidates = paragraphs.flatMap(({ text, standsOut }, index) =>
    standsOut ? [{ index, text, cues: cuesOf(text, condition) }] : [],
  );
  const choice = chooseBest(sectionNames, candidates);
  const missing = sectionNames.filter((name) => choice[name] === undefined);
  const guessed = guessTheOneLeft(missing, choice, candidates, condition);
  const { what, causes, ordeal } = { ...choice, ...guessed.choice };
  if (what === undefined) throw sectionMissing('what');
  if (causes === undefined) throw sectionMissing('causes');
  if (ordeal === undefined) throw sectionMissing('ordeal');
  return { headings: { what: what.index, causes: causes.index, ordeal: ordeal.index }, doubts: guessed.doubts };
}

function cuesOf(text: string, condition: string): Record<SectionName, number> {
  return {
    what: cueFor('what', text, condition),
    causes: cueFor('causes', text, condition),
    ordeal: cueFor('ordeal', text, condition),
  };
}

/** Three sections and a handful of headings: trying all is quick, as long as only the clearest are tried. */
const mostTried = 6;

function chooseBest(names: readonly SectionName[], candidates: readonly Candidate[]): Choice {
  const [name, ...others] = names;
  if (name === undefined) return {};
  const tried = candidates
    .filter(({ cues }) => cues[name] > 0)
    .toSorted((a, b) => b.cues[name] - a.cues[name] || a.index - b.index)
    .slice(0, mostTried);
  const choices = [undefined, ...tried].map((candidate): Choice => {
    const rest = chooseBest(
      others,
      candidates.filter((other) => other !== candidate),
    );
    return candidate === undefined ? rest : { [name]: candidate, ...rest };
  });
  return choices.reduce((best, choice) => (isBetter(choice, best) ? choice : best));
}

/** More sections found, else clearer headings, else the text's own order. */
function isBetter(choice: Choice, than: Choice): boolean {
  return clarity(choice) > clarity(than) || (clarity(choice) === clarity(than) && places(choice) < places(than));
}

function clarity(choice: Choice): number {
  return sectionNames.reduce((sum, name) => sum + (choice[name] === undefined ? 0 : 100 + choice[name].cues[name]), 0);
}

function places(choice: Choice): number {
  return sectionNames.reduce((sum, name) => sum + (choice[name]?.index ?? 0), 0);
}

/** With two sections found and one heading left that names no other subject, that heading is the third. */
function guessTheOneLeft(
  missing: readonly SectionName[],
  choice: Choice,
  candidates: readonly Candidate[],
  condition: string,
): { choice: Choice; doubts: string[] } {
  const taken = new Set(Object.values(choice));
  const left = candidates.filter((candidate) => !taken.has(candidate));
  const [name] = missing;
  const [only] = left;
  if (missing.length !== 1 || left.length !== 1 || name === undefined || only === undefined) {
    return { choice: {}, doubts: [] };
  }
  if (isOtherSubject(only.text, condition)) return { choice: {}, doubts: [] };
  const doubt = `“${only.text}” was taken for the heading of the section about ${subjects[name]}, as the only one left. Check that it is.`;
  return { choice: { [name]: only }, doubts: [doubt] };
}

const subjects: Record<SectionName, string> = {
  what: 'what the condition is',
  causes: 'the causes',
  ordeal: 'the ordeal',
};

const examples: Record<SectionName, string> = {
  what: '“What is Sciatica?” or “Sciatica explained”',
  causes: '“Causes of Sciatica” or “Why does sciatica happen?”',
  ordeal: '“The Ordeal of Sciatica” or “Living with sciatica”',
};

export function sectionMissing(name: SectionName): ImportProblem {
  return new ImportProblem(
    `${name}Missing`,
    `No section about ${subjects[name]} was found: give it a heading on a line of its own, such as ${examples[name]}, and text below it.`,
  );
}
