import { readAddress } from '@bodytext/content/address';
import { readHomePage } from '@bodytext/content/home-page';
import { inMemoryLake } from '@bodytext/content/in-memory-lake.fixture';
import { documents } from '@bodytext/demo/documents';
import { aClaim } from '@bodytext/schema/fixtures';
import { type PageProps, viewOf } from './view.ts';

/** The path of the demo's article about lower back spasm. */
export const spasmPath = '/back-pain/lower-back-pain/lower-back-spasm';

/** The props of a page of the demo, read with the real queries. */
export async function propsAt(path: string, change: Partial<PageProps> = {}): Promise<PageProps> {
  const { context } = inMemoryLake(documents);
  const { data } = path === '/' ? await readHomePage(context) : await readAddress(context, path);
  if (data.kind === 'missing' || data.kind === 'redirect') throw new Error(`Nothing is at ${path}: ${data.kind}.`);
  const facts = { siteUrl: 'https://site.example', isPublic: true, edit: null, takesFeedback: true };
  return { view: viewOf(data, new Date()), ...facts, ...change };
}

/** The same article as withdrawn, with all other fields still set. */
export async function withdrawnProps(): Promise<PageProps> {
  const view = await spasmView();
  const withdrawal = { withdrawnOn: '2026-04-01', notice: 'It rested on a study that was retracted.' };
  const seo = { title: 'Old title', description: 'Old description', image: view.article.heroImage };
  return propsAt(spasmPath, { view: { ...view, article: { ...view.article, withdrawal, seo } } });
}

/** The view of the demo's article about lower back spasm. */
export async function spasmView() {
  const { view } = await propsAt(spasmPath);
  if (view.kind !== 'article') throw new Error(`${spasmPath} is a ${view.kind}.`);
  return view;
}

/** “Heat[1] helps. Try it.”: a claim without the last sentence, split by a citation of the reference it cites itself. */
export function aClaimSplitByCitation(referenceId: string) {
  const reference = { _ref: referenceId };
  return {
    ...aClaim('', { references: [{ _key: 'r', ...reference }] }),
    children: [
      { _type: 'span' as const, _key: 'one', text: 'Heat', marks: ['claim'] },
      { _type: 'citation' as const, _key: 'cited', reference },
      { _type: 'span' as const, _key: 'two', text: ' helps.', marks: ['claim'] },
      { _type: 'span' as const, _key: 'three', text: ' Try it.' },
    ],
  };
}
