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
    most.own = Math.max(most.own, residentMegabytes(pid));
    for (const child of childrenOf(pid)) most.children = Math.max(most.children, residentMegabytes(child));
  };
  const looking = setInterval(look, everyMs);
  return () => {
    clearInterval(looking);
    look();
    return most;
  };
}

/** The kernel's own note of the most there was, so that no peak between two looks is missed. */
function residentMegabytes(pid: number): number {
  const [, kilobytes = '0'] = /^VmHWM:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`)) ?? [];
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
