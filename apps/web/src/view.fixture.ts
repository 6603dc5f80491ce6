import { readAddress } from '@bodytext/content/address';
import { readHomePage } from '@bodytext/content/home-page';
import { aReadingRoom } from '@bodytext/content/reading.fixture';
import { documents } from '@bodytext/demo/documents';
import { type PageProps, viewOf } from './view.ts';

/** Where the demo's article about lower back spasm is. */
export const spasmPath = '/back-pain/lower-back-pain/lower-back-spasm';

/** The props of a page of the demo, read by the real queries. */
export async function propsAt(path: string, change: Partial<PageProps> = {}): Promise<PageProps> {
  const { context } = aReadingRoom(documents);
  const { data } = path === '/' ? await readHomePage(context) : await readAddress(context, path);
  if (data.kind === 'missing' || data.kind === 'redirect') throw new Error(`Nothing is at ${path}: ${data.kind}.`);
  const facts = { siteUrl: 'https://site.example', isPublic: true, edit: null, takesFeedback: true };
  return { view: viewOf(data, new Date()), ...facts, ...change };
}

/** The demo's article about lower back spasm, as its page shows it. */
export async function spasmView() {
  const { view } = await propsAt(spasmPath);
  if (view.kind !== 'article') throw new Error(`${spasmPath} is a ${view.kind}.`);
  return view;
}
