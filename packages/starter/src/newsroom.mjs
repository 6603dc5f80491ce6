import { checkDataDir } from './data-dir.mjs';
import { installPackages } from './install.mjs';
import { keepRunning } from './keep-running.mjs';
import { checkMachine } from './machine.mjs';
import { checkPorts } from './ports.mjs';
import { seedDemo } from './seed.mjs';
import { logOf, serverCommand } from './services.mjs';
import { readSettings } from './settings.mjs';
import { signInLink } from './sign-in-link.mjs';
import { turbo } from './turbo.mjs';
import { welcome } from './welcome.mjs';

const patienceMs = { start: 60_000, dev: 180_000 };

/**
 * Starts the whole newsroom, and stays until one of its servers can’t be kept running.
 * @param {import('./services.mjs').Mode} mode
 * @param {import('./program.mjs').Tools} tools
 * @returns {Promise<never>}
 */
export async function openNewsroom(mode, { report, children, settle }) {
  const settings = readSettings(process.env);
  const servers = wantedServers(mode, settings);
  report.line(`\n  ${report.bold('Bodytext')}\n`);

  await report.step('Looking at this machine', () => checkMachine(process.env));
  await report.step('Trying the data folder and the ports', async () => {
    checkDataDir(settings.dataDir);
    await checkPorts(settings.ports, settings.hosted ? ['site', 'studio'] : ['site', 'studio', 'lake']);
    return 'The data folder and the ports can be used';
  });
  await report.step('Installing packages', () => installPackages(children, logOf('install', settings)));
  await report.step('Building what changed', async () => {
    // From its sources runs all but the script that the lake puts into the Studio's page.
    const what = mode === 'start' ? ['build'] : ['build', '--filter=@bodytext/lake'];
    await children.run({ name: 'The build', ...turbo(what), log: logOf('build', settings) });
    return 'Built what changed';
  });

  const house = openHouse(mode, { report, children, settings });
  const link = await house.unlessAnyIsGivenUp(openAll(house, servers, { report, children, settings }));
  welcome(report, settings, link);
  settle();
  return house.unlessAnyIsGivenUp(new Promise(() => {}));
}

/** @typedef {Pick<import('./program.mjs').Tools, 'report' | 'children'> & { settings: import('./settings.mjs').Settings }} Means */

/**
 * Opens the Studio beside the lake, and the site after it: a site that starts without its lake asks it in vain for what
 * changed, and says so to whoever starts the newsroom for the first time.
 * @param {ReturnType<typeof openHouse>} house
 * @param {import('./ports.mjs').Server[]} servers
 * @param {Means} means
 * @returns {Promise<string | undefined>} a sign-in link
 */
async function openAll(house, servers, { report, children, settings }) {
  const lake = async () => {
    if (settings.hosted) return;
    if (settings.demo) await report.step('filling an empty database', () => seedDemo(children, settings));
    await house.open('lake');
  };
  const afterTheLake = async () => {
    await lake();
    const link = settings.hosted ? undefined : signInLink(children, settings);
    await house.open('site');
    return link;
  };
  const [link] = await Promise.all([afterTheLake(), ...(servers.includes('studio') ? [house.open('studio')] : [])]);
  return link;
}

/**
 * The servers that run. One that dies is started again, and one that keeps dying ends everything: a newsroom with a
 * server missing is no newsroom.
 * @param {import('./services.mjs').Mode} mode
 * @param {Means} means
 */
function openHouse(mode, { report, children, settings }) {
  /** @type {(problem: unknown) => void} */
  let giveUp = () => {};
  /** @type {Promise<never>} */
  const givenUp = new Promise((_, reject) => {
    giveUp = reject;
  });

  return {
    /** Starts a server and waits until it answers. @param {import('./ports.mjs').Server} server */
    open: (server) =>
      report.step(`starting the ${server}`, async () => {
        /** @param {string} line */
        const onError = (line) => report.aside(server, line);
        const command = { ...serverCommand(server, mode, settings), onError };
        await keepRunning(
          { command, port: settings.ports[server], patienceMs: patienceMs[mode] },
          { children, say: report.trouble, giveUp },
        );
        return `The ${server} is up`;
      }),
    /**
     * @template Result
     * @param {Promise<Result>} work
     */
    unlessAnyIsGivenUp: (work) => Promise.race([work, givenUp]),
  };
}

/**
 * The Studio has a server of its own only where no lake serves it: on a hosted lake, and while it is developed.
 * @param {import('./services.mjs').Mode} mode
 * @param {import('./settings.mjs').Settings} settings
 * @returns {import('./ports.mjs').Server[]}
 */
function wantedServers(mode, settings) {
  if (settings.hosted) return ['site', 'studio'];
  return mode === 'dev' ? ['site', 'studio', 'lake'] : ['site', 'lake'];
}
