import { z } from 'zod';

const site = z.object({ settings: z.object({ language: z.string().optional() }) }).nullish();

/** The site is in the view, or beside it on pages without a view, such as search. */
const props = z.object({ view: z.object({ site }).nullish(), site });

/** The BCP 47 language of a page, from its props. English for pages without content. */
export function pageLanguage(pageProps: unknown): string {
  const { view, site: own } = props.safeParse(pageProps).data ?? {};
  return (view?.site ?? own)?.settings.language ?? 'en';
}
