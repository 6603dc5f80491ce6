import { z } from 'zod';
import { drafts, published, type Variant, versionVariant } from './document.ts';
import { queryLimits } from './limits.ts';
import { QueryError } from './query-error.ts';

/**
 * Which variants of documents a query sees: `raw`, every variant as a document of its own; or of each document the
 * variant in the uppermost layer that has one.
 * @see https://www.sanity.io/docs/content-lake/perspectives
 */
export type Perspective = { kind: 'raw' } | { kind: 'layers'; layers: Variant[] };

export const raw: Perspective = { kind: 'raw' };
export const publishedOnly: Perspective = { kind: 'layers', layers: [published] };

/**
 * From this API version on there are releases, and the default perspective is `published`.
 * @see https://www.sanity.io/docs/changelog/676aaa9d-2da6-44fb-abe5-580f28047c10
 */
export const releasesSince = '2025-02-19';
const mostLayers = queryLimits.layers.value;
const perspectiveName = z.string().regex(/^[a-zA-Z0-9_-]+$/, 'is no perspective and no release id');

/** Parses the `perspective` parameter: a name, or a list of releases, uppermost first. */
export function parsePerspective(parameter: string | undefined, apiVersion: string): Perspective {
  if (!parameter) return defaultPerspective(apiVersion);
  const names = parameter.startsWith('[') ? parseList(parameter) : parameter.split(',');
  if (!hasReleases(apiVersion) && !(names.length === 1 && withoutReleases.has(names[0] ?? ''))) {
    throw new QueryError(
      `Complex perspectives are not supported for this version: releases, such as in “${parameter}”, need v${releasesSince} or later.`,
    );
  }
  if (names.length > mostLayers) throw new QueryError(`A perspective may have ${mostLayers} layers at most.`);
  const [only] = names;
  if (names.length === 1 && only === 'raw') return raw;
  return { kind: 'layers', layers: [...new Set([...names.map(layerOf), published])] };
}

/** The perspectives of API versions without releases. */
const withoutReleases = new Set(['raw', 'published', 'drafts', 'previewDrafts']);

/** API versions `1` and `X` are Sanity's oldest and its experimental one. */
export function hasReleases(apiVersion: string): boolean {
  return apiVersion === 'X' || apiVersion >= releasesSince;
}

function defaultPerspective(apiVersion: string): Perspective {
  return hasReleases(apiVersion) ? publishedOnly : raw;
}

function parseList(parameter: string): string[] {
  const list = z.array(z.string()).safeParse(safeJson(parameter));
  if (!list.success) throw new QueryError(`The perspective ${parameter} is not a list of names.`);
  return list.data;
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function layerOf(name: string): Variant {
  if (name === 'published') return published;
  if (name === 'drafts' || name === 'previewDrafts') return drafts;
  if (name === 'raw' || !perspectiveName.safeParse(name).success) {
    throw new QueryError(`“${name}” can't be part of a perspective.`);
  }
  return versionVariant(name);
}
