import { type Body, em, h3, important, link, list, note, p, strong, to } from '../portable-text.ts';

export type PageSource = { slug: string; title: string; summary: string; body: Body };

const policy = to('page-editorial-policy', 'editorial policy');

/** The pages about the site: about, editorial policy, privacy, corrections, contact. */
export const aboutPages: PageSource[] = [
  {
    slug: 'about',
    title: 'About Bodytext',
    summary: 'What this site is, who it is for, and what it is not.',
    body: [
      p`Bodytext explains painful conditions in plain words. Each article has three parts: what it is, what causes it, and what it is like to live with.`,
      p`The third part is there because facts alone can leave you lonely. It tells of experience, and it always says that it does.`,
      important(
        'This is a demonstration',
        p`The articles were written to show what this newsroom can do. The writers, reviewers and sponsor are invented. No clinician has checked the articles.`,
        p`The works they cite are real, and you can look them up. For your own health, please talk to someone who can examine you.`,
      ),
      h3`Who it is for`,
      p`It is for people in pain, and for those who live with them. We write so that a tired reader can follow, and so that a twelve-year-old can, too.`,
      h3`How it is paid for`,
      p`This demonstration earns nothing. Some pages show an offer, to show how a real site would label it. Read more in our ${policy}.`,
    ],
  },
  {
    slug: 'editorial-policy',
    title: 'Editorial policy',
    summary: 'How articles are written, checked and kept up to date, and how money is kept away from them.',
    body: [
      p`These are the rules that a newsroom like this would keep. They are written here in full, so that you can hold it to them.`,
      h3`Sources`,
      ...list(
        'Each claim about health rests on a published source, and the source is named.',
        'We prefer guidelines and reviews of many studies to single studies.',
        'Where experts disagree or nobody knows, we say so.',
      ),
      h3`Review`,
      p`Each article names its author and its reviewer. It shows when it was last reviewed and when the next review is due. That is three years later at most, and sooner when the evidence changes.`,
      p`One article here is overdue on purpose. It shows you what an overdue article looks like.`,
      h3`Experience`,
      p`The stories are put together from what many people say. Each one is marked. A story is never used to prove that a treatment works.`,
      h3`Money`,
      ...list(
        'Nobody can pay to be in an article, or to be left out of one.',
        'Offers stand apart from the text, and never beside an emergency warning.',
        'If someone paid, or if the offer is our own, the label says so.',
        'We do not promise cures.',
      ),
      h3`Mistakes`,
      p`We correct them in the open. See ${to('page-corrections', 'corrections')}.`,
    ],
  },
  {
    slug: 'privacy',
    title: 'Privacy',
    summary: 'What this site knows about you: as little as it can.',
    body: [
      p`What you read about your health is nobody’s business. This site is built so that it has next to nothing to keep.`,
      h3`What we don’t do`,
      ...list(
        'We set no cookies for readers, and store nothing on your device.',
        'We load nothing from other companies: no fonts, no videos, no counters.',
        'We do not build a profile of you, here or anywhere else.',
      ),
      h3`What any website sees`,
      p`To send you a page, a server must know your device’s internet address. Whoever runs this copy of the site decides whether that is written to a log, and for how long.`,
      h3`What you tell us`,
      p`Below each article you can say whether it was useful, or what is wrong in it. We keep your words, the page and the day. We keep nothing that says who you are, so we can’t answer you.`,
      h3`Links to other sites`,
      p`When you follow a link to another website, that site’s rules apply. We ask your browser not to tell it which of our pages you came from.`,
      note('If you run this site', p`Replace this page with one that is true for you, and name who is responsible.`),
    ],
  },
  {
    slug: 'corrections',
    title: 'Corrections',
    summary: 'How to tell us about a mistake, and what we do then.',
    body: [
      p`We would rather be corrected than be wrong. If you find a mistake, please choose “Report a mistake on this page” below the article, or write to ${link('mailto:editors@example.org', 'editors@example.org')}.`,
      h3`What happens then`,
      ...list(
        p`${strong('If it could harm someone,')} we take it down or put it right the same day.`,
        p`${strong('If a fact is wrong,')} we put it right and add a note that says what changed.`,
        p`${strong('If a word is misspelt,')} we put it right without a note, and thank you.`,
      ),
      h3`Corrections so far`,
      p`None yet. This is a demonstration, and ${em('example.org')} is an address that nobody reads.`,
    ],
  },
  {
    slug: 'contact',
    title: 'Contact',
    summary: 'How to reach the editors, and whom to ask about your own health.',
    body: [
      p`You can write to the editors at ${link('mailto:editors@example.org', 'editors@example.org')}. As this is a demonstration, nobody reads that address.`,
      h3`About your own health`,
      p`We can’t give advice about your own case. In the UK, these people can:`,
      ...list(
        p`your local pharmacist, without an appointment`,
        p`your GP surgery`,
        p`NHS 111, by telephone on ${link('tel:111', '111')} or at ${link('https://111.nhs.uk/', '111.nhs.uk')}`,
        p`in an emergency, ${link('tel:999', '999')}`,
      ),
    ],
  },
];
