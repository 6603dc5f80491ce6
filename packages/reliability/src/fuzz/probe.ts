import { Worker } from 'node:worker_threads';
import { z } from 'zod';

const report = z.object({ times: z.array(z.number()), wrong: z.array(z.string()) });
export type ProbeReport = z.output<typeof report>;

/** Starts the probe, which writes and reads in turns; the returned function stops it and resolves with its report. */
export function startProbe(url: string, token: string): () => Promise<ProbeReport> {
  const thread = new Worker(new URL('./probe-thread.ts', import.meta.url), { workerData: { url, token } });
  const reported = new Promise<ProbeReport>((resolve, reject) => {
    thread.once('message', (message) => resolve(report.parse(message)));
    thread.once('error', reject);
  });
  return () => {
    thread.postMessage('over');
    return reported;
  };
}
