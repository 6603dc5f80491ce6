import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { untilHeard, untilHeardAgain } from '../heard.ts';
import { until } from '../until.ts';
import {
  addressesIn,
  concerned,
  edited,
  evenly,
  imagesIn,
  moved,
  neverRead,
  nowhere,
  switchedOff,
  unpublished,
  withdrawn,
} from './addresses.ts';
import { type Behaviour, failures } from './behaviour.ts';
import { type Answer, asItIs, ask, type Expectation, problemWith } from './expectation.ts';
import { openScene, rebuildSite, type Scene } from './scene.ts';

/** The result of an outage test. */
export type Outcome = {
  asked: number;
  /** Wrong responses: the address, the proxy's mode, and the problem. */
  wrong: string[];
  /** The proxy's modes, in order. */
  ways: readonly Behaviour[];
  addresses: number;
  slowestMs: number;
  /** From the end of the outage until every page shows what was published meanwhile. */
  backAfterMs: number;
};

type Options = {
  /** How long each mode lasts, in milliseconds. Every address is requested at least once. */
  each: number;
  ways?: readonly Behaviour[];
  /** The most pages, and the most images, to request: a sample spread over all. */
  most: number;
  /** Whether to rebuild the site during the outage. */
  withRebuild: boolean;
};

const readersAtOnce = 8;
/** Images are cropped and encoded one after the other, which takes long on a busy machine. */
const patience = 300_000;

const newSlug = 'pain-between-the-shoulder-blades';
const notice = 'The study that it rests on was retracted.';
const newHeadline = 'Written while the lake was away';

/**
 * An outage of the lake as the site sees it. Readers request all addresses repeatedly while the proxy goes through its
 * modes, editors go on publishing, and the site is killed and restarted.
 */
export async function outage(options: Options): Promise<Outcome> {
  const scene = await openScene();
  try {
    return await new Outage(scene, options).run();
  } finally {
    await scene.close();
  }
}

class Outage {
  readonly #scene: Scene;
  readonly #options: Required<Options>;
  readonly #expected = new Map<string, Expectation>();
  /** The body at each address before the outage. */
  readonly #before = new Map<string, string>();
  readonly #wrong: string[] = [];
  #asked = 0;
  #slowestMs = 0;

  constructor(scene: Scene, options: Options) {
    this.#scene = scene;
    this.#options = { ways: failures, ...options };
  }

  async run(): Promise<Outcome> {
    const { ways, withRebuild } = this.#options;
    await this.#readAll();
    const [first, ...others] = ways;
    const restartAfter = others[Math.floor(others.length / 3)];
    const rebuildAfter = others[Math.floor((others.length * 2) / 3)];
    if (first) await this.#suffer(first);
    await this.#editMeanwhile();
    for (const way of others) {
      await this.#suffer(way);
      if (way === restartAfter) await this.#scene.restartSite();
      if (way === rebuildAfter && withRebuild) await this.#scene.restartSite(rebuildSite);
    }
    const backAfterMs = await this.#recover();
    return {
      asked: this.#asked,
      wrong: this.#wrong,
      ways,
      addresses: this.#expected.size,
      slowestMs: this.#slowestMs,
      backAfterMs,
    };
  }

