/** A bound, and why it is where it is. */
type Limit = {
  value: number;
  unit:
    | 'ms'
    | 'characters'
    | 'segments'
    | 'requests'
    | 'callers'
    | 'answers'
    | 'images'
    | 'an hour'
    | 'reports'
    | 'pages'
    | 'webhooks';
  why: string;
};

/** What the site does at most for whoever asks: in time, in memory, on disk. */
export const limits = {
  headTime: {
    value: 10_000,
    unit: 'ms',
    why: 'A head fits in one packet. Node would let half of one stay open for a minute.',
  },
  requestTime: {
    value: 20_000,
    unit: 'ms',
    why: 'The largest body, a webhook of 1 MB, at 50 KB a second. Node would wait five minutes for it.',
  },
  idleConnection: {
    value: 5_000,
    unit: 'ms',
    why: 'Long enough for a page and its pictures to come over one connection.',
  },
  stalledConnection: {
    value: 60_000,
    unit: 'ms',
    why: 'A reader who takes nothing of an answer for so long is gone, and the answer is kept in memory for them.',
  },
  connectionCheck: {
    value: 2_000,
    unit: 'ms',
    why: 'How late the times above are noticed. Node looks twice a minute.',
  },
  turns: {
    value: 3,
    unit: 'requests',
    why: 'Answered by Next at once: each keeps this thread for some milliseconds, and a kept page waits for all of them.',
  },
  turn: {
    value: 100,
    unit: 'ms',
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
    unit: 'ms',
    why: 'A sitemap of 10,000 articles takes a fifth of a second to make: once a minute is nothing, once a request is all.',
  },
  imageLook: {
    value: 1_000,
    unit: 'ms',
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
    unit: 'ms',
    why: 'A share image takes a tenth of that; one that hangs must not end all others.',
  },
  search: { value: 5_000, unit: 'ms', why: 'Ten times what the longest search takes among 10,000 articles.' },
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
} as const satisfies Record<string, Limit>;
