type TopicSource = { slug: string; title: string; parent?: string; summary: string };

/** The taxonomy, at most three topics deep. */
export const topics: TopicSource[] = [
  {
    slug: 'back-pain',
    title: 'Back pain',
    summary: 'Nearly everyone has back pain at some time. Here is what it is, what helps, and when to get help.',
  },
  {
    slug: 'lower-back-pain',
    title: 'Lower back pain',
    parent: 'back-pain',
    summary:
      'Pain between the ribs and the bottom: spasms, sore nerves and stiff joints. Most of it gets better with time and movement.',
  },
  {
    slug: 'neck-and-upper-back',
    title: 'Neck and upper back',
    parent: 'back-pain',
    summary:
      'Stiff necks and aching shoulder blades: why they happen, how to loosen them, and the signs not to wait with.',
  },
  {
    slug: 'headaches',
    title: 'Headaches',
    summary: 'From the tight hat to the storm: how to tell headaches apart, ease them, and have fewer of them.',
  },
  {
    slug: 'migraine',
    title: 'Migraine',
    parent: 'headaches',
    summary:
      'Migraine is a condition of the brain that comes in attacks. It can be treated, and often it can be foreseen.',
  },
  {
    slug: 'migraine-and-hormones',
    title: 'Migraine and hormones',
    parent: 'migraine',
    summary: 'How periods and the menopause change migraine, and how to plan for it.',
  },
  {
    slug: 'frequent-headaches',
    title: 'Frequent headaches',
    parent: 'headaches',
    summary: 'Headaches that come week after week: tension headaches, and the ones that painkillers keep going.',
  },
];
