import type { SectionName } from '@bodytext/schema/section';

/** The parsed parts of a plain-text article, with its paragraphs unchanged. */
export type ArticleText = {
  headline: string;
  title: string;
  lead: Paragraph[];
  sections: Record<SectionName, SectionText>;
  /** The labels of the breadcrumb line, the article's own last; empty without such a line. */
  breadcrumb: string[];
  callToAction: string | undefined;
  /** Sentences about ambiguous parts that the user should check. */
  doubts: string[];
};

export type SectionText = { heading: string; body: Paragraph[] };

/** `standsOut`: a line that looks like a heading; within a section, it becomes a subheading. */
export type Paragraph = { text: string; standsOut: boolean };
