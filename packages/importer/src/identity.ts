import { createHash } from 'node:crypto';
import { slugOf } from '@bodytext/schema/slug';

/** The labels of an article's address: the breadcrumb, or else the title alone. */
export function pathOf(breadcrumb: readonly string[], title: string): string[] {
  return breadcrumb.length > 0 ? [...breadcrumb] : [title];
}

/**
 * A deterministic document id from a path of labels, which makes imports idempotent, and lets two files share a topic.
 */
export function idOf(type: string, ...path: readonly string[]): string {
  return `${type}-${sha256(path.map(normalizeLabel).join('/')).slice(0, 24)}`;
}

/** A label's normalised form: its slug, or the lower-case label in scripts without a slug. */
function normalizeLabel(label: string): string {
  return slugOf(label) || label.normalize('NFC').toLowerCase();
}

/** Whether two labels have the same normalised form. */
export function isSameLabel(a: string, b: string): boolean {
  return normalizeLabel(a) === normalizeLabel(b);
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
