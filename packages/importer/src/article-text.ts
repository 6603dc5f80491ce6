import type { SectionName } from '@bodytext/schema/section';

/** What a plain-text article says, part by part, every paragraph word for word. */
export type ArticleText = {
  headline: string;
  title: string;
  lead: Paragraph[];
  sections: Record<SectionName, SectionText>;
  /** The labels of the breadcrumb line, the article's own last. Empty when there is no such line. */
  breadcrumb: string[];
  callToAction: string | undefined;
  /** What a person should look at, because the text left room for doubt. */
  doubts: string[];
};

export type SectionText = { heading: string; body: Paragraph[] };

/** `standsOut`: a line that looks like a heading without being one of the three. */
export type Paragraph = { text: string; standsOut: boolean };
