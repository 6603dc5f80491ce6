/** How much of what may be, and why not more: as the lake’s rooms list their limits. */
type Limit = { value: number; unit: string; why: string };

/** What the site does at most for whoever asks: in time, in memory, on disk. */
export const limits = {
  headTime: {
    value: 10_000,
    unit: 'milliseconds',
    why: 'A head fits in one packet. Node would let half of one stay open for a minute.',
  },
  requestTime: {
    value: 20_000,
    unit: 'milliseconds',
    why: 'The largest body, a webhook of 1 MB, at 50 KB a second. Node would wait five minutes for it.',
  },
  idleConnection: {
    value: 5_000,
    unit: 'milliseconds',
    why: 'Long enough for a page and its pictures to come over one connection.',
  },
  stalledConnection: {
    value: 60_000,
    unit: 'milliseconds',
    why: 'A reader who takes nothing of an answer for so long is gone, and the answer is kept in memory for them.',
  },
  connectionCheck: {
    value: 2_000,
    unit: 'milliseconds',
    why: 'How late the times above are noticed. Node looks twice a minute.',
  },
  turns: {
    value: 3,
    unit: 'requests',
    why: 'Answered by Next at once: each keeps this thread for some milliseconds, and a kept page waits for all of them.',
  },
  turn: {
    value: 100,
    unit: 'milliseconds',
    why: 'A request that takes longer waits for the lake or its reader, and holds up nobody who goes on meanwhile.',
  },
  waiting: {
    value: 1_000,
    unit: 'requests',
    why: 'A second and more of work: whoever came last is told to come again.',
  },
  callers: {
    value: 10_000,
    unit: 'callers',
    why: 'Remembered behind proxies: some megabytes. Who is forgotten begins anew.',
  },
  packed: {
    value: 500,
    unit: 'answers',
    why: 'Kept in memory ready to be sent, of pages and of all else: 10 to 100 KB each.',
  },
  madeAnswer: {
    value: 60_000,
    unit: 'milliseconds',
    why: 'A sitemap of 10,000 articles takes a fifth of a second to make: once a minute is nothing, once a request is all.',
  },
  imageLook: {
    value: 1_000,
    unit: 'milliseconds',
    why: 'How long it is believed who shows which part of an image: an editor who crops one in a draft waits no longer.',
  },
  imageLooks: { value: 500, unit: 'images', why: 'Of which that is remembered: a few hundred bytes each.' },
  imagesFetched: {
    value: 3,
    unit: 'requests',
    why: 'To the lake, at once: it makes as many sizes as it has processors, and somebody else’s one must not wait for all.',
  },
  drawing: {
    value: 5_000,
    unit: 'milliseconds',
    why: 'A share image takes a tenth of that; one that hangs must not end all others.',
  },
  search: { value: 5_000, unit: 'milliseconds', why: 'Ten times what the longest search takes among 10,000 articles.' },
  reportsOfOne: { value: 10, unit: 'an hour', why: 'One reader finds no more mistakes than that.' },
  reports: {
    value: 500,
    unit: 'an hour',
    why: 'Nobody can fill the editors’ list: at 500 they are still read in a day.',
  },
  votesOfOne: { value: 60, unit: 'an hour', why: 'One reader reads no more pages than that.' },
  votes: {
    value: 50_000,
    unit: 'an hour',
    why: 'One in a hundred readers of a site with a hundred million visits a month.',
  },
  reportsWaiting: {
    value: 5_000,
    unit: 'reports',
    why: 'Some 10 MB on disk: what comes in ten hours while the lake is down.',
  },
  votesWaiting: { value: 20_000, unit: 'pages', why: 'Made-up addresses must not fill the disk: some 2 MB.' },
  webhooks: {
    value: 50_000,
    unit: 'webhooks',
    why: 'Known again within ten minutes by two names each: 25,000 changes, more than an import makes of the site’s.',
  },
  path: { value: 1_500, unit: 'characters', why: 'The deepest address has 12 slugs of 96 characters.' },
  segments: {
    value: 16,
    unit: 'segments',
    why: 'The deepest address has 12. Next tries a path against patterns that take the square of their number.',
  },
  imagePatience: {
    value: 3_000,
    unit: 'milliseconds',
    why: 'How long a reader waits for an image where there is something to show in the meantime.',
  },
  lakePatience: { value: 3_000, unit: 'milliseconds', why: 'How long the lake is waited for.' },
  lakePatienceForImages: { value: 15_000, unit: 'milliseconds', why: 'An image has to be cut and packed first.' },
  imagesKnown: {
    value: 5_000,
    unit: 'images',
    why: 'Of which it is remembered who may see them: a few hundred bytes each.',
  },
  webhookTime: {
    value: 5 * 60 * 1000,
    unit: 'milliseconds',
    why: 'How far a webhook’s time may be from ours: what is older was recorded by someone and is sent again.',
  },
  preview: {
    value: 60 * 60,
    unit: 'seconds',
    why: 'How long a preview lasts: whoever got hold of one sees no drafts after that.',
  },
  attempts: {
    value: 3,
    unit: 'attempts',
    why: 'At reading a page that changes while it is read: a page must not be born old, nor never be born.',
  },
  pagePatience: {
    value: 3000,
    unit: 'milliseconds',
    why: 'A lake that hangs, or answers a byte at a time, must not hang the site: after this, readers get what is kept.',
  },
  muchPatience: {
    value: 30_000,
    unit: 'milliseconds',
    why: 'Lists of thousands of articles, which no reader waits for.',
  },
  rest: {
    value: 3_000,
    unit: 'milliseconds',
    why: 'A lake that hangs is left alone for as long as it had somebody wait, and no longer: that it is back shows soon.',
  },
  imageRetry: { value: 60_000, unit: 'milliseconds', why: 'Until an image that could not be had is asked for again.' },
  imagesWaiting: {
    value: 20_000,
    unit: 'images',
    why: 'More are not waited for: whoever reads their pages fetches them.',
  },
  order: { value: 2000, unit: 'milliseconds', why: 'A slow reader must not hold up the others for longer than this.' },
  slugs: { value: 12, unit: 'slugs of an address', why: 'Topics within topics: nobody finds their way in more.' },
  catchUpRetry: { value: 30_000, unit: 'milliseconds', why: 'Until a catch-up that failed is tried again.' },
  pagesInMemory: { value: 500, unit: 'pages', why: 'Those read most; the rest is read from disk when asked for.' },
  deliveryPatience: {
    value: 10_000,
    unit: 'milliseconds',
    why: 'How long the lake is waited for: no reader waits for it.',
  },
  votesOfParcel: { value: 200, unit: 'pages', why: 'Whose votes go to the lake in one transaction.' },
  form: {
    value: 32 * 1024,
    unit: 'bytes',
    why: 'The longest text, with each character written as `%C3%A4` and more, and room for the rest.',
  },
  searchPatience: {
    value: 1_000,
    unit: 'milliseconds',
    why: 'How long a search waits for the lake to say what changed.',
  },
  wordsBegun: { value: 24, unit: 'words', why: 'That go on past a stem which is spelled in full: more say nothing.' },
  question: { value: 200, unit: 'characters', why: 'Of what is searched for: a long sentence.' },
  terms: { value: 8, unit: 'words', why: 'Of what is searched for. More narrow nothing down.' },
  term: { value: 40, unit: 'characters', why: 'Of a word that is searched for: hardly any has more.' },
  webhook: {
    value: 1024 * 1024,
    unit: 'bytes',
    why: 'A document of the largest that anybody writes, and room for the rest.',
  },
  start: {
    value: 3_000,
    unit: 'milliseconds',
    why: 'How long a start waits for what changed while the site was down, and for its folder to be tidied.',
  },
} as const satisfies Record<string, Limit>;
