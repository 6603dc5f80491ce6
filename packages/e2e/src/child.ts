import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Resolves with what a program says that looks like this; fails, with all that it said, if it ends before. */
export function said(child: ChildProcess, pattern: RegExp): Promise<string> {
  const lines: string[] = [];
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        const found = pattern.exec(line);
        if (found) resolve(found[0]);
      });
    }
    child.once('exit', (code) =>
      reject(new Error(`${child.spawnargs.join(' ')} ended with ${code}:\n${lines.join('\n')}`)),
    );
  });
}

/** Ends a program, and resolves when it has ended. */
export function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}
