import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { addOnPlugin, isDatasetName } from './add-on.ts';
import type { AssetLimits } from './assets/limits.ts';
import { type Dataset, openDataset } from './dataset.ts';
import { badRequest, unauthorized } from './errors.ts';
import { type CpuLimiter, createCpuLimiter } from './fairness/cpu-limiter.ts';
import { createScheduler, type Scheduler } from './fairness/scheduler.ts';
import { type AllowedOrigins, createAllowedOrigins } from './people/allowed-origins.ts';
import type { AuditRetention } from './people/audit-log.ts';
import { createPeople, type People } from './people/people.ts';
import { startPeriodicCleanup } from './people/periodic-cleanup.ts';
import type { TokenHolder } from './people/tokens.ts';
import { createUserKeyValues, type UserKeyValues } from './people/user-key-values.ts';
import type { LakePlugin } from './plugin.ts';
import { defaultProject, mainDataset, type ProjectSettings } from './project.ts';
import { createFindActor } from './releases/find-actor.ts';
import { type ReleaseScheduler, startReleaseScheduler } from './releases/release-scheduler.ts';
import { openingFailed } from './store/opening-failed.ts';
import { isFromSqlite } from './store/storage-failure.ts';
import type { WebhookOptions } from './webhooks/hook.ts';

export type LakeUrls = { lake: string; studio: string; site: string };

export type LakeOptions = {
  dataDir: string;
  urls: LakeUrls;
  /** The project's id and title in Sanity's tools. */
  project?: ProjectSettings;
  /** Whether this process serves a Studio; if not, people sign in at the lake's URL. */
  servesStudio?: boolean;
  plugin?: LakePlugin;
  webhooks?: WebhookOptions[];
  /** Lets anonymous readers see published documents whose id has no dot. Off by default. */
  isPublic?: boolean;
  /** How long the audit log is kept. */
  auditRetention?: AuditRetention;
  assetLimits?: Partial<AssetLimits>;
};

/** A Content Lake in this process. */
export type Lake = {
  urls: LakeUrls;
  /** Where people sign in: at the Studio's origin if the lake serves it. */
  signInUrl: string;
  project: ProjectSettings;
  people: People;
  keyValues: UserKeyValues;
  /** CORS origins that an administrator allowed. */
  origins: AllowedOrigins;
  /** The dataset with the content; users and tokens are in its database too. */
  main: Dataset;
  dataset(name: string): Dataset | undefined;
  datasets(): Dataset[];
  /** Opens an add-on dataset, such as that for comments; creates it if it does not exist. */
  addOn(name: string): Dataset;
  /** The holder of a token; undefined without a token. @throws 401 for an invalid token */
  holderOf(token: string | undefined): TokenHolder | undefined;
  /** Runs long work in time slices. */
  scheduler: Scheduler;
  /** Rate limit by CPU time. */
  cpuLimiter: CpuLimiter;
  /** Starts background work: webhooks, jobs, scheduled releases. Commands that only read do not need it. */
  begin(): void;
  close(): Promise<void>;
};

/**
 * Opens a lake for use in this process; `startLake` adds the HTTP API.
 *
 * @throws PlainError where the database can't be used: damage may show only at the first statement
 */
export function openLake(options: LakeOptions): Lake {
  try {
    return open(options);
  } catch (error) {
    throw isFromSqlite(error) ? openingFailed(error, options.dataDir) : error;
  }
}

function open(options: LakeOptions): Lake {
  const {
    dataDir,
    urls,
    project = defaultProject,
    plugin = {},
    webhooks = [],
    isPublic = false,
    assetLimits,
  } = options;
  const projectId = project.id;
  const cpuLimiter = createCpuLimiter();
  const shared = { projectId, assetLimits, cpuLimiter };
  const main = openDataset({ ...shared, name: mainDataset, folder: dataDir, plugin, webhooks, isPublic });
  const people = createPeople(main.store.database, { plugin, retention: options.auditRetention });
  const datasets = new Map([[mainDataset, main]]);
  const addOns = join(dataDir, 'datasets');
  const scheduler = createScheduler({ cpuLimiter });
  let hasBegun = false;
  let stopUpkeep = (): void => {};
  let releaseClock: ReleaseScheduler | undefined;

  function addOn(name: string): Dataset {
    const opened = datasets.get(name);
    if (opened) return opened;
    if (!isDatasetName(name)) throw badRequest(`“${name}” can’t be the name of a dataset.`);
    const dataset = openDataset({
      plugin: addOnPlugin(plugin),
      webhooks: [],
      isPublic: false,
      ...shared,
      name,
      folder: join(addOns, name),
    });
    datasets.set(name, dataset);
    if (hasBegun) dataset.begin();
    return dataset;
  }

  for (const name of namesOfDatasetsIn(addOns)) addOn(name);

  return {
    urls,
    signInUrl: options.servesStudio === false ? urls.lake : urls.studio,
    project,
    people,
    keyValues: createUserKeyValues(main.store.database),
    origins: createAllowedOrigins(main.store.database, people.audit),
    main,
    dataset: (name) => datasets.get(name),
    datasets: () => [...datasets.values()],
    addOn,
    scheduler,
    cpuLimiter,

    holderOf(token) {
      if (!token) return undefined;
      const holder = people.holderOf(token);
      if (!holder) throw unauthorized();
      return holder;
    },

    begin() {
      hasBegun = true;
      stopUpkeep = startPeriodicCleanup(people);
      for (const dataset of datasets.values()) dataset.begin();
      releaseClock = startReleaseScheduler(main, createFindActor(main, people));
    },

    async close() {
      stopUpkeep();
      scheduler.close();
      await releaseClock?.close();
      // The main one last: the others look up users in its database.
      for (const dataset of [...datasets.values()].reverse()) await dataset.close();
    },
  };
}

/** Ignores everything else, such as files that a file manager left. */
function namesOfDatasetsIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory() && isDatasetName(entry.name)).map(({ name }) => name);
}
