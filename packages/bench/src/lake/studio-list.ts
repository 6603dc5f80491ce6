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
/** Beyond it a list does not seem to open at once. */
const longestMs = 100;
/** Beyond it a query is stopped. */
const longestRunMs = 1_000;

/** How long the Studio's lists and searches take with so many articles of the demonstration’s size: first, and usually. */
export async function studioList(size = 10_000): Promise<Row[]> {
  const { dataDir, remove } = await fillLake(size, demoDocuments);
  const lake = openLake({ dataDir, urls });
  try {
    await warmUp(lake);
    const rows: Row[] = [];
    for (const query of studioLists) rows.push(await rowOf(query, lake, longestMs));
    for (const query of studioSearches) rows.push(await rowOf(query, lake, longestRunMs));
    return rows;
  } finally {
    await lake.close();
    await remove();
  }
}

/** The thread for costly queries starts with the first of them, which is measured nowhere. */
async function warmUp(lake: Lake): Promise<void> {
  await ask({ name: '', query: '*[count(*[_id in ^.ids]) == 1]', params: {}, perspective: 'raw' }, lake).catch(
    () => {},
  );
}

async function rowOf(query: StudioQuery, lake: Lake, most: number): Promise<Row> {
  const text = `under ${most} ms`;
  try {
    const first = await timeOf(() => ask(query, lake));
    const usual = await medianOf(() => ask(query, lake));
    const value = `${inMilliseconds(usual)}, first ${inMilliseconds(first)}`;
    return { name: query.name, value, bar: { text, met: usual < most } };
  } catch (error) {
    const value = error instanceof Error ? error.message : String(error);
    return { name: query.name, value, bar: { text, met: false } };
  }
}

async function ask({ query, params, perspective }: StudioQuery, { main }: Lake): Promise<unknown> {
  return main.answer(lakeItself, { query, params, perspective: parsePerspective(perspective, apiVersion) });
}
