/** @jest-environment node */
import { aChangeNote, aClaim } from '@bodytext/schema/fixtures';
import { plainText } from '@bodytext/schema/portable-text';
import { expect, test } from '@jest/globals';
import { aClaimSplitByCitation, spasmView } from '../view/view.fixture.ts';
import { articleMarkdown } from './article-markdown.ts';

const siteUrl = 'https://site.example';

test('the Markdown of an article has its headings, its reviewer, its care cards and its references', async () => {
  const view = await spasmView();
  const text = articleMarkdown(view, siteUrl);
  expect(text.startsWith(`# ${view.article.headline}\n\nBack pain > Lower back pain > Lower back spasm\n`)).toBe(true);
  expect(text).toContain(`- Medically reviewed by ${view.reviewer?.name}, ${view.reviewer?.credentials}`);
  for (const name of ['what', 'causes', 'ordeal'] as const)
    expect(text).toContain(`\n## ${view.article[name].heading}\n`);
  expect(text).toContain('> **Immediate action required: ');
  expect(text.match(/^\d+\. \[/gm)).toHaveLength(view.references.length);
  expect(text).toContain('](https://site.example/back-pain/lower-back-pain/sciatica)');
  expect(text).not.toContain('undefined');
});

test('a claim has its standing, certainty and citations', async () => {
  const view = await spasmView();
  const body = [
    aClaim('So it is.', {
      standing: 'established',
      certainty: 'high',
      references: [{ _key: 'r', _ref: view.references[1]?._id ?? '' }],
    }),
  ];
  const text = articleMarkdown({ ...view, article: { ...view.article, causes: { heading: 'Causes', body } } }, siteUrl);
  expect(text).toContain('So it is. (established, high certainty) [2]');
});

test('a claim that is split by a citation has one note', async () => {
  const view = await spasmView();
  const body = [aClaimSplitByCitation(view.references[0]?._id ?? '')];
  const text = articleMarkdown({ ...view, article: { ...view.article, causes: { heading: 'Causes', body } } }, siteUrl);
  expect(text).toContain('\nHeat [1] helps. (guideline, moderate certainty) [1] Try it.\n');
});

test('the Markdown of a withdrawn article is its notice alone', async () => {
  const view = await spasmView();
  const withdrawal = { withdrawnOn: '2026-04-01', notice: 'A study was *retracted*.' };
  const text = articleMarkdown({ ...view, article: { ...view.article, withdrawal } }, siteUrl);
  expect(text).toBe('# Lower back spasm\n\nThis article was withdrawn on 1 April 2026. A study was \\*retracted\\*.\n');
});

test('the Markdown of a withdrawn article links to the article to read instead', async () => {
  const view = await spasmView();
  const [id = '', link] = Object.entries(view.links)[0] ?? [];
  const withdrawal = { withdrawnOn: '2026-04-01', notice: 'Retracted.', instead: { _ref: id } };
  const text = articleMarkdown({ ...view, article: { ...view.article, withdrawal } }, siteUrl);
  expect(text).toContain(`\n\nRead instead: [${link?.title}](${siteUrl}${link?.path})\n`);
});

test('an article with a lapsed review has a notice before its lead', async () => {
  const view = await spasmView();
  const notice = '> **This page is out of date**';
  const lead = plainText(view.article.lead).slice(0, 20);
  const text = articleMarkdown({ ...view, review: 'lapsed' }, siteUrl);
  expect(text.indexOf(notice)).toBeGreaterThan(0);
  expect(text.indexOf(notice)).toBeLessThan(text.indexOf(lead));
  expect(articleMarkdown({ ...view, review: 'overdue' }, siteUrl)).not.toContain(notice);
});

test('no review is shown without a reviewer, and a next review without a date is due three years after the last', async () => {
  const view = await spasmView();
  const article = { ...view.article, reviewedOn: '2020-05-06', nextReviewOn: undefined };
  const text = articleMarkdown({ ...view, article, reviewer: undefined, review: 'lapsed' }, siteUrl);
  expect(text).not.toContain('Last reviewed');
  expect(text).toContain('- Next review due 6 May 2023 (overdue)');
  expect(text).toContain('by 6 May 2023, and has not been');
});

test('the change log is in the Markdown, latest first, with reasons and approvers', async () => {
  const view = await spasmView();
  const approvedBy = { _ref: view.reviewer?._id ?? '' };
  const changes = [
    aChangeNote({ _key: 'old', changedOn: '2026-01-02', what: 'Older.', why: 'So.', approvedBy: undefined }),
    aChangeNote({ _key: 'new', changedOn: '2026-03-04', what: 'Newer.', why: 'Because.', approvedBy }),
  ];
  const approvers = view.reviewer ? [view.reviewer] : [];
  const text = articleMarkdown({ ...view, approvers, article: { ...view.article, changes } }, siteUrl);
  expect(text).toContain(
    `## What has changed\n\n- 4 March 2026: Newer. Because. (Approved by ${view.reviewer?.name})\n- 2 January 2026: Older. So.`,
  );
});

test('the Markdown ends with what to do in an emergency, and the disclaimer', async () => {
  const view = await spasmView();
  const settings = { ...view.site.settings, emergencyText: 'Call 999 *now*.', disclaimer: 'No advice.' };
  const text = articleMarkdown({ ...view, site: { ...view.site, settings } }, siteUrl);
  expect(text.endsWith('\n\n---\n\n**In an emergency:** Call 999 \\*now\\*.\n\nNo advice.\n')).toBe(true);
});
