import { type Block, figure, p } from './portable-text.ts';

type PersonSource = { slug: string; name: string; role: string; credentials: string; portrait: string; bio: Block[] };

/** All people are invented, and their pages say so. */
export const people: PersonSource[] = [
  {
    slug: 'amara-oyelaran',
    name: 'Amara Oyelaran',
    role: 'Health writer',
    credentials: 'Invented for the demonstration',
    portrait: 'Drawing of a faceless person with dark hair in a bun and a green jumper.',
    bio: [
      p`Amara is invented for this demonstration. No such person writes here, and the portrait is a drawing.`,
      p`If she were real, she would write about pain in words that a tired reader can follow. She would read every page aloud before letting it go.`,
    ],
  },
  {
    slug: 'tomas-hale',
    name: 'Tomas Hale',
    role: 'Health writer',
    credentials: 'Invented for the demonstration',
    portrait: 'Drawing of a faceless person with short brown hair and a blue jumper.',
    bio: [
      p`Tomas is invented for this demonstration. No such person writes here, and the portrait is a drawing.`,
      p`If he were real, he would have been a school teacher first. He would still ask of each sentence whether a twelve-year-old could explain it.`,
    ],
  },
  {
    slug: 'ines-carrow',
    name: 'Ines Carrow',
    role: 'Reviewer: physiotherapy',
    credentials: 'Invented physiotherapist',
    portrait: 'Drawing of a faceless person with long dark hair and a red jumper.',
    bio: [
      p`Ines is invented for this demonstration. No physiotherapist of this name has reviewed these pages.`,
      p`On a real site, this page would give the reviewer’s profession, register and interests, so that you could check them.`,
    ],
  },
  {
    slug: 'ravi-menon-lake',
    name: 'Ravi Menon-Lake',
    role: 'Reviewer: general practice',
    credentials: 'Invented family doctor',
    portrait: 'Drawing of a faceless person with a dark beard and a teal jumper.',
    bio: [
      p`Ravi is invented for this demonstration. No doctor of this name has reviewed these pages.`,
      p`On a real site, this page would give the reviewer’s profession, register and interests, so that you could check them.`,
    ],
  },
  {
    slug: 'elspeth-firth',
    name: 'Elspeth Firth',
    role: 'Reviewer: headache medicine',
    credentials: 'Invented neurologist',
    portrait: 'Drawing of a faceless person with grey hair and an orange jumper.',
    bio: [
      p`Elspeth is invented for this demonstration. No neurologist of this name has reviewed these pages.`,
      p`On a real site, this page would give the reviewer’s profession, register and interests, so that you could check them.`,
    ],
  },
];

export const photoOf = ({ slug, portrait }: PersonSource) => figure(slug, portrait);
