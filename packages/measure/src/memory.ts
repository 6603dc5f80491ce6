import { readFileSync } from 'node:fs';

const intervalMs = 20;

export type Memory = {
  /** Peak resident memory of the process, in MB. */
  own: number;
  /** The highest peak of one of its child processes, in MB. */
  children: number;
};

/** Samples the peak memory of a process and its children; 0 without Linux's `/proc`. */
export function watchMemory(pid: number): () => Memory {
  const peak: Memory = { own: 0, children: 0 };
  const sample = (): void => {
    peak.own = Math.max(peak.own, peakMegabytes(pid));
    for (const child of childrenOf(pid)) peak.children = Math.max(peak.children, peakMegabytes(child));
  };
  const timer = setInterval(sample, intervalMs);
  return () => {
    clearInterval(timer);
    sample();
    return peak;
  };
}

export type Resident = {
  /** Resident memory (`VmRSS`), in MB. */
  all: number;
  /** Its anonymous part (`RssAnon`), without mapped files such as Node itself, which processes share. */
  own: number;
};

export function residentMemory(pid: number): Resident {
  return { all: megabytes(pid, 'VmRSS'), own: megabytes(pid, 'RssAnon') };
}

/** Child processes, recursively. */
export function descendantsOf(pid: number): { pid: number; command: string }[] {
  return childrenOf(pid).flatMap((child) => [
    { pid: child, command: read(`/proc/${child}/cmdline`).replaceAll('\0', ' ').trim() },
    ...descendantsOf(child),
  ]);
}

/** The kernel's high-water mark (`VmHWM`), which includes peaks between two samples. */
function peakMegabytes(pid: number): number {
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
