/** @jest-environment node */
import { aCallout, aClaim, aParagraph } from '@bodytext/schema/fixtures';
import { expect, test } from '@jest/globals';
import { withClaimNotes } from './claim-notes.ts';

const span = (text: string, marks: string[]) => ({ _type: 'span' as const, _key: text, text, marks });

test('a claim has one note, after its last span, also if a citation splits its mark', () => {
  const claimed = aClaim('');
  const citation = { _type: 'citation' as const, _key: 'c', reference: { _ref: 'reference-neck-pain' } };
  const children = [span('one', ['claim']), citation, span('two', ['claim', 'strong']), span('three', ['strong'])];
  const [block] = withClaimNotes([{ ...claimed, children }]);
  const note = { _type: 'claimNote', _key: 'claim-note', claim: claimed.markDefs?.[0] };
  expect(block).toMatchObject({ children: [...children.slice(0, 3), note, children[3]] });
});

test('a claim without spans has no note, and blocks without claims are unchanged', () => {
  const unmarked = { ...aClaim(''), children: [span('one', [])] };
  const items = [unmarked, aParagraph('two'), aCallout()];
  expect(withClaimNotes(items)).toEqual(items);
});
