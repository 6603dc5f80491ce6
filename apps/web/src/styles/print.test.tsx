import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { aLinkedParagraph, aParagraph } from '@bodytext/schema/fixtures';
import { expect, test } from '@jest/globals';
import { render } from '@testing-library/react';
import { Article } from '../components/article.tsx';
import { spasmView } from '../view/view.fixture.ts';

/** The selector of the links after which the print style sheet puts the URL. */
function printedLinks(): string {
  const css = readFileSync(join(import.meta.dirname, 'print.css'), 'utf8');
  const [, selector = ''] = /^ *([^{};]+)::after \{\s*content: [^;]*attr\(href\)/m.exec(css) ?? [];
  return selector;
}

async function printed() {
  const view = await spasmView();
  const [id = '', link] = Object.entries(view.links)[0] ?? [];
  const inward = aParagraph('See there.', {
    children: [{ _type: 'span', _key: 's', text: 'there', marks: ['inward'] }],
    markDefs: [{ _type: 'internalLink', _key: 'inward', reference: { _type: 'reference', _ref: id } }],
  });
  const lead = [inward, aLinkedParagraph('elsewhere', 'https://www.example.org/')];
  const { container } = render(
    <Article view={{ ...view, article: { ...view.article, lead } }} siteUrl="https://site.example" takesFeedback />,
  );
  const hrefsOf = (selector: string) =>
    [...container.querySelectorAll(selector)].map((anchor) => anchor.getAttribute('href') ?? '');
  return { hrefsOf, container, inward: link?.path };
}

test('in print, each link in the lead is followed by its URL', async () => {
  const { hrefsOf, inward } = await printed();
  const hrefs = hrefsOf(printedLinks());
  expect(hrefs).toContain(inward);
  expect(hrefs).toContain('https://www.example.org/');
});

test('in print, citations and links in navigation are not followed by their URL', async () => {
  const { hrefsOf, container } = await printed();
  expect(hrefsOf(printedLinks()).filter((href) => href.startsWith('#'))).toEqual([]);
  const after = [...container.querySelectorAll(printedLinks())];
  expect(after.filter((anchor) => anchor.closest('nav, .byline, .related, .call-to-action'))).toEqual([]);
});
