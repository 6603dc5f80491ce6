import { type SectionName, sectionNames } from '@bodytext/schema/section';
import type { Paragraph } from './article-text.ts';
import { ImportProblem } from './problem.ts';
import { isOtherSubject, scoreHeading } from './section-patterns.ts';

export type FoundSections = {
  /** The index of each section's heading among the paragraphs. */
  headings: Record<SectionName, number>;
  doubts: string[];
};

type Candidate = { index: number; text: string; scores: Record<SectionName, number> };
type Choice = Partial<Record<SectionName, Candidate>>;

/**
 * Finds the headings of the three sections, in any order. Chooses the combination with the highest total score, so that
 * “Why me?” in the middle of a story does not win over “Causes of Sciatica”.
 */
export function findSections(paragraphs: readonly Paragraph[], condition: string): FoundSections {
  const candidates = paragraphs.flatMap(({ text, standsOut }, index) =>
    standsOut ? [{ index, text, scores: scoresOf(text, condition) }] : [],
  );
  const choice = chooseBest(sectionNames, candidates);
  const missing = sectionNames.filter((name) => choice[name] === undefined);
  const guessed = guessByElimination(missing, choice, candidates, condition);
  const { what, causes, ordeal } = { ...choice, ...guessed.choice };
  if (what === undefined) throw sectionMissing('what');
  if (causes === undefined) throw sectionMissing('causes');
  if (ordeal === undefined) throw sectionMissing('ordeal');
  return { headings: { what: what.index, causes: causes.index, ordeal: ordeal.index }, doubts: guessed.doubts };
}

function scoresOf(text: string, condition: string): Record<SectionName, number> {
  return {
    what: scoreHeading('what', text, condition),
    causes: scoreHeading('causes', text, condition),
    ordeal: scoreHeading('ordeal', text, condition),
  };
}

/** Bounds the exhaustive search: only the candidates with the highest scores are tried. */
const maxCandidates = 6;

function chooseBest(names: readonly SectionName[], candidates: readonly Candidate[]): Choice {
  const [name, ...others] = names;
  if (name === undefined) return {};
  const tried = candidates
    .filter(({ scores }) => scores[name] > 0)
    .toSorted((a, b) => b.scores[name] - a.scores[name] || a.index - b.index)
    .slice(0, maxCandidates);
  const choices = [undefined, ...tried].map((candidate): Choice => {
    const rest = chooseBest(
      others,
      candidates.filter((other) => other !== candidate),
    );
    return candidate === undefined ? rest : { [name]: candidate, ...rest };
  });
  return choices.reduce((best, choice) => (isBetter(choice, best) ? choice : best));
}

/** Compares by the number of sections, then by the headings' scores, then by their positions. */
function isBetter(choice: Choice, than: Choice): boolean {
  return score(choice) > score(than) || (score(choice) === score(than) && positions(choice) < positions(than));
}

function score(choice: Choice): number {
  return sectionNames.reduce(
    (sum, name) => sum + (choice[name] === undefined ? 0 : 100 + choice[name].scores[name]),
    0,
  );
}

function positions(choice: Choice): number {
  return sectionNames.reduce((sum, name) => sum + (choice[name]?.index ?? 0), 0);
}

/** If one section is missing and one heading is left that names no other subject, takes it for the missing one. */
function guessByElimination(
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
