import type { LakeProcess } from '@bodytext/e2e/lake-process';
import { hostileTexts } from './hostile-texts.ts';

/** Stores the documents to attack: hostile names and texts, deep and wide values, circular references. */
export async function fillHostile({ url }: LakeProcess, token: string): Promise<void> {
  const documents = [...strange(), ...Array.from({ length: 200 }, (_, n) => plain(n))];
  const answer = await fetch(`${url}/v2025-02-19/data/mutate/production?visibility=async`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ mutations: documents.map((createOrReplace) => ({ createOrReplace })) }),
  });
  if (!answer.ok) throw new Error(`What is to be attacked could not be stored: ${await answer.text()}`);
}

function strange(): Record<string, unknown>[] {
  const names = hostileTexts.filter(
    (text) => !['__proto__', 'hasOwnProperty', 'constructor', 'prototype', 'toJSON'].includes(text),
  );
  return [
    note('names', Object.fromEntries(names.map((name, index) => [name, index]))),
    note('texts', { list: hostileTexts, title: 'a'.repeat(100_000), long: 'a'.repeat(3_000), n: '.'.repeat(100_000) }),
    note('words', { title: 'aa ab ba '.repeat(5_000), body: blocks(500) }),
    note('deep', { deep: deep(95), title: 'deep' }),
    note('wide', { list: Array.from({ length: 5_000 }, (_, n) => ({ _key: `k${n}`, n })) }),
    note('numbers', { list: [0, -0, 5e-324, 1.7e308, -1.7e308, 2 ** 53], n: 1.7e308 }),
    note('itself', { to: reference('itself'), list: Array.from({ length: 50 }, () => reference('itself')) }),
  ];
}

/** Documents that refer to each other in cycles. */
function plain(n: number): Record<string, unknown> {
  const _id = n % 4 === 3 ? `drafts.fuzz-${n % 50}` : `fuzz-${n}`;
  const list = Array.from({ length: n % 20 }, (_, k) => ({
    ...reference(`fuzz-${(n * 7 + k) % 200}`),
    _key: `k${k}`,
    n: k,
  }));
  const slug = { current: `note-${n}` };
  return {
    ...note(_id, {
      n,
      title: `note ${n} of back pain`,
      slug,
      list,
      to: reference(`fuzz-${(n + 1) % 200}`),
      body: blocks(3),
    }),
    _id,
  };
}

function note(_id: string, content: Record<string, unknown>): Record<string, unknown> {
  return { _id: `hostile-${_id}`, _type: 'system.note', ...content };
}

function reference(_ref: string): Record<string, unknown> {
  return { _type: 'reference', _ref: _ref === 'itself' ? 'hostile-itself' : _ref, _weak: true };
}

function deep(levels: number): unknown {
  return levels === 0 ? 'bottom' : { deep: deep(levels - 1) };
}

function blocks(count: number): unknown[] {
  const children = [{ _type: 'span', _key: 'a', text: 'words of a body that is looked through' }];
  return Array.from({ length: count }, (_, n) => ({ _type: 'block', _key: `b${n}`, children }));
}
