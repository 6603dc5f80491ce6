import { type Newsroom, openNewsroom } from '@bodytext/e2e/newsroom';
import type { Result, Row } from '@bodytext/measure/measure';
import { cachedRequests } from './site/cached-requests.ts';
import { lighthouseReports } from './site/lighthouse.ts';
import { manyArticles } from './site/many-articles.ts';
import { outage } from './site/outage.ts';
import { publish } from './site/publish.ts';
import { restarts } from './site/restarts.ts';
import { weight } from './site/weight.ts';

type Figures = Pick<Result, 'rows' | 'notMeasured'>;

/** The parts, on production builds. */
const groups: Record<string, () => Promise<Figures>> = {
  weight: () => inNewsroom(async (newsroom) => ({ rows: await weight(newsroom) })),
  publish: () => inNewsroom(async (newsroom) => ({ rows: await publish(newsroom) })),
  restarts: async () => ({ rows: await restarts() }),
  lighthouse: async () => ({ rows: await lighthouseReports() }),
  'cached-requests': () => inNewsroom(cachedRequests),
  'many-articles': async () => ({ rows: await manyArticles() }),
  outage: async () => ({ rows: await outage() }),
};

export const siteParts = Object.keys(groups);

/** Runs all parts, or those named, each on its own servers and data folder. */
export async function site(names = siteParts): Promise<Result> {
  const rows: Row[] = [];
  const notMeasured: string[] = [];
  for (const name of names) {
    try {
      const figures = await groups[name]?.();
      rows.push(...(figures?.rows ?? []));
      notMeasured.push(...(figures?.notMeasured ?? []));
    } catch (error) {
      notMeasured.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { name: 'site', baseline: 'the bars alone, where no other is named', rows, notMeasured };
}

async function inNewsroom(measure: (newsroom: Newsroom) => Promise<Figures>): Promise<Figures> {
  const newsroom = await openNewsroom();
  try {
    return await measure(newsroom);
  } finally {
    await newsroom.close();
  }
}
