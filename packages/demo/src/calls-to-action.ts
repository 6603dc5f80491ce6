type CallToActionSource = {
  slug: string;
  name: string;
  heading: string;
  text: string;
  label: string;
  url: string;
  disclosure: 'none' | 'ownProduct' | 'affiliate' | 'sponsored';
  sponsor?: string;
};

export const callsToAction: CallToActionSource[] = [
  {
    slug: 'pharmacist',
    name: 'Ask a pharmacist (whole site)',
    heading: 'Not sure what to take?',
    text: 'A pharmacist can go through your medicines with you, tell you what suits you, and say if you should see a GP. You don’t need an appointment.',
    label: 'Find a pharmacy on the NHS website',
    url: 'https://www.nhs.uk/service-search/pharmacy/find-a-pharmacy',
    disclosure: 'none',
  },
  {
    slug: 'movement-plan',
    name: 'Gentle movement plan (back pain)',
    heading: 'Ten gentle minutes a day',
    text: 'Our free plan starts small and grows with you. It is no treatment and promises nothing: it is a kind way to begin moving again.',
    label: 'Start the gentle movement plan',
    url: '/gentle-movement-plan',
    disclosure: 'ownProduct',
  },
  {
    slug: 'headache-diary',
    name: 'Headache diary (headaches)',
    heading: 'See the pattern',
    text: 'A few words a day, for eight weeks. It shows you and your GP when headaches come and what you took for them.',
    label: 'Keep a headache diary',
    url: '/headache-diary',
    disclosure: 'none',
  },
  {
    slug: 'desk-check',
    name: 'Fernway desk check (sponsored, neck and upper back)',
    heading: 'Is your screen too low?',
    text: 'Fernway’s free checklist helps you set up a desk. There is little proof that any desk prevents pain, but a comfortable one is a good thing.',
    label: 'Get Fernway’s desk checklist',
    url: 'https://example.com/fernway-desk-checklist',
    disclosure: 'sponsored',
    sponsor: 'Fernway Seating, an invented company',
  },
];

type PlacementSource = {
  slug: string;
  callToAction: string;
  topic?: string;
  position: 'afterWhat' | 'afterCauses' | 'afterOrdeal';
  startsAt?: string;
  endsAt?: string;
};

/** One for the whole site, the others for a branch; the last one has a start and an end. */
export const placements: PlacementSource[] = [
  { slug: 'whole-site', callToAction: 'pharmacist', position: 'afterOrdeal' },
  { slug: 'back-pain', callToAction: 'movement-plan', topic: 'back-pain', position: 'afterOrdeal' },
  { slug: 'headaches', callToAction: 'headache-diary', topic: 'headaches', position: 'afterOrdeal' },
  { slug: 'neck-and-upper-back', callToAction: 'desk-check', topic: 'neck-and-upper-back', position: 'afterCauses' },
  {
    slug: 'lower-back-january',
    callToAction: 'movement-plan',
    topic: 'lower-back-pain',
    position: 'afterCauses',
    startsAt: '2027-01-04T08:00:00Z',
    endsAt: '2027-02-01T00:00:00Z',
  },
];
