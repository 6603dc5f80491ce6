import { readFileSync } from 'node:fs';

const everyMs = 20;

export type Memory = {
  /** The most that the program itself held at once, in MB. */
  own: number;
  /** The most that one of the processes it started held at once, in MB. */
  children: number;
};

/** Watches how much memory a program and those it starts take; only Linux tells. */
export function watchMemory(pid: number): () => Memory {
  const most: Memory = { own: 0, children: 0 };
  const look = (): void => {
    most.own = Math.max(most.own, mostMegabytes(pid));
    for (const child of childrenOf(pid)) most.children = Math.max(most.children, mostMegabytes(child));
  };
  const looking = setInterval(look, everyMs);
  return () => {
    clearInterval(looking);
    look();
    return most;
  };
}

export type Resident = {
  /** What a program has in memory, in MB. */
  all: number;
  /** What of it no other program has as well: all but files, such as Node itself, which they share. */
  own: number;
};

/** What a program has in memory at this moment. */
export function residentMemory(pid: number): Resident {
  return { all: megabytes(pid, 'VmRSS'), own: megabytes(pid, 'RssAnon') };
}

/** The programs that a program started, and those that they started in turn. */
export function startedBy(pid: number): { pid: number; command: string }[] {
  return childrenOf(pid).flatMap((child) => [
    { pid: child, command: read(`/proc/${child}/cmdline`).replaceAll('\0', ' ').trim() },
    ...startedBy(child),
  ]);
}

/** The kernel's high-water mark (`VmHWM`), so that no peak between two reads is missed. */
function mostMegabytes(pid: number): number {
  return megabytes(pid, 'VmHWM');
}

function megabytes(pid: number, what: 'VmRSS' | 'RssAnon' | 'VmHWM'): number {
  const [, kilobytes = '0'] = new RegExp(`^${what}:\\s+(\\d+) kB$`, 'm').exec(read(`/proc/${pid}/status`)) ?? [];
  return Number(kilobytes) / 1024;
}

function childrenOf(pid: number): number[] {
  return read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
