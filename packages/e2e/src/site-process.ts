import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ended, said } from './child.ts';

const main = fileURLToPath(new URL('../../../apps/web/src/main.ts', import.meta.url));

/** The built site as a process of its own, as `npm start` starts it. */
export type SiteProcess = {
  url: string;
  /** Sends `SIGKILL`, as in a power cut: the process can't shut down cleanly. */
  kill(): Promise<void>;
  /** Sends `SIGTERM`, as `npm start` does. */
  stop(): Promise<void>;
};

type Start = {
  dataDir: string;
  port: number;
  lakeUrl: string;
  /** Further environment variables, such as `{ SITE_URL: 'https://health.example' }`. */
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