  /** Fills the site's caches with all but one article, and records the responses. */
  async #readAll(): Promise<void> {
    const { client, siteUrl } = this.#scene;
    await client
      .patch(moved.id)
      .set({ slug: { _type: 'slug', current: newSlug } })
      .commit();
    await this.#untilAllIsHeard();
    const images = new Set<string>();
    const all = addressesIn((await ask(`${siteUrl}/sitemap.xml`)).body.toString());
    for (const path of new Set([...concerned, ...evenly(all, this.#options.most)])) {
      const answer = await ask(siteUrl + path);
      if (answer.status >= 400) throw new Error(`${path} answered ${answer.status} while all was well.`);
      this.#expected.set(path, asItIs(answer));
      this.#before.set(path, answer.body.toString());
      for (const image of imagesIn(answer)) images.add(image);
    }
    for (const { path } of [edited, withdrawn, unpublished, moved]) {
      if (!this.#expected.has(path)) throw new Error(`Nothing is at ${path}.`);
    }
    for (const path of [neverRead.path, neverRead.markdown, neverRead.share, '/made-up']) {
      this.#expected.set(path, { kind: 'never' });
    }
    const noAddress = await ask(siteUrl + nowhere);
    if (noAddress.status !== 404) throw new Error(`${nowhere} answered ${noAddress.status}.`);
    this.#expected.set(nowhere, asItIs(noAddress));
    const few = evenly([...images], this.#options.most);
    for (const image of few) this.#expected.set(image, { kind: 'image' });
    await this.#untilImagesAreKept([...images]);
  }

  /** Waits for the webhooks of the whole demo: the site doesn't cache a page whose tags expire while it renders. */
  async #untilAllIsHeard(): Promise<void> {
    const { client, dataDir, siteUrl } = this.#scene;
    const ids = z
      .array(z.string())
      .parse(
        await client.fetch<unknown>('*[!string::startsWith(_type, "sanity.")]._id', {}, { perspective: 'published' }),
      );
    await untilHeard(dataDir, ids);
    await until(
      async () => (await ask(siteUrl + moved.path)).status === 308,
      () => 'The site never heard of the address that moved.',
    );
  }

  /** The site stores one size of every image in the background, which can be seen only in its folder. */
  async #untilImagesAreKept(images: readonly string[]): Promise<void> {
    const cuts = [...new Set(images.map((path) => path.slice(0, path.lastIndexOf('/'))))];
    const isKept = async (cut: string) => {
      const names = await readdir(join(this.#scene.dataDir, 'site', cut)).catch(() => []);
      return names.some((name) => /^\d+\.(?:webp|jpg|avif)$/.test(name));
    };
    await until(
      async () => (await Promise.all(cuts.map(isKept))).every(Boolean),
      () => 'The site did not keep one size of every image.',
      patience,
    );
  }

  /** Several readers request all addresses in parallel, repeatedly until the mode's time is over. */
  async #suffer(way: Behaviour): Promise<void> {
    await this.#scene.letLake(way);
    const end = performance.now() + this.#options.each;
    do await this.#askForAll(way);
    while (performance.now() < end);
  }

  async #askForAll(way: Behaviour): Promise<void> {
    const addresses = this.#expected.keys();
    const reader = async () => {
      for (const address of addresses) await this.#check(address, way);
    };
    await Promise.all(Array.from({ length: readersAtOnce }, reader));
  }

  async #check(address: string, way: Behaviour): Promise<void> {
    const expected = this.#expected.get(address);
    if (expected === undefined) return;
    const start = performance.now();
    const answer = await ask(this.#scene.siteUrl + address).catch((cause: unknown) => String(cause));
    this.#asked += 1;
    this.#slowestMs = Math.max(this.#slowestMs, performance.now() - start);
    const problem = typeof answer === 'string' ? answer : problemWith(answer, expected);
    if (problem !== undefined) this.#wrong.push(`${address}, lake ${way}: ${problem}`);
  }

  /** The site gets a webhook for each change, but can't read the changed documents. */
  async #editMeanwhile(): Promise<void> {
    const { client, dataDir } = this.#scene;
    const withdrawal = { _type: 'withdrawal', withdrawnOn: '2026-11-01', notice };
    await client.patch(edited.id).set({ headline: newHeadline }).commit();
    await untilHeardAgain(dataDir, `gone:${withdrawn.id}`, () =>
      client.patch(withdrawn.id).set({ withdrawal }).commit(),
    );
    await untilHeardAgain(dataDir, `gone:${unpublished.id}`, () => client.delete(unpublished.id));
    await client.patch(switchedOff.id).set({ enabled: false }).commit();
    const offering = [...this.#before].find(
      ([path, body]) => body.includes(switchedOff.words) && !path.endsWith('.md'),
    );
    if (offering === undefined) throw new Error(`No page offered “${switchedOff.words}”.`);
    await until(
      async () => !(await ask(this.#scene.siteUrl + offering[0])).body.includes(switchedOff.words),
      () => 'The site did not hear of what was switched off.',
    );
    await this.#expectWithout();
  }

  /** From now on, pages must not show what editors took down, and its own addresses must be gone. */
  async #expectWithout(): Promise<void> {
    const gone = [withdrawn, unpublished];
    const words = [
      ...gone.flatMap(({ path }) => [`${path}"`, `${path}<`, `${path})`, `${path}.md)`]),
      switchedOff.words,
    ];
    const theirImages = await this.#imagesOf(gone.map(({ id }) => id));
    for (const [address, { kind }] of this.#expected) {
      const body = this.#before.get(address) ?? '';
      const isTheirs = gone.some(({ path, markdown, share }) => [path, markdown, share].includes(address));
      if (isTheirs || theirImages.some((name) => address.includes(name))) {
        this.#expected.set(address, { kind: 'gone', words });
      } else if (
        kind === 'same' &&
        (words.some((word) => body.includes(word)) || /^\/(?:search\?|a-to-z)/.test(address))
      ) {
        // Search and A to Z also show the number of articles.
        this.#expected.set(address, { kind: 'without', words });
      }
    }
  }

  /** The names of the images that only these documents use. */
  async #imagesOf(ids: readonly string[]): Promise<string[]> {
    const assets = await this.#scene.client.fetch<unknown>(
      '*[_type == "sanity.imageAsset"]{_id, "shownBy": *[references(^._id)]._id}',
    );
    return z
      .array(z.object({ _id: z.string(), shownBy: z.array(z.string()) }))
      .parse(assets)
      .filter(({ shownBy }) => shownBy.every((id) => ids.includes(id)))
      .map(({ _id }) => _id.replace(/^image-/, ''));
  }

