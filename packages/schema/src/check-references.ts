import { z } from 'zod';
import type { Described } from './described.ts';
import { isPublishedId } from './document.ts';
import { type ReferenceTarget, referenceTargets } from './document-reference.ts';
import { fromReaders } from './document-types.ts';
import { type Issue, pathToString } from './issue.ts';
import type { Lookup } from './lookup.ts';
import { type FoundReference, referencesIn } from './references-in.ts';

type Checked = {
  document: unknown;
  /** As it was, where it was published already. */
  before: unknown;
  /** The parts of the document that its schema describes. */
  described: Described[];
};

/**
 * Whether every reference is to a published document, and of a type that its field is for. Weak ones as well: readers
 * find nothing where they lead. What is in other datasets is not ours to tell.
 */
export function checkReferences({ document, before, described }: Checked, lookup: Lookup): Issue[] {
  const targets = new Map(
    described.flatMap(({ schema, path }) => {
      const target = referenceTargets.get(schema);
      return target ? [[pathToString(path), target.to]] : [];
    }),
  );
  const outlived = outlivedBy(document, before);
  return referencesIn(document)
    .filter(({ id }) => !outlived.has(id))
    .flatMap((reference) => {
      const problem = problemWith(reference, targets.get(pathToString(reference.path)), lookup);
      return problem ? [{ path: reference.path, ...problem, severity: 'blocks' as const }] : [];
    });
}

function problemWith(
  { id, isCrossDataset }: FoundReference,
  to: readonly ReferenceTarget[] | undefined,
  lookup: Lookup,
): Pick<Issue, 'code' | 'message'> | undefined {
  if (isCrossDataset) return to && { code: 'reference.elsewhere', message: `Choose ${anyOf(to)} of this dataset here.` };
  const target = isPublishedId(id) ? typed.safeParse(lookup.get(id)).data : undefined;
  if (target === undefined) return to?.includes('sanity.imageAsset') ? missingImage : unpublished;
  if (to === undefined || to.some((type) => type === target._type)) return undefined;
  const found = nameOf(target._type) ?? `a document of type “${target._type}”`;
  return { code: 'reference.type', message: `Choose ${anyOf(to)} here: this points to ${found}.` };
}

const typed = z.object({ _type: z.string() });

const unpublished = {
  code: 'reference.unpublished',
  message: 'This points to a document that is not published. Publish that one first, or choose another.',
};

const missingImage = {
  code: 'reference.missing',
  message: 'This image is no longer there. Upload it again, or choose another.',
};

const names: Record<ReferenceTarget, string> = {
  article: 'an article',
  callToAction: 'a call to action',
  literatureReference: 'a reference',
  page: 'a page',
  person: 'a person',
  topic: 'a topic',
  'sanity.imageAsset': 'an image',
};

function nameOf(type: string): string | undefined {
  return Object.entries(names).find(([name]) => name === type)?.[1];
}

function anyOf(types: readonly ReferenceTarget[]): string {
  // Made where it is needed: the first one reads the rules of languages, which is a part of a start.
  return new Intl.ListFormat('en', { type: 'disjunction' }).format(types.map((type) => names[type]));
}

/** What readers said outlives what they said it about: an editor goes on handling it when the page is gone. */
function outlivedBy(document: unknown, before: unknown): ReadonlySet<string> {
  const isFromReaders = fromReaders.has(typed.safeParse(document).data?._type ?? '');
  return new Set(isFromReaders ? referencesIn(before).map(({ id }) => id) : []);
}
