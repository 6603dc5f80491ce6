import type { Dataset } from '../dataset.ts';
import { type DatasetSource, openSource } from '../dataset-file/dataset-source.ts';
import { importAssets } from '../dataset-file/import-assets.ts';
import { adopt, parseImported } from '../dataset-file/imported-document.ts';
import { linesOf } from '../dataset-file/lines.ts';
import { showProgress } from '../dataset-file/progress.ts';
import { scan } from '../dataset-file/scan.ts';
import { type OnConflict, publishedAmong, storeDocuments } from '../dataset-file/store-documents.ts';
import type { Environment } from '../environment.ts';
import { asLakeError, asOperationError, PlainError } from '../errors.ts';
import type { Lake } from '../lake.ts';
import { askGate, blocks, type GateFinding, publishedLookup } from '../mutate/gate.ts';
import type { NewDocument } from '../mutate/working-set.ts';
import { mainDataset } from '../project.ts';
import { makeFolder } from '../store/folder.ts';
import { commandLimits } from './limits.ts';
import { openNewsroom } from './open-newsroom.ts';
import type { Options } from './options.ts';
import { byCommandLine } from './with-people.ts';

const mostListed = commandLimits.problems.value;
const datasetName = /^[a-z0-9][a-z0-9_-]{0,63}$/;

/** Imports a dataset as Sanity exports it: NDJSON, with assets in folders beside it. All of it is stored, or nothing. */
export async function importDataset(
  environment: Environment,
  path: string | undefined,
  options: Options,
): Promise<void> {
  if (!path)
    throw new PlainError('Say what to import: import FILE.tar.gz, FILE.ndjson, or a folder with a data.ndjson in it.');
  const onConflict = conflictRule(options);
  makeFolder(environment.dataDir);
  const lake = openNewsroom(environment);
  try {
    const dataset = datasetNamed(lake, options.dataset ?? mainDataset);
    if (options['if-empty'] && dataset.store.log.lastSeq() > 0) {
      console.log('The dataset is not empty: nothing was imported.');
      return;
    }
    const source = await openSource(path, environment.dataDir);
    try {
      await importSource(lake, dataset, source, onConflict);
    } finally {
      source.close();
    }
  } finally {
    await lake.close();
  }
}

function conflictRule({ replace, missing }: Options): OnConflict {
  if (replace && missing) throw new PlainError('Say either --replace or --missing.');
  return replace ? 'replace' : missing ? 'keep' : 'refuse';
}

function datasetNamed(lake: Lake, name: string): Dataset {
  if (!datasetName.test(name)) throw new PlainError(`“${name}” can’t be the name of a dataset.`);
  return lake.dataset(name) ?? lake.addOn(name);
}

async function importSource(
  lake: Lake,
  dataset: Dataset,
  source: DatasetSource,
  onConflict: OnConflict,
): Promise<void> {
  const { count, assetSources } = scan(source);
  const place = { dataset, lakeUrl: lake.urls.lake };
  const assets = await importAssets(place, source, assetSources);
  const progress = showProgress('Importing documents', count);

  function* documents(): Generator<NewDocument> {
    // An asset that is there already stays as it is, whatever is done with documents.
    yield* assets.documents.filter(({ _id }) => !dataset.store.documents.get(_id));
    for (const { text, number } of linesOf(source.data)) {
      const document = parseImported(text, `${source.data}, line ${number}`);
      progress.tick();
      if (document) yield adopt(document, { project: dataset.project, lakeUrl: lake.urls.lake }, assets.idFor);
    }
  }

  const stored = storeOrSay(() => storeDocuments(dataset, documents(), onConflict));
  progress.done();
  const { dataset: subject } = dataset.project;
  lake.people.audit.record({ ...byCommandLine, event: 'import', subject, detail: `${stored.size} documents` });
  const importedAssets = assets.documents.filter(({ _id }) => stored.has(_id)).length;
  const also = importedAssets > 0 ? ` and ${importedAssets} assets` : '';
  console.log(`Imported ${stored.size - importedAssets} documents${also} from ${source.name}.`);
  report([...unpublishable(dataset, stored)]);
}

function storeOrSay<Result>(store: () => Result): Result {
  try {
    return store();
  } catch (error) {
    const refusal = asLakeError(error) ?? asOperationError(error);
    throw refusal ? new PlainError(`Nothing was imported: ${refusal.message}`) : error;
  }
}

/** An administrator's import stores everything; this is what could not be published as it is. */
function* unpublishable(dataset: Dataset, stored: Iterable<string>): Generator<GateFinding> {
  const lookup = publishedLookup(dataset.store.documents);
  for (const after of publishedAmong(dataset, stored)) {
    if (after._type.startsWith('system.') || after._type.startsWith('sanity.')) continue;
    yield* askGate([{ before: undefined, after }], dataset.plugin, lookup).filter(blocks);
  }
}

function report(findings: GateFinding[]): void {
  if (findings.length === 0) return;
  console.log(`${findings.length} of them could not be published as they are:`);
  for (const { id, issues } of findings.slice(0, mostListed)) {
    const sentences = issues.filter(({ severity }) => severity === 'blocks').map(({ message }) => message);
    console.log(`  ${id}: ${[...new Set(sentences)].join(' ')}`);
  }
  if (findings.length > mostListed) console.log(`  and ${findings.length - mostListed} more; “check” lists all.`);
}
