import { PlainError } from '../errors.ts';
import type { DatasetSource } from './dataset-source.ts';
import { assetSourcesIn, parseImported } from './imported-document.ts';
import { readLines } from './read-lines.ts';

export type ValidatedFile = { count: number; assetSources: Set<string> };

/**
 * Validates all documents before anything is written: an invalid line should not be found while writers are blocked.
 */
export function validateDocuments({ data }: DatasetSource): ValidatedFile {
  const firstLines = new Map<string, number>();
  const assetSources = new Set<string>();
  let count = 0;
  for (const { text, number } of readLines(data)) {
    const document = parseImported(text, `${data}, line ${number}`);
    if (!document) continue;
    const earlier = firstLines.get(document._id);
    if (earlier !== undefined) {
      throw new PlainError(
        `${data}, line ${number}: the id ${document._id} is also that of line ${earlier}. Nothing was imported.`,
      );
    }
    firstLines.set(document._id, number);
    for (const source of assetSourcesIn(document)) assetSources.add(source);
    count += 1;
  }
  return { count, assetSources };
}
