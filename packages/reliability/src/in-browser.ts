import { createServer } from 'node:http';
import { openBrowser } from '@bodytext/e2e/browser';

type Page = Awaited<ReturnType<Awaited<ReturnType<typeof openBrowser>>['newPage']>>;

/** How long scripts of a page may take to run. */
const settleMs = 150;
const pagesAtOnce = 6;
const embeddedAtOnce = 12;

/** A server that counts how often the hostile script ran. */
export type Beacon = {
  /** Requests the beacon's URL. */
  script: string;
  hits(): number;
  close(): Promise<void>;
};

export async function openBeacon(): Promise<Beacon> {
  let hits = 0;
  const server = createServer((request, response) => {
    if (request.url === '/ran') hits += 1;
    response.writeHead(204, { 'access-control-allow-origin': '*' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    // Without quotes, so that it is valid within an attribute, a string and a URL.
    script: `new Image().src=String.fromCharCode(${[...`http://127.0.0.1:${port}/ran`].map((sign) => sign.charCodeAt(0)).join(',')})`,
    hits: () => hits,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * Opens each URL in a real browser as a page and embedded in one.
 * Returns how many scripts ran, and how many did of one control page whose script may run.
 */
export async function runInBrowser(urls: string[], beacon: Beacon): Promise<{ ran: number; control: number }> {
  const browser = await openBrowser();
  try {
    const left = [...urls];
    await Promise.all(Array.from({ length: pagesAtOnce }, async () => openEach(await browser.newPage(), left)));
    const page = await browser.newPage();
    // A page of the lake's origin, as cross-origin rules would otherwise block the embedded files.
    await page.goto(new URL('/healthz', urls[0]).href);
    for (let first = 0; first < urls.length; first += embeddedAtOnce) {
      await page.setContent(
        urls
          .slice(first, first + embeddedAtOnce)
          .map(embedded)
          .join(''),
      );
      await page.waitForTimeout(settleMs);
    }
    const ran = beacon.hits();
    await page.setContent(`<svg xmlns="http://www.w3.org/2000/svg"><script>${beacon.script}</script></svg>`);
    const end = Date.now() + 10_000;
    while (beacon.hits() === ran && Date.now() < end) await page.waitForTimeout(settleMs);
    return { ran, control: beacon.hits() - ran };
  } finally {
    await browser.close();
  }
}

async function openEach(page: Page, left: string[]): Promise<void> {
  page.on('dialog', (dialog) => dialog.dismiss());
  for (let url = left.shift(); url; url = left.shift()) {
    // `goto` rejects for a download.
    await page.goto(url).catch(() => undefined);
    await page.waitForTimeout(settleMs);
  }
}

function embedded(url: string): string {
  return (
    `<iframe src="${url}"></iframe><object data="${url}"></object><embed src="${url}"><script src="${url}"></script>` +
    `<script type="module" src="${url}"></script><link rel="stylesheet" href="${url}"><img src="${url}"><video src="${url}"></video>`
  );
}
