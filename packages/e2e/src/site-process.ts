import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ended, said } from './child.ts';

const main = fileURLToPath(new URL('../../../apps/web/src/main.ts', import.meta.url));

/** The site as `npm start` starts it, as built: a program of its own. */
export type SiteProcess = {
  url: string;
  /** Ends it as the machine's power cut would: without a word. */
  kill(): Promise<void>;
  /** Ends it as `npm start` does. */
  stop(): Promise<void>;
};

type Start = {
  dataDir: string;
  port: number;
  lakeUrl: string;
  /** What else it is told, such as `{ SITE_URL: 'https://health.example' }`. */
  env?: Record<string, string>;
};

export async function startSiteProcess({ dataDir, port, lakeUrl, env = {} }: Start): Promise<SiteProcess> {
  const child = spawn(process.execPath, [main], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      DATA_DIR: dataDir,
      SITE_PORT: String(port),
      LAKE_URL: lakeUrl,
      NODE_OPTIONS: '',
      ...env,
    },
  });
  await said(child, /The site is at/);
  return { url: `http://localhost:${port}`, kill: () => ended(child, 'SIGKILL'), stop: () => ended(child, 'SIGTERM') };
}
