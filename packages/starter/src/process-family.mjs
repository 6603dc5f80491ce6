import { readdirSync, readFileSync } from 'node:fs';

/** @typedef {{ pid: number, parent: number, session: number, startedAt: string }} Process */

/**
 * A started process leads its own session; what it starts may form other groups (Turborepo's tasks) or even
 * sessions (browsers). The family is all of them, as far as this system tells: Linux does, by /proc;
 * elsewhere only the leader's group is known.
 * @param {number} leader
 */
export function familyOf(leader) {
  /** @type {Map<number, Process>} */
  const known = new Map();

  /** Those of the family that live now. */
  const living = () => {
    const now = livingProcesses();
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
    // A group also counts those who have ended and whom a slow `init` has not noticed, so that it is the second choice.
    isGone: () => (process.platform === 'linux' ? living().length === 0 : !signal(-leader, 0)),
    /** Asks the leader's group to end: a leader with groups of its own passes it on. */
    ask: (/** @type {NodeJS.Signals} */ name) => {
      living();
      signal(-leader, name);
    },
    kill: () => {
      for (const pid of living()) signal(pid, 'SIGKILL');
      signal(-leader, 'SIGKILL');
    },
  };
}

/**
 * Who started a process, where this system tells.
 * @param {number} pid
 */
export function parentOf(pid) {
  return process.platform === 'linux' ? readStatus(pid)?.parent : undefined;
}

/** @returns {Map<number, Process>} */
function livingProcesses() {
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
    // "12 (name) S parent group session …": the name may hold spaces and brackets, so that fields count from its end.
    const [state, parent, , session, ...rest] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') return undefined;
    return { pid, parent: Number(parent), session: Number(session), startedAt: rest[15] ?? '' };
  } catch {
    // It ended while we looked.
    return undefined;
  }
}

/**
 * @param {number} target
 * @param {NodeJS.Signals | 0} name
 * @returns {boolean} whether there was anyone to tell
 */
function signal(target, name) {
  try {
    process.kill(target, name);
    return true;
  } catch {
    return false;
  }
}
