import { connect, createServer } from 'node:net';
import { Problem, reasonOf } from './problem.mjs';

const variables = { site: 'SITE_PORT', studio: 'STUDIO_PORT', lake: 'LAKE_PORT' };
const loopback = ['127.0.0.1', '::1'];

/** @typedef {keyof typeof variables} Server */

/**
 * Checks that every port is free before any server starts.
 * @param {Record<Server, number>} ports
 * @param {readonly Server[]} wanted
 */
export async function checkPorts(ports, wanted) {
  refuseSharedPort(ports, wanted);
  /** @type {Server[]} */
  const taken = [];
  for (const server of wanted) if (await isTaken(ports[server], server)) taken.push(server);
  if (taken.length === 0) return;
  const several = taken.length > 1;
  throw new Problem(
    `Port${several ? 's' : ''} ${list(taken.map((server) => String(ports[server])))} ${several ? 'are' : 'is'} taken by another program: ` +
      `choose ${several ? 'others' : 'another'} for the ${list(taken)} with ${list(taken.map((server) => variables[server]))}.`,
  );
}

/**
 * @param {Record<Server, number>} ports
 * @param {readonly Server[]} wanted
 */
function refuseSharedPort(ports, wanted) {
  for (const [index, server] of wanted.entries()) {
    const other = wanted.slice(0, index).find((earlier) => ports[earlier] === ports[server]);
    if (!other) continue;
    throw new Problem(
      `The ${other} and the ${server} are both given port ${ports[server]}: choose another with ${variables[other]} or ${variables[server]}.`,
    );
  }
}

/**
 * Connects first: beside a server on the wildcard address, listening on the loopback address may succeed.
 * @param {number} port
 * @param {Server} server
 */
async function isTaken(port, server) {
  for (const host of loopback) {
    if ((await canConnect(port, host)) || !(await canListen(port, host, server))) return true;
  }
  return false;
}

/**
 * @param {number} port
 * @param {string} host
 * @returns {Promise<boolean>}
 */
function canConnect(port, host) {
  return new Promise((resolve) => {
    const socket = connect({ port, host, timeout: 1000 });
    /** @param {boolean} connected */
    const settle = (connected) => {
      socket.destroy();
      resolve(connected);
    };
    socket.once('connect', () => settle(true));
    socket.once('timeout', () => settle(false));
    socket.once('error', () => settle(false));
  });
}

/**
 * @param {number} port
 * @param {string} host
 * @param {Server} server
 * @returns {Promise<boolean>}
 */
function canListen(port, host, server) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code === 'EADDRINUSE') resolve(false);
      // Without IPv6 there is no ::1, and no other server can have the port there.
      else if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT') resolve(true);
      else
        reject(
          new Problem(`Port ${port} cannot be used (${reasonOf(error)}): choose another with ${variables[server]}.`),
        );
    });
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** @param {string[]} words */
function list(words) {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
