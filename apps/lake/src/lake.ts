import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { addOnPlugin, isDatasetName } from './add-on.ts';
import type { AssetLimits } from './assets/asset-limits.ts';
import { type Dataset, openDataset } from './dataset.ts';
import { badRequest, unauthorized } from './errors.ts';
import { createShares, type Shares } from './fairness/shares.ts';
import { createSlices, type Slices } from './fairness/slices.ts';
import { type AllowedOrigins, createAllowedOrigins } from './people/allowed-origins.ts';
import type { AuditRetention } from './people/audit-log.ts';
import { createPeople, type People } from './people/people.ts';
import type { TokenHolder } from './people/tokens.ts';
import { keepPeopleTidy } from './people/upkeep.ts';
import { createUserSettings, type UserSettings } from './people/user-settings.ts';
import type { LakePlugin } from './plugin.ts';
import { defaultProject, mainDataset, type ProjectSettings } from './project.ts';
import { createFindActor } from './releases/find-actor.ts';
import { type ReleaseClock, startReleaseClock } from './releases/release-clock.ts';
import { openingFailed } from './store/opening-failed.ts';
import { isFromSqlite } from './store/storage-failure.ts';
import type { WebhookOptions } from './webhooks/hook.ts';

export type LakeUrls = { lake: string; studio: string; site: string };

export type LakeOptions = {
  dataDir: string;
  urls: LakeUrls;
  /** The project's id and name in Sanity's tools. */
  project?: ProjectSettings;
  /** Whether a Studio is served at the Studio's address; if not, people sign in at the lake's. */
  servesStudio?: boolean;
  plugin?: LakePlugin;
  webhooks?: WebhookOptions[];
  /** Lets anonymous readers see published documents whose id has no dot. Off unless asked for. */
  isPublic?: boolean;
  /** How long the audit log is kept. */
  auditRetention?: AuditRetention;
  /** How large assets may be, and how much of the disk renditions may take. */
  assetLimits?: Partial<AssetLimits>;
};

/** A Content Lake in this process, with all its parts. */
export type Lake = {
  urls: LakeUrls;
  /** Where people sign in: at the Studio's own origin where the lake serves one. */
  signInUrl: string;
  project: ProjectSettings;
  people: People;
  settings: UserSettings;
  /** Whose pages may call the lake from a browser, beside its own. */
  origins: AllowedOrigins;
  /** The dataset that the newsroom publishes from; people and their tokens are in its database too. */
  main: Dataset;
  /** The dataset of this name, if there is one. */
  dataset(name: string): Dataset | undefined;
  datasets(): Dataset[];
  /** Gives the main dataset a companion, such as the one for comments; the same one if it is there already. */
  addOn(name: string): Dataset;
  /** Whose token this is. Without a token it is nobody; with a wrong one the request is refused. */
  holderOf(token: string | undefined): TokenHolder | undefined;
  /** Long work for callers, in slices between which others are answered. */
  slices: Slices;
  /** What each caller has had of the lake's time. */
  shares: Shares;
  /** Starts what goes on by itself: webhooks and jobs. Not for a command that only looks something up. */
  begin(): void;
  close(): Promise<void>;
};

/**
 * Opens a lake: after this it can be used in the process; `startLake` gives it its HTTP API.
 *
 * @throws PlainError where the database can't be used: that it is damaged may show only when it is asked something
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
  const shares = createShares();
  const ofAll = { projectId, assetLimits, shares };
  const main = openDataset({ ...ofAll, name: mainDataset, folder: dataDir, plugin, webhooks, isPublic });
  const people = createPeople(main.store.database, { plugin, retention: options.auditRetention });
  const datasets = new Map([[mainDataset, main]]);
  const addOns = join(dataDir, 'datasets');
  const slices = createSlices({ shares });
  let hasBegun = false;
  let stopUpkeep = (): void => {};
  let releaseClock: ReleaseClock | undefined;

  function addOn(name: string): Dataset {
    const known = datasets.get(name);
    if (known) return known;
    if (!isDatasetName(name)) throw badRequest(`“${name}” can’t be the name of a dataset.`);
    const dataset = openDataset({
      plugin: addOnPlugin(plugin),
      webhooks: [],
      isPublic: false,
      ...ofAll,
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
    settings: createUserSettings(main.store.database),
    origins: createAllowedOrigins(main.store.database, people.audit),
    main,
    dataset: (name) => datasets.get(name),
    datasets: () => [...datasets.values()],
    addOn,
    slices,
    shares,

    holderOf(token) {
      if (!token) return undefined;
      const holder = people.holderOf(token);
      if (!holder) throw unauthorized();
      return holder;
    },

    begin() {
      hasBegun = true;
      stopUpkeep = keepPeopleTidy(people);
      for (const dataset of datasets.values()) dataset.begin();
      releaseClock = startReleaseClock(main, createFindActor(main, people));
    },

    async close() {
      stopUpkeep();
      slices.close();
      await releaseClock?.close();
      // The main one last: the others ask it who people are.
      for (const dataset of [...datasets.values()].reverse()) await dataset.close();
    },
  };
}

/** A file manager or a file system may have left something else beside them. */
function namesOfDatasetsIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory() && isDatasetName(entry.name)).map(({ name }) => name);
}
