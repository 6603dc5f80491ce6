import type { ArticleSource } from '../article.ts';
import { cite, emergency, figure, h3, list, nonUrgent, note, p, strong, to, urgent } from '../portable-text.ts';

export const upperBackPain: ArticleSource = {
  slug: 'upper-back-pain',
  title: 'Upper back pain',
  headline: 'Between the shoulder blades: what upper back pain is telling you',
  topic: 'neck-and-upper-back',
  authors: ['amara-oyelaran'],
  reviewer: 'ravi-menon-lake',
  reviewedOn: '2023-10-02',
  nextReviewOn: '2026-10-02',
  heroImage: figure(
    'upper-back-pain',
    'Drawing of a person’s upper back. The spine between the shoulder blades glows softly.',
    { focus: [0.5, 0.45] },
  ),
  lead: [
    p`Upper back pain sits between your neck and the bottom of your ribs. It can be a dull ache after a day at a desk, or a sharp catch when you breathe in.`,
    p`Mostly it comes from tired muscles and stiff joints. Now and then, pain here comes from the heart, the lungs or the belly. That is why the card below matters.`,
  ],
  what: {
    heading: 'What is upper back pain?',
    body: [
      p`Twelve bones make up this part of the spine, and a pair of ribs is joined to each. It is built to be steady. It moves less than your neck or your lower back.`,
      p`Pain here is common. In studies, between 15 and 28 of every 100 people had it in the course of a year. ${cite('thoracic-pain')}`,
      h3`What it can feel like`,
      ...list(
        'an ache between or under the shoulder blades',
        'a burning, tired feeling after sitting for long',
        'a sharp catch when you twist or take a deep breath',
        'a tender spot beside the spine',
      ),
      emergency(
        'Call 999 now if you have upper back pain and:',
        ...list(
          'your chest feels tight, heavy or squeezed',
          'the pain is sudden and tearing, or spreads to your arm, jaw or neck',
          'you are short of breath, sweating, faint or being sick',
          'your legs are weak or numb, or you can’t control your pee or poo',
          'it follows a bad accident',
        ),
      ),
      p`These can be signs of a heart attack, a torn blood vessel, or pressure on the spinal cord. It is never silly to call.`,
    ],
  },
  causes: {
    heading: 'Causes of upper back pain',
    body: [
      p`As with most back pain, one exact cause is often not found. ${cite('nhs-back-pain')}`,
      h3`Common reasons`,
      ...list(
        'long hours in one position, at a desk, a wheel or a sewing machine',
        'a new load, such as a heavy bag or a growing baby',
        'a strain from lifting or coughing',
        p`a ${to('article-stiff-neck', 'stiff neck')} that drags on the muscles below`,
        'stress that has settled in your shoulders',
      ),
      h3`Less common reasons`,
      ...list(
        'a small crack in a bone, mostly in older people with thin bones',
        'shingles, which brings a stripe of pain and then a rash on one side',
        'gallstones or a stomach ulcer',
        'an infection or a growth in the spine, which is rare',
      ),
      note(
        'Is it my posture?',
        p`There is no perfect posture. Your best position is your next one. Changing often does more good than sitting up straight all day.`,
      ),
    ],
  },
  ordeal: {
    heading: 'Living with upper back pain',
    body: [
      note(
        'About this story',
        p`This story is put together from things that many people say. It is not one real person.`,
      ),
      p`“It felt like a thumb, pressing in one spot, from two in the afternoon until bedtime. I bought three chairs. The thumb came along to each of them.”`,
      p`“What scared me was my heart. I lay there and counted the beats. My doctor listened, checked, and took it seriously.”`,
      p`“I set a timer now. When it rings I stand, I stretch up like a cat, and I get some water. It sounds too simple to say aloud.”`,
      h3`What can help`,
      p`${strong('Stay active.')} Go on with your day, and move often. Don’t stay in bed for long. ${cite('nhs-back-pain')}`,
      p`${strong('Break up sitting.')} Stand, stretch or walk for a minute or two, at least every half hour.`,
      p`${strong('Try warmth or cold.')} Use a warm pack, or a cold pack wrapped in a cloth. ${cite('nhs-back-pain')}`,
      p`${strong('Build strength.')} Rowing, swimming and pulling on a stretchy band all work the muscles between your shoulder blades. Start with little, and add more each week.`,
      p`If the pain sinks further down, read about ${to('topic-lower-back-pain', 'lower back pain')}.`,
      urgent(
        'Ask for an urgent GP appointment or call 111 if you have upper back pain and:',
        ...list(
          'you have had cancer, or are losing weight without trying',
          'you have a fever, or feel unwell',
          'you have thin bones, take steroids, or had even a small fall',
          'it wraps around your chest like a band',
          'it is there all the time and worse at night',
          'your legs feel heavy or unsteady',
        ),
      ),
      nonUrgent(
        'See a GP if:',
        ...list(
          'it is no better after a few weeks',
          'it stops you from doing everyday things',
          'you have a new rash where it hurts',
        ),
      ),
    ],
  },
  seo: {
    title: 'Upper back pain: causes, relief and warning signs',
    description:
      'Why it aches between the shoulder blades, what helps at a desk and at home, and when upper back pain needs help at once.',
  },
};
