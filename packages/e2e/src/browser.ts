import { existsSync } from 'node:fs';
import sparticuz from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

const usualPlaces = [
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Without these, Chrome's update checks fail in an offline network and fill the log. */
const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];

/**
 * Launches `CHROME_PATH`, else the system's Chrome or Chromium, else the npm package's, which needs no installation.
 * Launch it before the newsroom: if that fails to start, `afterAll` can still close the browser; a browser left open
 * keeps Jest from exiting.
 *
 * @param flags further Chrome flags, such as `--remote-debugging-port=9222`
 */
export async function openBrowser(flags: readonly string[] = []): Promise<Browser> {
  const own = [process.env.CHROME_PATH ?? '', ...usualPlaces].find((path) => path !== '' && existsSync(path));
  if (own !== undefined) return chromium.launch({ executablePath: own, args: [...quiet, '--no-sandbox', ...flags] });
  return chromium.launch({
    executablePath: await sparticuz.executablePath(),
    // The package's flags let it run without display, GPU and sandbox. Web security stays on, as readers have it.
    args: [
      ...sparticuz.args.filter((flag) => flag !== '--disable-web-security' && flag !== '--single-process'),
      ...quiet,
      ...flags,
    ],
  });
}
