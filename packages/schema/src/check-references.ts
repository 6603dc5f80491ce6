import { z } from 'zod';
import { isPublishedId } from './document.ts';
import { type ReferenceTarget, referenceTargets } from './document-reference.ts';
import { feedbackTypes } from './document-types.ts';
import { type Issue, pathToString } from './issue.ts';
import type { Lookup } from './lookup.ts';
import { type FoundReference, referencesIn } from './references-in.ts';
import type { SchemaNode } from './walk-schema.ts';

type Checked = {
  document: unknown;
  /** The published document before, if there is one. */
  before: unknown;
  nodes: SchemaNode[];
};

/**
 * Checks that every reference, weak or strong, points to a published document of a type that its field allows.
 * References into other datasets can't be checked.
 */
export function checkReferences({ document, before, nodes }: Checked, lookup: Lookup): Issue[] {
  const targets = new Map(
    nodes.flatMap(({ schema, path }) => {
      const target = referenceTargets.get(schema);
      return target ? [[pathToString(path), target.to]] : [];
    }),
  );
  const tolerated = toleratedIds(document, before);
  return referencesIn(document)
    .filter(({ id }) => !tolerated.has(id))
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
  if (isCrossDataset)
    return to && { code: 'reference.elsewhere', message: `Choose ${anyOf(to)} of this dataset here.` };
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
  // Created lazily: the first `Intl` object loads locale data, which would slow down a program's start.
  return new Intl.ListFormat('en', { type: 'disjunction' }).format(types.map((type) => names[type]));
}

/** Feedback outlives its page: references that it already had may dangle, so that an editor can still handle it. */
function toleratedIds(document: unknown, before: unknown): ReadonlySet<string> {
  const isFromReaders = feedbackTypes.has(typed.safeParse(document).data?._type ?? '');
  return new Set(isFromReaders ? referencesIn(before).map(({ id }) => id) : []);
}
