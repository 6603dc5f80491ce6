import { raw } from '@bodytext/groq/perspective';
import { LakeError } from '@bodytext/lake/errors';
import { type Lake, openLake } from '@bodytext/lake/lake';
import { lakeItself } from '@bodytext/lake/people/actor';
import { fillLake } from '@bodytext/measure/filled';
import { quantile, type Row } from '@bodytext/measure/measure';
import { slugOf } from '@bodytext/measure/newsroom-documents';
import { medianOf } from './median-of.ts';
import { type NamedQuery, namedQueries } from './named-queries.ts';
import { openPlain } from './plain.ts';

const urls = { lake: 'http://localhost', studio: 'http://localhost', site: 'http://localhost' };
const minRatio = 0.9;
const minMedianRatio = 7;
const growthRounds = 7;
/** On a busy machine the lake times a query out that is quick otherwise; a retry finds its pages in the page cache. */
const maxRetries = 10;

/** Each named query in the lake, including rights, tags and serialization, and in groq-js over an array. */
export async function queries(size = 10_000): Promise<Row[]> {
  const { dataDir, remove } = await fillLake(size);
  const plainGroq = openPlain(size);
  const lake = openLake({ dataDir, urls });
  try {
    const measured: { named: NamedQuery; plain: number; ours: number }[] = [];
    for (const named of namedQueries) {
      console.error(`  ${named.name} …`);
      const plain = await plainGroq.timeOf(named);
      measured.push({ named, plain, ours: await timeOfLake(named, lake) });
    }
    return rowsOf(measured, size);
  } finally {
    await plainGroq.close();
    await lake.close();
    await remove();
  }
}

/** With 100 times the documents, a lookup may take 1.5 times as long. */
export async function growth(): Promise<Row[]> {
  const small = await openFilled(1_000);
  const large = await openFilled(100_000);
  try {
    const times = { small: [] as number[], large: [] as number[] };
    // In turns, so that other load on the machine affects both.
    for (let round = 0; round < growthRounds; round++) {
      times.small.push(await timeOfLake(small.bySlug, small.lake));
      times.large.push(await timeOfLake(large.bySlug, large.lake));
    }
    const [few, many] = [quantile(times.small, 0.5), quantile(times.large, 0.5)];
    const ratio = many / few;
    const name = 'by slug with 100,000 documents, by its time with 1,000';
    return [{ name, value: inMicroseconds(many), ratio, bar: { text: 'at most 1.5 ×', met: ratio <= 1.5 } }];
  } finally {
    await large.close();
    await small.close();
  }
}

async function openFilled(size: number) {
  const { dataDir, remove } = await fillLake(size);
  const lake = openLake({ dataDir, urls });
  const query = '*[_type == "article" && slug.current == $slug][0]';
  const bySlug: NamedQuery = { name: '', query, params: { slug: slugOf(size / 2) }, atLeast: 0 };
  const close = async (): Promise<void> => {
    await lake.close();
    await remove();
  };
  return { lake, bySlug, close };
}

function rowsOf(measured: { named: NamedQuery; plain: number; ours: number }[], size: number): Row[] {
  const rows = measured.map(({ named, plain, ours }) => {
    const ratio = plain / ours;
    const bar = { text: `at least ${named.atLeast} ×`, met: ratio >= named.atLeast };
    return { name: named.name, value: inMicroseconds(ours), ratio, bar };
  });
  const ratios = rows.map(({ ratio }) => ratio);
  const [min, median] = [Math.min(...ratios), quantile(ratios, 0.5)];
  const all = `of ${rows.length} queries at ${size} documents`;
  return [
    ...rows,
    {
      name: `the least ${all}`,
      value: '',
      ratio: min,
      bar: { text: `at least ${minRatio} ×`, met: min >= minRatio },
    },
    {
      name: `the median ${all}`,
      value: '',
      ratio: median,
      bar: { text: `at least ${minMedianRatio} ×`, met: median >= minMedianRatio },
    },
  ];
}

/** Infinite if the lake refuses every retry. */
async function timeOfLake({ query, params = {} }: NamedQuery, { main }: Lake): Promise<number> {
  for (let retries = 0; retries < maxRetries; retries++) {
    try {
      return await medianOf(async () => main.answer(lakeItself, { query, params, perspective: raw }));
    } catch (error) {
      if (!(error instanceof LakeError)) throw error;
      console.error(`    ${error.message}`);
    }
  }
  return Number.POSITIVE_INFINITY;
}

function inMicroseconds(milliseconds: number): string {
  return `${(milliseconds * 1000).toFixed(0)} µs`;
}
