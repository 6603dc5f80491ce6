import { parsePerspective } from '@bodytext/groq/perspective';
import { type StudioQuery, studioLists, studioSearches } from '@bodytext/groq/studio-queries.fixture';
import { type Lake, openLake } from '@bodytext/lake/lake';
import { lakeItself } from '@bodytext/lake/people/actor';
import { demoDocuments } from '@bodytext/measure/demo-documents';
import { fillLake } from '@bodytext/measure/filled';
import { inMilliseconds, type Row, timeOf } from '@bodytext/measure/measure';
import { medianOf } from './median-of.ts';

const urls = { lake: 'http://localhost', studio: 'http://localhost', site: 'http://localhost' };
const apiVersion = '2025-02-19';
/** Up to it a list seems to open at once. */
const instantMs = 100;
/** The lake's timeout of a query. */
const timeoutMs = 1_000;

/** The Studio's lists and searches over so many full-length articles: the first run, and the median. */
export async function studioList(size = 10_000): Promise<Row[]> {
  const { dataDir, remove } = await fillLake(size, demoDocuments);
  const lake = openLake({ dataDir, urls });
  try {
    await warmUp(lake);
    const rows: Row[] = [];
    for (const query of studioLists) rows.push(await rowOf(query, lake, instantMs));
    for (const query of studioSearches) rows.push(await rowOf(query, lake, timeoutMs));
    return rows;
  } finally {
    await lake.close();
    await remove();
  }
}

/** Starts the worker thread for costly queries, which the first of them would otherwise wait for. */
async function warmUp(lake: Lake): Promise<void> {
  await run({ name: '', query: '*[count(*[_id in ^.ids]) == 1]', params: {}, perspective: 'raw' }, lake).catch(
    () => {},
  );
}

async function rowOf(query: StudioQuery, lake: Lake, maxMs: number): Promise<Row> {
  const text = `under ${maxMs} ms`;
  try {
    const first = await timeOf(() => run(query, lake));
    const usual = await medianOf(() => run(query, lake));
    const value = `${inMilliseconds(usual)}, first ${inMilliseconds(first)}`;
    return { name: query.name, value, bar: { text, met: usual < maxMs } };
  } catch (error) {
    const value = error instanceof Error ? error.message : String(error);
    return { name: query.name, value, bar: { text, met: false } };
  }
}

async function run({ query, params, perspective }: StudioQuery, { main }: Lake): Promise<unknown> {
  return main.answer(lakeItself, { query, params, perspective: parsePerspective(perspective, apiVersion) });
}