  /** Milliseconds until every page is right again by itself. */
  async #recover(): Promise<number> {
    const { letLake, siteUrl } = this.#scene;
    const start = performance.now();
    await letLake('well');
    const [images, pages] = [true, false].map((isImage) =>
      [...this.#expected].filter(([, { kind }]) => (kind === 'image') === isImage),
    );
    await this.#untilBack(siteUrl, pages ?? []);
    const backAfter = performance.now() - start;
    // Not measured for images, which must be cropped and encoded first.
    await this.#untilBack(siteUrl, images ?? []);
    return backAfter;
  }

  async #untilBack(siteUrl: string, addresses: [string, Expectation][]): Promise<void> {
    let missing = '';
    await until(
      async () => {
        missing = (await this.#firstNotBack(siteUrl, addresses)) ?? '';
        return missing === '';
      },
      () => `Not back by itself: ${missing}`,
      patience,
    );
  }

  async #firstNotBack(siteUrl: string, addresses: [string, Expectation][]): Promise<string | undefined> {
    for (const [address, { kind }] of addresses) {
      const answer = await ask(siteUrl + address);
      const problem = this.#problemAfter(address, kind, answer);
      if (problem !== undefined) return `${address}: ${problem}`;
    }
    return undefined;
  }

  #problemAfter(address: string, kind: Expectation['kind'], { status, headers, body }: Answer): string | undefined {
    const text = body.toString();
    if (address === edited.path) return text.includes(newHeadline) ? undefined : 'not what was published meanwhile';
    if (address === withdrawn.path) return status === 200 && text.includes(notice) ? undefined : 'no notice';
    if (address === unpublished.path || address === nowhere || address === '/made-up') {
      return status === 404 ? undefined : `${status} instead of 404`;
    }
    if (kind === 'gone') return undefined;
    if (address === moved.path) return status === 308 ? undefined : `${status} instead of 308`;
    if (status !== 200) return `${status} instead of 200`;
    if (text.includes(switchedOff.words)) return 'it offers what was switched off';
    const isFinal = kind !== 'image' || headers.get('cache-control')?.includes('immutable');
    return isFinal ? undefined : 'another size of the image';
  }
}
