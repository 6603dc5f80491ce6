import { z } from 'zod';

const site = z.object({ settings: z.object({ language: z.string().optional() }) }).nullish();

/** Pages made of a view have the site in it; the search page has it beside what was found. */
const props = z.object({ view: z.object({ site }).nullish(), site });

/** The language of a page, from its props, as BCP 47 names it. A page that was made without content speaks English. */
export function pageLanguage(pageProps: unknown): string {
  const { view, site: own } = props.safeParse(pageProps).data ?? {};
  return (view?.site ?? own)?.settings.language ?? 'en';
}
