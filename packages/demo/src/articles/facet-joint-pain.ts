import type { ArticleSource } from '../article.ts';
import { backEmergency } from '../care-cards.ts';
import { cite, figure, h3, list, nonUrgent, note, p, strong, to, urgent } from '../portable-text.ts';

export const facetJointPain: ArticleSource = {
  slug: 'facet-joint-pain',
  title: 'Facet joint pain',
  headline: 'The small joints that make big mornings: living with facet joint pain',
  topic: 'lower-back-pain',
  authors: ['amara-oyelaran', 'tomas-hale'],
  reviewer: 'ines-carrow',
  reviewedOn: '2026-05-20',
  nextReviewOn: '2029-05-20',
  heroImage: figure(
    'facet-joint-pain',
    'Drawing of three bones of the lower spine from the side, with soft discs between them. Two small joints behind the bones glow.',
    { focus: [0.55, 0.5] },
  ),
  lead: [
    p`Behind each disc of your spine sit two small joints, one on each side. They guide every bend and turn that you make. When they are sore, the ache sits low in your back and stiffens it.`,
    p`It is hard to be sure that these joints are to blame. Luckily, most of what helps is the same either way.`,
  ],
  what: {
    heading: 'What is facet joint pain?',
    body: [
      p`Facet joints link one bone of the spine to the next. Like your knees, they are lined with smooth gristle and can get stiff and sore.`,
      h3`What it can feel like`,
      ...list(
        'a dull ache on one side of the lower back, or on both',
        'stiffness in the morning, or after sitting still',
        'pain when you lean back, twist or stand for long',
        'an ache that spreads to your bottom or thigh, but seldom below your knee',
      ),
      p`Pain that shoots below the knee, with tingling, is more like ${to('article-sciatica', 'sciatica')}. A sudden, gripping pain is more like a ${to('article-lower-back-spasm', 'lower back spasm')}.`,
      h3`How it is found out`,
      p`No question or bend can prove it, and neither can a scan. An international group of experts looked at every test. They found none that can reliably tell facet joint pain from other back pain. ${cite('facet-guidelines')}`,
      p`The closest thing to proof is to numb the tiny nerves of the joint. If the pain goes for as long as they are numb, the joint was probably the cause. This test is only for people who are thinking about a further procedure.`,
      backEmergency(),
      p`These signs do not come from facet joints. They can come along with any back pain, though, so it is good to know them.`,
    ],
  },
  causes: {
    heading: 'Causes of facet joint pain',
    body: [
      p`The joints age along with the rest of us. Their lining gets thinner, and small bony edges can grow. Many people have such changes on a scan and never feel them. ${cite('facet-guidelines')}`,
      h3`What can make them sore`,
      ...list(
        'years of bending, lifting and twisting',
        'a sudden jolt, such as a fall',
        'discs that have become flatter, so that the joints carry more',
        'other joint illness',
      ),
      note(
        '“Wear and tear” is an unkind phrase',
        p`It sounds as if your back were a machine running out of parts. Joints are alive. They answer to movement by getting stronger, at any age.`,
      ),
    ],
  },
  ordeal: {
    heading: 'Living with facet joint pain',
    body: [
      note(
        'About this story',
        p`This story is put together from things that many people say. It is not one real person.`,
      ),
      p`“Mornings were the worst. I would roll out of bed sideways, and shuffle to the kettle like my own grandfather. By eleven I was nearly myself.”`,
      p`“I stopped gardening, because gardening hurt. Then I got stiffer, and everything hurt. It took me a year to see that stopping was part of the trouble.”`,
      p`“Now I do my ten minutes while the kettle boils. I don’t love it. I do love being able to kneel by the beans again.”`,
      h3`What can help`,
      p`${strong('Exercise.')} For back pain that has lasted for months, exercise probably eases pain more than doing nothing or usual care. ${cite('cochrane-exercise')} Walking, swimming, strength work and yoga are all good choices.`,
      p`${strong('Hands-on treatment.')} Massage or manipulation can be part of a plan, together with exercise. It is not advised alone. ${cite('nice-ng59')}`,
      p`${strong('Small changes to your day.')} Break up long spells of standing, and do heavy jobs in several goes. Bend your knees a little at the sink.`,
      h3`When that is not enough`,
      p`Injections into the back are not advised for long-lasting lower back pain. ${cite('nice-ng59')}`,
      p`A procedure called radiofrequency denervation uses heat to switch off the joint’s tiny nerves. It is only for people whose pain is bad and who have tried other things. The numbing test must have helped first. ${cite('facet-denervation')}`,
      p`The nerves can grow back, and so can the pain. Ask how likely it is to help someone like you, and for how long.`,
      urgent(
        'Ask for an urgent GP appointment or call 111 if you have back pain and:',
        ...list(
          'you have a fever, or feel unwell',
          'you are losing weight without trying, or have had cancer',
          'the pain began after a fall and you have thin bones',
        ),
      ),
      nonUrgent(
        'See a GP or physiotherapist if:',
        ...list(
          'you are stiff for more than half an hour every morning',
          'the pain wakes you in the second half of the night',
          'it has lasted for more than a few weeks',
        ),
        p`Long morning stiffness can point to an illness of the joints that has good treatments. It is worth asking about.`,
      ),
    ],
  },
  seo: {
    title: 'Facet joint pain: signs, tests and treatment',
    description:
      'How sore facet joints feel, why no scan can prove them, which movement helps, and when a procedure is worth a talk.',
  },
};
