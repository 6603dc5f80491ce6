import { createHash } from 'node:crypto';
import { slugOf } from '@bodytext/schema/slug';

/** The address that the breadcrumb gives an article, as labels. Without one, the title is all there is. */
export function pathOf(breadcrumb: readonly string[], title: string): string[] {
  return breadcrumb.length > 0 ? [...breadcrumb] : [title];
}

/**
 * A document's id, made of what it is about: the same file asks for the same documents however often it is imported,
 * and two files that name one topic share it.
 */
export function idOf(type: string, ...path: readonly string[]): string {
  return `${type}-${sha256(path.map(nameOf).join('/')).slice(0, 24)}`;
}

/** What a label is known by: its slug, or the label itself in scripts that slugs can't be made of. */
export function nameOf(label: string): string {
  return slugOf(label) || label.normalize('NFC').toLowerCase();
}

/** Whether two labels name the same thing. */
export function sameName(a: string, b: string): boolean {
  return nameOf(a) === nameOf(b);
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
