import type { Deadline } from '../deadline.ts';
import { queryLimits } from '../limits.ts';
import { callNode } from '../parse/call.ts';
import type { ExprNode } from '../parse/groq.ts';
import type { CandidateDocument } from '../plan/index-only-scan.ts';
import { isLocator, type Locator, locate } from './source-locator.ts';
import { createSourcePaths, type SourceMapOption, type SourcePath, segment } from './source-paths.ts';
import { createOrigins, trackSources } from './source-tracking.ts';

type Source = { type: 'documentValue'; document: number; path: number };

/** @see https://www.sanity.io/docs/content-source-maps */
export type ContentSourceMap = {
  documents: { _id: string; _type: string }[];
  paths: string[];
  mappings: Record<string, { type: 'value'; source: Source }>;
};

const mostMappings = queryLimits.mappings.value;

/**
 * Tracks where the values of a result come from. Names only documents that the query fetched, so it reveals nothing
 * that the reader may not read.
 */
export function createSources(option: SourceMapOption) {
  const origins = createOrigins();
  const sourcePaths = createSourcePaths(option);
  let root: { result: unknown; locator: unknown } = { result: null, locator: null };

  return {
    tree(parsed: ExprNode): ExprNode {
      const keep = (result: unknown, locator: unknown): unknown => {
        root = { result, locator };
        return result;
      };
      return callNode(keep, [trackSources(parsed, origins), locate(parsed) ?? { type: 'Value', value: null }]);
    },

    addDocument: (document: CandidateDocument): void => sourcePaths.add(document),

    /** The source map. For a long result, this takes longer than the query. */
    map(deadline: Deadline): ContentSourceMap {
      const documents = createNumbering();
      const paths = createNumbering();
      const named: ContentSourceMap['documents'] = [];
      const mappings: ContentSourceMap['mappings'] = {};
      let count = 0;

      function addMapping(resultPath: string, found: SourcePath): void {
        const { _id, _originalId = _id, _type } = found.document;
        const document = documents.numberOf(String(_originalId));
        named[document] ??= { _id: String(_originalId), _type };
        mappings[resultPath] = {
          type: 'value',
          source: { type: 'documentValue', document, path: paths.numberOf(found.path) },
        };
        count += 1;
      }

      function walk(value: unknown, locator: Locator | undefined, resultPath: string): void {
        if (count >= mostMappings) return;
        const located = locator ? sourcePaths.find(locator, origins) : undefined;
        const source = located ?? (isObject(value) ? sourcePaths.findObject(value) : undefined);
        if (source) addMapping(resultPath, source);
        else if (isObject(value)) walkCreated(value, resultPath);
      }

      function walkCreated(created: object, resultPath: string): void {
        deadline.check();
        const known = origins.of(created);
        const entries: [string | number, unknown][] = Array.isArray(created)
          ? [...created.entries()]
          : Object.entries(created);
        for (const [key, item] of entries) walk(item, known?.get(key), `${resultPath}${segment(key)}`);
      }

      walk(root.result, isLocator(root.locator) ? root.locator : undefined, '$');
      return { documents: named, paths: paths.all, mappings };
    },
  };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Numbers distinct texts in the order of their first use. */
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
