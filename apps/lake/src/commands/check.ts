import { existsSync } from 'node:fs';
import { checkAssets } from '../assets/asset-check.ts';
import type { Dataset } from '../dataset.ts';
import { removeStaleUnpacked } from '../dataset-file/dataset-source.ts';
import { openSnapshot } from '../dataset-file/snapshot.ts';
import type { Environment } from '../environment.ts';
import { PlainError } from '../errors.ts';
import { blocks, publishedLookup, runGate } from '../mutate/gate.ts';
import { mainDataset } from '../project.ts';
import { inconsistencies } from '../store/consistency.ts';
import { commandLimits } from './limits.ts';
import { openConfiguredLake } from './open-lake.ts';

const maxListed = commandLimits.listedProblems.value;

/** Checks the integrity of the data folder, and lists published documents that the gate would refuse today. */
export async function check(environment: Environment): Promise<void> {
  const { dataDir } = environment;
  if (!existsSync(dataDir)) throw new PlainError(`There is no data folder ${dataDir}.`);
  const lake = openConfiguredLake(environment);
  try {
    removeStaleUnpacked(dataDir);
    const problems: string[] = [];
    for (const dataset of lake.datasets()) problems.push(...(await checkDataset(dataset)));
    if (problems.length > 0) throw new PlainError(damageReport(problems, dataDir));
  } finally {
    // A damaged database may fail to close: the problems found must be reported all the same.
    await lake.close().catch(() => undefined);
  }
}

/** A dataset that can't be read completely is damaged as well. */
async function checkDataset(dataset: Dataset): Promise<string[]> {
  const { name, of } = namesOf(dataset);
  const problems: string[] = [];
  try {
    problems.push(...inconsistenciesIn(dataset));
    const assets = await checkAssets(dataset);
    problems.push(...assets.problems);
    if (problems.length === 0) reportValid(dataset, of);
    if (assets.unused > 0) {
      console.log(`${assets.unused} files${of} belong to no document. ${whenDeleted(dataset)}`);
    }
  } catch (error) {
    problems.push(`it can’t be read to its end: ${error instanceof Error ? error.message : String(error)}`);
  }
  return problems.map((problem) => `${name}: ${problem}`);
}

/** Reads a snapshot: concurrent writes of a running lake would look inconsistent. */
function inconsistenciesIn({ store }: Dataset): string[] {
  const snapshot = openSnapshot(store.database);
  try {
    return inconsistencies(snapshot.database);
  } finally {
    snapshot.close();
  }
}

function whenDeleted({ assets }: Dataset): string {
  const { orphanDays } = assets.limits;
  if (orphanDays === 0) return 'The lake keeps them, aside in assets/orphaned.';
  return `The lake puts them aside in assets/orphaned, and deletes them after ${orphanDays} days (LAKE_ORPHAN_DAYS).`;
}

function namesOf({ project }: Dataset): { name: string; of: string } {
  const isMain = project.dataset === mainDataset;
  return { name: project.dataset, of: isMain ? '' : ` of ${project.dataset}` };
}

function reportValid({ store, plugin }: Dataset, of: string): void {
  const { documents } = store;
  const ids = documents.idsWhere("variant = '' AND type NOT LIKE 'system.%' AND type NOT LIKE 'sanity.%'", []);
  console.log(`The database${of} is whole. It holds ${ids.length} published documents.`);
  const lookup = publishedLookup(documents);
  for (const id of ids) {
    const document = documents.get(id);
    if (!document) continue;
    for (const { issues } of runGate([{ before: document, after: document }], plugin, lookup).filter(blocks)) {
      for (const { message } of issues.filter(({ severity }) => severity === 'blocks'))
        console.log(`  ${id}: ${message}`);
    }
  }
}

function damageReport(problems: string[], dataDir: string): string {
  const more = problems.length > maxListed ? [`  and ${problems.length - maxListed} more`] : [];
  return [
    `What is in ${dataDir} is damaged:`,
    ...problems.slice(0, maxListed).map((problem) => `  ${problem}`),
    ...more,
    'Keep a copy of the folder as it is. If documents are concerned: restore the newest backup for which “check” finds',
    'nothing, into an empty folder (DATA_DIR=… restore FILE). If only files of assets are: upload them again, or copy',
    'them from a backup’s assets folder.',
  ].join('\n');
}
