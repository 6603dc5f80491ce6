import { createServer } from 'node:http';
import { openBrowser } from '@bodytext/e2e/browser';

type Page = Awaited<ReturnType<Awaited<ReturnType<typeof openBrowser>>['newPage']>>;

/** How long a page has to run what it can. */
const settleMs = 150;
const pagesAtOnce = 6;
const heldAtOnce = 12;

/** Something that knows when a script has run, wherever it came from. */
export type Beacon = {
  /** Tells the beacon, if it runs. */
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
    // No quotes, so that it can stand in an attribute, a string and an address alike.
    script: `new Image().src=String.fromCharCode(${[...`http://127.0.0.1:${port}/ran`].map((sign) => sign.charCodeAt(0)).join(',')})`,
    hits: () => hits,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * Opens each address as a page, and in every way that a page can hold another, with a real browser.
 * Gives how many scripts ran: of the addresses, and of a page that shows that one which can run does.
 */
export async function runInBrowser(urls: string[], beacon: Beacon): Promise<{ ran: number; control: number }> {
  const browser = await openBrowser();
  try {
    const left = [...urls];
    await Promise.all(Array.from({ length: pagesAtOnce }, async () => openEach(await browser.newPage(), left)));
    const page = await browser.newPage();
    // From the lake's own origin, so that no rule about strangers' frames protects what is shown.
    await page.goto(new URL('/healthz', urls[0]).href);
    for (let first = 0; first < urls.length; first += heldAtOnce) {
      await page.setContent(
        urls
          .slice(first, first + heldAtOnce)
          .map(holding)
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
    // What is only downloaded is no page to go to.
    await page.goto(url).catch(() => undefined);
    await page.waitForTimeout(settleMs);
  }
}

function holding(url: string): string {
  return (
    `<iframe src="${url}"></iframe><object data="${url}"></object><embed src="${url}"><script src="${url}"></script>` +
    `<script type="module" src="${url}"></script><link rel="stylesheet" href="${url}"><img src="${url}"><video src="${url}"></video>`
  );
}
