import { type Addressed, addressed, addressOf, reservedSlugs } from './address.ts';
import { checkReferences } from './check-references.ts';
import { publishedId } from './document.ts';
import { isDocumentType, publishable } from './document-types.ts';
import type { Issue } from './issue.ts';
import { type Lookup, lookupWith } from './lookup.ts';
import { isOnSite, normalizePath } from './site-address.ts';
import { type SchemaNode, walkSchema } from './walk-schema.ts';
import { isSitePath, sitePaths } from './web-address.ts';

/**
 * The rules that need other documents: references point to published documents of an allowed type, addresses of this
 * site exist, topics form no cycle, and every address is unique.
 *
 * @param before the published document before, if there is one
 */
export function checkInContext(document: unknown, lookup: Lookup, before?: unknown): Issue[] {
  const parsed = addressed.safeParse(document);
  if (!parsed.success) return [];
  const self = { ...parsed.data, _id: publishedId(parsed.data._id) };
  const around = lookupWith(self, lookup);
  const nodes = isDocumentType(self._type) ? walkSchema(publishable[self._type], document) : [];
  return [
    ...checkReferences({ document, before, nodes }, around),
    ...checkSitePaths(nodes, around),
    ...checkTopicCycle(self, around),
    ...checkAddress(self, around),
  ];
}

function checkSitePaths(nodes: SchemaNode[], lookup: Lookup): Issue[] {
  return nodes.flatMap(({ schema, value, path }) => {
    const isPath = sitePaths.has(schema) && typeof value === 'string' && isSitePath(value);
    if (!isPath || isOnSite(value, lookup)) return [];
    const message = `No page has the address ${normalizePath(value) ?? value}. Correct it, or publish the page first.`;
    return [{ path, code: 'address.missing', message, severity: 'blocks' }];
  });
}

function checkTopicCycle(self: Addressed, lookup: Lookup): Issue[] {
  if (self._type !== 'topic') return [];
  const seen = new Set<string>();
  for (let above = self.parent; above; above = addressed.safeParse(lookup.get(above._ref)).data?.parent) {
    if (above._ref === self._id) {
      return [
        {
          path: ['parent'],
          code: 'parent.cycle',
          message: 'The topic would be inside itself. Choose another topic above it.',
          severity: 'blocks',
        },
      ];
    }
    if (seen.has(above._ref)) return [];
    seen.add(above._ref);
  }
  return [];
}

function checkAddress(self: Addressed, lookup: Lookup): Issue[] {
  const slug = self.slug?.current;
  const address = addressOf(self, lookup.get);
  if (slug === undefined || address === undefined) return [];
  if (address === `/${slug}` && reservedSlugs.has(slug)) {
    return [slugIssue('slug.reserved', `The site itself needs the address ${address}. Choose another slug.`)];
  }
  const other = lookup
    .withSlug(slug)
    .flatMap((document) => addressed.safeParse(document).data ?? [])
    .find((candidate) => candidate._id !== self._id && addressOf(candidate, lookup.get) === address);
  if (other === undefined) return [];
  const title = typeof other.title === 'string' ? `“${other.title}”` : 'Another document';
  return [slugIssue('slug.taken', `${title} already has the address ${address}. Choose another slug.`)];
}

function slugIssue(code: string, message: string): Issue {
  return { path: ['slug'], code, message, severity: 'blocks' };
}
