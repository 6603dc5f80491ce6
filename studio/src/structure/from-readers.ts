import { BarChartIcon } from '@sanity/icons/BarChart';
import { CommentIcon } from '@sanity/icons/Comment';
import { DocumentTextIcon } from '@sanity/icons/DocumentText';
import { map, type Observable } from 'rxjs';
import type { ListBuilder, StructureBuilder, StructureResolverContext } from 'sanity/structure';
import { z } from 'zod';
import { apiVersion } from '../api-version.ts';

const tallyRow = z.object({
  page: z.string(),
  type: z.string().nullish(),
  title: z.string().nullish(),
  useful: z.number(),
  notUseful: z.number(),
});
type TallyRow = z.infer<typeof tallyRow>;

/** The votes on one page, summed over the months shown. */
export type PageTally = { page: string; type: string; title: string; useful: number; notUseful: number };

const monthsShown = 3;
/** The 2000 tallies with the most “not useful” votes: a bound on the answer's size. */
const tallyQuery = {
  fetch: `*[_type == "feedbackTally" && month >= $since] | order(notUseful desc) [0...2000]
    {"page": page._ref, "type": page->_type, "title": coalesce(page->title, page->name), useful, notUseful}`,
  listen: '*[_type == "feedbackTally"]',
};

/** The pane “From readers”: reports, open ones first, and the tallies of votes. */
export function fromReaders(S: StructureBuilder, context: StructureResolverContext): ListBuilder {
  return S.list()
    .title('From readers')
    .id('from-readers')
    .items([
      S.listItem()
        .title('Reports')
        .icon(CommentIcon)
        .id('reports')
        .child(
          S.documentList()
            .title('Reports')
            .id('reports')
            .schemaType('feedback')
            .apiVersion(apiVersion)
            .filter('_type == "feedback"')
            .defaultOrdering([
              { field: 'state', direction: 'desc' },
              { field: 'reportedOn', direction: 'desc' },
            ])
            .initialValueTemplates([]),
        ),
      S.listItem()
        .title('Useful or not')
        .icon(BarChartIcon)
        .id('useful')
        .child(() => listenToTallies(context).pipe(map((tallies) => talliesPane(S, tallies)))),
    ]);
}

function listenToTallies({ documentStore }: StructureResolverContext): Observable<PageTally[]> {
  const since = firstMonthShown(new Date());
  return documentStore
    .listenQuery(tallyQuery, { since }, { apiVersion, tag: 'structure.feedback', throttleTime: 2000 })
    .pipe(map((rows) => sumByPage(z.array(tallyRow).parse(rows))));
}

function talliesPane(S: StructureBuilder, tallies: PageTally[]): ListBuilder {
  return S.list()
    .title(`Useful or not, in ${monthsShown} months`)
    .id('useful')
    .items(
      tallies.map(({ page, type, title, useful, notUseful }) =>
        S.listItem()
          .id(page)
          .title(`${title}: useful ${useful}, not ${notUseful}`)
          .icon(DocumentTextIcon)
          .child(S.document().schemaType(type).documentId(page)),
      ),
    );
}

/** One row for each page, most “not useful” votes first, without deleted pages. */
export function sumByPage(rows: readonly TallyRow[]): PageTally[] {
  const tallies = new Map<string, PageTally>();
  for (const { page, type, title, useful, notUseful } of rows) {
    if (!type) continue;
    const tally = tallies.get(page) ?? { page, type, title: title || 'Untitled', useful: 0, notUseful: 0 };
    tallies.set(page, { ...tally, useful: tally.useful + useful, notUseful: tally.notUseful + notUseful });
  }
  return [...tallies.values()].toSorted((a, b) => b.notUseful - a.notUseful || b.useful - a.useful);
}

/** The first of the months shown: `2026-01` in March 2026. */
export function firstMonthShown(now: Date): string {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - monthsShown + 1)).toISOString().slice(0, 7);
}
