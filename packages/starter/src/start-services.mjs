import { readConfig } from './config.mjs';
import { checkDataDir } from './data-dir.mjs';
import { installPackages } from './install.mjs';
import { checkMachine } from './machine.mjs';
import { checkPorts } from './ports.mjs';
import { seedDemo } from './seed.mjs';
import { logOf, serverCommand } from './services.mjs';
import { signInLink } from './sign-in-link.mjs';
import { supervise } from './supervisor.mjs';
import { turbo } from './turbo.mjs';
import { welcome } from './welcome.mjs';

const startTimeoutMs = { start: 60_000, dev: 180_000 };

/**
 * Installs, builds, and starts the lake, the Studio and the site. Rejects when a server reaches its restart limit.
 * @param {import('./services.mjs').Mode} mode
 * @param {import('./program.mjs').Tools} tools
 * @returns {Promise<never>}
 */
export async function startServices(mode, { report, children, markReady }) {
  const config = readConfig(process.env);
  const servers = wantedServers(mode, config);
  report.line(`\n  ${report.bold('Bodytext')}\n`);

  await report.step('Looking at this machine', () => checkMachine(process.env));
  await report.step('Trying the data folder and the ports', async () => {
    checkDataDir(config.dataDir);
    await checkPorts(config.ports, config.hosted ? ['site', 'studio'] : ['site', 'studio', 'lake']);
    return 'The data folder and the ports can be used';
  });
  await report.step('Installing packages', () => installPackages(children, logOf('install', config)));
  await report.step('Building what changed', async () => {
    // In development only the lake's shim for the Studio's page is built; the rest runs from source.
    const what = mode === 'start' ? ['build'] : ['build', '--filter=@bodytext/lake'];
    await children.run({ name: 'The build', ...turbo(what), log: logOf('build', config) });
    return 'Built what changed';
  });

  const supervisor = superviseAll(mode, { report, children, config });
  const link = await supervisor.unlessGivenUp(startAll(supervisor, servers, { report, children, config }));
  welcome(report, config, link);
  markReady();
  return supervisor.unlessGivenUp(new Promise(() => {}));
}

/** @typedef {Pick<import('./program.mjs').Tools, 'report' | 'children'> & { config: import('./config.mjs').Config }} Context */

/**
 * Starts the Studio in parallel with the lake, and the site after the lake: otherwise its first request to the lake
 * fails, and it prints an error at every first start.
 * @param {ReturnType<typeof superviseAll>} supervisor
 * @param {import('./ports.mjs').Server[]} servers
 * @param {Context} context
 * @returns {Promise<string | undefined>} a sign-in link
 */
async function startAll(supervisor, servers, { report, children, config }) {
  const lake = async () => {
    if (config.hosted) return;
    if (config.demo) await report.step('filling an empty database', () => seedDemo(children, config));
    await supervisor.start('lake');
  };
  const afterTheLake = async () => {
    await lake();
    const link = config.hosted ? undefined : signInLink(children, config);
    await supervisor.start('site');
    return link;
  };
  const [link] = await Promise.all([
    afterTheLake(),
    ...(servers.includes('studio') ? [supervisor.start('studio')] : []),
  ]);
  return link;
}

/**
 * Supervises all servers. When one reaches its restart limit, all are stopped: none works without the others.
 * @param {import('./services.mjs').Mode} mode
 * @param {Context} context
 */
function superviseAll(mode, { report, children, config }) {
  /** @type {(problem: unknown) => void} */
  let onGiveUp = () => {};
  /** @type {Promise<never>} */
  const givenUp = new Promise((_, reject) => {
    onGiveUp = reject;
  });

  return {
    /** Starts a server, and waits until it is healthy. @param {import('./ports.mjs').Server} server */
    start: (server) =>
      report.step(`starting the ${server}`, async () => {
        /** @param {string} line */
        const onError = (line) => report.serverError(server, line);
        const command = { ...serverCommand(server, mode, config), onError };
        await supervise(
          { command, port: config.ports[server], timeoutMs: startTimeoutMs[mode] },
          { children, print: report.error, onGiveUp },
        );
        return `The ${server} is up`;
      }),
    /**
     * @template Result
     * @param {Promise<Result>} work
     */
    unlessGivenUp: (work) => Promise.race([work, givenUp]),
  };
}

/**
 * The Studio has its own server on a hosted lake and in development; otherwise the lake serves it.
 * @param {import('./services.mjs').Mode} mode
 * @param {import('./config.mjs').Config} config
 * @returns {import('./ports.mjs').Server[]}
 */
function wantedServers(mode, config) {
  if (config.hosted) return ['site', 'studio'];
  return mode === 'dev' ? ['site', 'studio', 'lake'] : ['site', 'lake'];
}
