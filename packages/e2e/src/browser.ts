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

/** Chrome would look for updates and the like, which fails in a closed network and fills the log. */
const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];

/**
 * A real browser: the one `CHROME_PATH` names, else the system's Chrome or Chromium, else the one that comes with the
 * packages, so that nothing must be installed by hand. Open it before the newsroom: if that fails to start, the browser
 * is known and can be closed; left open, it would keep Jest from ending.
 *
 * @param flags more of Chrome's own, such as `--remote-debugging-port=9222`
 */
export async function openBrowser(flags: readonly string[] = []): Promise<Browser> {
  const own = [process.env.CHROME_PATH ?? '', ...usualPlaces].find((path) => path !== '' && existsSync(path));
  if (own !== undefined) return chromium.launch({ executablePath: own, args: [...quiet, '--no-sandbox', ...flags] });
  return chromium.launch({
    executablePath: await sparticuz.executablePath(),
    // Its own flags make it run where there is no display, no GPU and no sandbox, but also switch off web security.
    args: [
      ...sparticuz.args.filter((flag) => flag !== '--disable-web-security' && flag !== '--single-process'),
      ...quiet,
      ...flags,
    ],
  });
}
