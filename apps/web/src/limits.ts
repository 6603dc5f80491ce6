type Limit = { value: number; unit: string; why: string };

/** The limits of the site: in time, memory and disk. */
export const limits = {
  headersTimeout: {
    value: 10_000,
    unit: 'milliseconds',
    why: 'Request headers fit in one packet; Node would keep half of them open for a minute.',
  },
  requestTimeout: {
    value: 20_000,
    unit: 'milliseconds',
    why: 'The largest body, a webhook of 1 MB, at 50 KB a second; Node would wait for five minutes.',
  },
  keepAliveTimeout: {
    value: 5_000,
    unit: 'milliseconds',
    why: 'Long enough for a page and its images to share one connection.',
  },
  socketTimeout: {
    value: 60_000,
    unit: 'milliseconds',
    why: 'A client that reads nothing for so long is gone, and the rest of its response occupies memory.',
  },
  connectionCheckInterval: {
    value: 2_000,
    unit: 'milliseconds',
    why: 'How late the timeouts above are noticed; Node would check them twice a minute.',
  },
  concurrentRequests: {
    value: 3,
    unit: 'requests',
    why: 'In Next at once: each blocks the event loop for some milliseconds, and a cached page waits for all of them.',
  },
  requestSlot: {
    value: 100,
    unit: 'milliseconds',
    why: 'A request that takes longer waits for the lake or a slow client, not for the processor: the next may start.',
  },
  queuedRequests: {
    value: 1_000,
    unit: 'requests',
    why: 'A second or more of work; any further request is answered with 503.',
  },
  callers: {
    value: 10_000,
    unit: 'callers',
    why: 'An LRU cache of some megabytes; an evicted caller counts as new.',
  },
  cachedResponses: {
    value: 500,
    unit: 'responses',
    why: 'In memory, of pages and of files each; 10 to 100 KB per response.',
  },
  generatedMaxAge: {
    value: 60_000,
    unit: 'milliseconds',
    why: 'A sitemap of 10,000 articles takes 200 ms: negligible once a minute, too much once a request.',
  },
  cropUsageMaxAge: {
    value: 1_000,
    unit: 'milliseconds',
    why: 'No webhook tells of drafts: an editor who crops an image in a draft waits this long to see it.',
  },
  cropUsageCache: { value: 500, unit: 'images', why: 'A few hundred bytes each.' },
  concurrentImageFetches: {
    value: 3,
    unit: 'requests',
    why: 'To the lake, which resizes as many images at once as it has processors; some must be left for others.',
  },
  drawing: {
    value: 5_000,
    unit: 'milliseconds',
    why: 'A share image takes a tenth of that; one that hangs must not block the queue.',
  },
  search: { value: 5_000, unit: 'milliseconds', why: 'Ten times the longest search among 10,000 articles.' },
  reportsPerCaller: { value: 10, unit: 'an hour', why: 'One reader finds no more mistakes than that.' },
  reports: { value: 500, unit: 'an hour', why: 'Editors can still read so many in a day; a flood is cut off here.' },
  votesPerCaller: { value: 60, unit: 'an hour', why: 'One reader reads no more pages than that.' },
  votes: {
    value: 50_000,
    unit: 'an hour',
    why: 'One reader in a hundred, on a site with a hundred million visits a month.',
  },
  queuedReports: {
    value: 5_000,
    unit: 'reports',
    why: 'Some 10 MB on disk: ten hours of reports during an outage of the lake.',
  },
  queuedVotes: { value: 20_000, unit: 'pages', why: 'Some 2 MB: made-up addresses must not fill the disk.' },
  seenWebhooks: {
    value: 50_000,
    unit: 'webhooks',
    why: 'Two keys per webhook for ten minutes: 25,000 changes, more than an import makes.',
  },
  path: { value: 1_500, unit: 'characters', why: 'The deepest address has 12 slugs of 96 characters.' },
  segments: {
    value: 16,
    unit: 'segments',
    why: 'The deepest address has 12; matching a path in Next takes time quadratic in its segments.',
  },
  substituteTimeout: {
    value: 3_000,
    unit: 'milliseconds',
    why: 'For fetching an image of which another size is cached, which is sent after this time.',
  },
  imageQueryTimeout: {
    value: 3_000,
    unit: 'milliseconds',
    why: 'For asking the lake which documents use an image; readers wait for the answer.',
  },
  imageFetchTimeout: {
    value: 15_000,
    unit: 'milliseconds',
    why: 'For fetching an image, which the lake has to crop and encode first.',
  },
  imageVisibilityCache: { value: 5_000, unit: 'images', why: 'An LRU cache of a few hundred bytes per image.' },
  webhookClockSkew: {
    value: 5 * 60 * 1000,
    unit: 'milliseconds',
    why: 'Between the time that a webhook is signed with and ours: an older one may be a replay.',
  },
  preview: {
    value: 60 * 60,
    unit: 'seconds',
    why: 'A stolen preview cookie shows no drafts after that.',
  },
  readAttempts: {
    value: 3,
    unit: 'attempts',
    why: 'A page whose content changes while it is read is read again, but not without end.',
  },
  pageReadTimeout: {
    value: 3000,
    unit: 'milliseconds',
    why: 'A lake that hangs, or answers a byte at a time, must not hang the site: readers get last good content instead.',
  },
  bulkReadTimeout: {
    value: 30_000,
    unit: 'milliseconds',
    why: 'For lists of thousands of articles, for which no reader waits.',
  },
  circuitOpen: {
    value: 3_000,
    unit: 'milliseconds',
    why: 'The circuit stays open no longer than a page read may take, so that a recovered lake is used again soon.',
  },
  imageRetry: { value: 60_000, unit: 'milliseconds', why: 'The longest backoff between tries to prefetch an image.' },
  queuedPrefetches: {
    value: 20_000,
    unit: 'images',
    why: 'Further images are not prefetched: the first reader of their page fetches them.',
  },
  requestOrder: {
    value: 2000,
    unit: 'milliseconds',
    why: 'A slow client must not hold up later requests for the same page for longer.',
  },
  slugs: { value: 12, unit: 'slugs of an address', why: 'Readers lose their way in deeper topics.' },
  catchUpRetry: { value: 30_000, unit: 'milliseconds', why: 'The longest backoff between tries of a catch-up.' },
  pagesInMemory: { value: 500, unit: 'pages', why: 'In memory; the others are read from disk.' },
  deliveryTimeout: {
    value: 10_000,
    unit: 'milliseconds',
    why: 'For sending feedback to the lake in the background: no reader waits for it.',
  },
  votesPerBatch: { value: 200, unit: 'pages', why: 'Their votes go to the lake in one transaction.' },
  form: {
    value: 32 * 1024,
    unit: 'bytes',
    why: 'The longest text with each character percent-encoded, and the other fields.',
  },
  searchSyncTimeout: {
    value: 1_000,
    unit: 'milliseconds',
    why: 'A search waits this long for the index to catch up with the lake, and then uses the index as it is.',
  },
  prefixExpansions: { value: 24, unit: 'words', why: 'The words that a prefix expands to; more add nothing.' },
  query: { value: 200, unit: 'characters', why: 'A long sentence.' },
  terms: { value: 8, unit: 'words', why: 'Further words of a query narrow nothing down.' },
  term: { value: 40, unit: 'characters', why: 'Hardly any word is longer.' },
  webhook: {
    value: 1024 * 1024,
    unit: 'bytes',
    why: 'The largest document that an editor writes, and room for the rest.',
  },
  start: {
    value: 3_000,
    unit: 'milliseconds',
    why: 'A start waits this long for the catch-up with the lake and for tidying the data folder.',
  },
} as const satisfies Record<string, Limit>;
