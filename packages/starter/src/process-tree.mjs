import { readdirSync, readFileSync } from 'node:fs';

/** @typedef {{ pid: number, parent: number, session: number, startedAt: string }} Process */

/**
 * A child process and its descendants. The child leads a session; descendants may form other process groups
 * (Turborepo's tasks) or sessions (browsers). On Linux the tree is read from /proc; elsewhere it is only the leader's
 * process group.
 * @param {number} leader
 */
export function processTreeOf(leader) {
  /** @type {Map<number, Process>} */
  const known = new Map();

  /** The pids of the tree that are alive. */
  const alive = () => {
    const now = runningProcesses();
    for (const [pid, member] of known) if (now.get(pid)?.startedAt !== member.startedAt) known.delete(pid);
    let grew = true;
    while (grew) {
      grew = false;
      for (const process of now.values()) {
        const belongs = process.pid === leader || process.session === leader || known.has(process.parent);
        if (!belongs || known.has(process.pid)) continue;
        known.set(process.pid, process);
        grew = true;
      }
    }
    return [...known.keys()];
  };

  return {
    // A process group also counts zombies that `init` has not reaped yet, so on Linux /proc is read instead.
    isGone: () => (process.platform === 'linux' ? alive().length === 0 : !signal(-leader, 0)),
    /** Sends SIGTERM to the leader's process group; a leader with other groups forwards it. */
    terminate: () => {
      // Records the tree first: descendants get another parent when theirs exits.
      alive();
      signal(-leader, 'SIGTERM');
    },
    kill: () => {
      for (const pid of alive()) signal(pid, 'SIGKILL');
      signal(-leader, 'SIGKILL');
    },
  };
}

/**
 * The parent's pid, on Linux.
 * @param {number} pid
 */
export function parentOf(pid) {
  return process.platform === 'linux' ? readStatus(pid)?.parent : undefined;
}

/** @returns {Map<number, Process>} */
function runningProcesses() {
  /** @type {Map<number, Process>} */
  const found = new Map();
  if (process.platform !== 'linux') return found;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const status = readStatus(Number(name));
    if (status) found.set(status.pid, status);
  }
  return found;
}

/**
 * @param {number} pid
 * @returns {Process | undefined}
 */
function readStatus(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // "12 (name) S parent group session …": the name may contain spaces and brackets, so parse after its last bracket.
    const [state, parent, , session, ...rest] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') return undefined;
    return { pid, parent: Number(parent), session: Number(session), startedAt: rest[15] ?? '' };
  } catch {
    // The process has exited.
    return undefined;
  }
}

/**
 * @param {number} target
 * @param {NodeJS.Signals | 0} name
 * @returns {boolean} whether the process or group exists
 */
function signal(target, name) {
  try {
    process.kill(target, name);
    return true;
  } catch {
    return false;
  }
}
