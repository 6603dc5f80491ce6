import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Validator from '@adobe/structured-data-validator';
import { z } from 'zod';

/*
 * Adobe's validator has Google's rules for breadcrumbs, persons and other types, and checks types and properties
 * against schema.org's vocabulary, which comes from a package (@vocabulary/schema), so that no test needs the network.
 * The validator doesn't check the values of properties; they are checked here, by the vocabulary's `rangeIncludes`.
 */

const home = 'http://schema.org/';
const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
const rdfs = 'http://www.w3.org/2000/01/rdf-schema#';

type Term = { kinds: Set<string>; parents: string[]; domains: string[]; ranges: string[] };

const terms = readVocabulary();
const validator = new Validator(asJsonLd());

const issue = z.object({
  issueMessage: z.string(),
  path: z.array(z.looseObject({ property: z.string().optional() })),
});
const item = z.record(z.string(), z.unknown()).and(z.object({ '@type': z.string() }));

/** The problems of a page's JSON-LD. */
export async function problemsIn(data: readonly unknown[]): Promise<string[]> {
  const items = z.array(item).parse(data);
  const byType = Object.groupBy(structuredClone(items), (one) => one['@type']);
  const issues = z.array(issue).parse(await validator.validate({ jsonld: byType }));
  const said = issues.map(({ issueMessage, path }) => {
    const where = path.flatMap(({ property }) => property ?? []).join('.');
    return `${where || 'the whole'}: ${issueMessage}`;
  });
  return [...said, ...items.flatMap((one) => wrongValuesIn(one, one['@type']))];
}

/** Values whose type is not in their property's `rangeIncludes`. */
function wrongValuesIn(value: unknown, where: string): string[] {
  const parsed = item.safeParse(value).data;
  if (parsed === undefined) return [`${where}: an object without a type`];
  return Object.entries(parsed)
    .filter(([name]) => !name.startsWith('@'))
    .flatMap(([name, field]) => [field].flat().flatMap((one) => wrongValue(name, one, `${where}.${name}`)));
}

function wrongValue(name: string, value: unknown, where: string): string[] {
  const ranges = terms.get(name)?.ranges ?? [];
  if (typeof value !== 'object' || value === null)
    return isScalarOf(value, ranges) ? [] : [`${where}: ${String(value)}`];
  const type = item.safeParse(value).data?.['@type'] ?? '';
  const isExpected = ranges.some((range) => isA(type, range));
  return [...(isExpected ? [] : [`${where}: ${type} is none of ${ranges.join(', ')}`]), ...wrongValuesIn(value, where)];
}

const date = /^\d{4}(?:-\d{2}(?:-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2}))?)?)?$/;

/** Any text is valid for Text and enumerations; a Date or DateTime needs a date, and any other type needs a URL. */
function isScalarOf(value: unknown, ranges: readonly string[]): boolean {
  if (typeof value === 'number') return ranges.some((range) => isA(range, 'Number') || range === 'Text');
  if (typeof value === 'boolean') return ranges.includes('Boolean');
  if (typeof value !== 'string' || value === '') return false;
  if (ranges.includes('Text') || ranges.some((range) => isA(range, 'Enumeration'))) return true;
  if (ranges.some((range) => range === 'Date' || range === 'DateTime')) return date.test(value);
  return URL.canParse(value);
}

function isA(type: string, ancestor: string): boolean {
  return type === ancestor || (terms.get(type)?.parents ?? []).some((parent) => isA(parent, ancestor));
}

function readVocabulary(): Map<string, Term> {
  const file = createRequire(import.meta.url).resolve('@vocabulary/schema/schema.nq');
  const known = new Map<string, Term>();
  for (const [, subject = '', predicate, object = ''] of readFileSync(file, 'utf8').matchAll(
    /^<([^>]+)> <([^>]+)> <([^>]+)>/gm,
  )) {
    if (!subject.startsWith(home)) continue;
    const name = subject.slice(home.length);
    const term = known.get(name) ?? { kinds: new Set(), parents: [], domains: [], ranges: [] };
    known.set(name, term);
    const target = object.replace(home, '');
    if (predicate === `${rdf}type`) term.kinds.add(object);
    if (predicate === `${rdfs}subClassOf`) term.parents.push(target);
    if (predicate === `${home}domainIncludes`) term.domains.push(target);
    if (predicate === `${home}rangeIncludes`) term.ranges.push(target);
  }
  return known;
}

/** The vocabulary in schema.org's JSON-LD form, with the properties that the validator reads. */
function asJsonLd(): object {
  const ids = (names: readonly string[]) => names.map((name) => ({ '@id': `schema:${name}` }));
  return {
    '@graph': [...terms].map(([name, { kinds, parents, domains }]) => ({
      '@id': `schema:${name}`,
      '@type': kinds.has(`${rdf}Property`) ? 'rdf:Property' : 'rdfs:Class',
      'rdfs:subClassOf': ids(parents),
      'schema:domainIncludes': ids(domains),
    })),
  };
}
