import { addressed } from '@bodytext/schema/address';
import type { Link, Taxonomy } from './taxonomy.ts';

/** The addresses of documents by id, and the tags that these addresses depend on. */
export function linksTo(documents: readonly unknown[], taxonomy: Taxonomy) {
  const links: Record<string, Link> = {};
  const tags: string[] = [];
  for (const value of documents) {
    const document = addressed.safeParse(value).data;
    const path = taxonomy.pathOf(value);
    if (document === undefined || path === undefined) continue;
    links[document._id] = { id: document._id, title: titleOf(document), path };
    tags.push(...taxonomy.tagsOfPath(document));
  }
  return { links, tags };
}

function titleOf(document: Record<string, unknown>): string {
  return String(document.title ?? document.name ?? '');
}
