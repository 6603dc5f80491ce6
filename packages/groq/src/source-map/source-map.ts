import type { Deadline } from '../deadline.ts';
import { queryLimits } from '../limits.ts';
import { callNode } from '../parse/call.ts';
import type { ExprNode } from '../parse/groq.ts';
import type { SeenDocument } from '../plan/thin-documents.ts';
import { isLocator, type Locator, locate } from './source-locator.ts';
import { createPlaces, type Place, segment } from './source-places.ts';
import { createOrigins, trackSources } from './source-tracking.ts';

/** `true`: items of lists by their position; `keys`: by their `_key` where they have one. */
export type SourceMapWish = 'positions' | 'keys';

type Source = { type: 'documentValue'; document: number; path: number };

/** @see https://www.sanity.io/docs/content-source-maps */
export type ContentSourceMap = {
  documents: { _id: string; _type: string }[];
  paths: string[];
  mappings: Record<string, { type: 'value'; source: Source }>;
};

const mostMappings = queryLimits.mappings.value;

/**
 * Follows where the values of a result come from. Only documents that the query got through its candidates are ever
 * named, so nothing is told of what its reader may not see.
 */
export function createSources(wish: SourceMapWish) {
  const origins = createOrigins();
  const places = createPlaces(wish);
  let root: { result: unknown; place: unknown } = { result: null, place: null };

  return {
    tree(parsed: ExprNode): ExprNode {
      const keep = (result: unknown, place: unknown): unknown => {
        root = { result, place };
        return result;
      };
      return callNode(keep, [trackSources(parsed, origins), locate(parsed) ?? { type: 'Value', value: null }]);
    },

    /** A document that the query got. */
    see: (document: SeenDocument): void => places.add(document),

    /** To look where each value of a long result comes from takes longer than the query did. */
    map(deadline: Deadline): ContentSourceMap {
      const documents = createNumbering();
      const paths = createNumbering();
      const named: ContentSourceMap['documents'] = [];
      const mappings: ContentSourceMap['mappings'] = {};
      let count = 0;

      function note(resultPath: string, found: Place): void {
        const { _id, _originalId = _id, _type } = found.document;
        const document = documents.numberOf(String(_originalId));
        named[document] ??= { _id: String(_originalId), _type };
        mappings[resultPath] = {
          type: 'value',
          source: { type: 'documentValue', document, path: paths.numberOf(found.path) },
        };
        count += 1;
      }

      function walk(value: unknown, place: Locator | undefined, resultPath: string): void {
        if (count >= mostMappings) return;
        const found = place ? places.find(place, origins) : undefined;
        const stored = found ?? (isObject(value) ? places.findObject(value) : undefined);
        if (stored) note(resultPath, stored);
        else if (isObject(value)) walkMade(value, resultPath);
      }

      function walkMade(made: object, resultPath: string): void {
        deadline.check();
        const known = origins.of(made);
        const entries: [string | number, unknown][] = Array.isArray(made) ? [...made.entries()] : Object.entries(made);
        for (const [key, item] of entries) walk(item, known?.get(key), `${resultPath}${segment(key)}`);
      }

      walk(root.result, isLocator(root.place) ? root.place : undefined, '$');
      return { documents: named, paths: paths.all, mappings };
    },
  };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Each text once, by its place in a list. */
function createNumbering() {
  const all: string[] = [];
  const numbers = new Map<string, number>();
  return {
    all,
    numberOf(text: string): number {
      const number = numbers.get(text) ?? all.push(text) - 1;
      numbers.set(text, number);
      return number;
    },
  };
}
