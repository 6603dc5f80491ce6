import type { ArticleSource } from '../article.ts';
import { backEmergency } from '../care-cards.ts';
import {
  cite,
  claim,
  em,
  figure,
  h3,
  list,
  nonUrgent,
  note,
  p,
  said,
  steps,
  strong,
  to,
  urgent,
} from '../portable-text.ts';

export const lowerBackSpasm: ArticleSource = {
  slug: 'lower-back-spasm',
  title: 'Lower back spasm',
  headline: 'When your lower back locks: what a spasm is, and how it lets go',
  topic: 'lower-back-pain',
  authors: ['amara-oyelaran'],
  reviewer: 'ines-carrow',
  reviewedOn: '2026-03-12',
  nextReviewOn: '2029-03-12',
  changes: [
    {
      changedOn: '2026-03-12',
      what: 'The advice on paracetamol now says that it is not recommended alone.',
      why: 'A large trial found that it works no better than a dummy pill for new back pain.',
      approvedBy: 'ines-carrow',
    },
    {
      changedOn: '2025-11-20',
      what: 'The list of emergency signs moved up into the first section.',
      why: 'Readers told us that they had missed it.',
      approvedBy: 'ines-carrow',
    },
  ],
  heroImage: figure(
    'lower-back-spasm',
    'Drawing of a person’s back. The muscles beside the lower spine are drawn as tight bands around a warm, glowing centre.',
    { focus: [0.5, 0.6] },
  ),
  lead: [
    p`A lower back spasm can stop you in the middle of a step. The muscles beside your spine clench, and for a while they will not let go.`,
    p`It is frightening, and it hurts. It is also very common, it is seldom dangerous, and in most people it eases within days or weeks.`,
  ],
  what: {
    heading: 'What is a lower back spasm?',
    body: [
      p`A spasm is a muscle that tightens without being asked. In the lower back, the long muscles on each side of the spine take the strain. They can tighten all at once, like a fist.`,
      p`A spasm is not an illness of its own. It is one way that ordinary lower back pain can feel. German has a word for how it strikes: ${said('de', 'Hexenschuss')}, a witch’s shot.`,
      h3`What it can feel like`,
      ...list(
        'a sudden grip low in your back, on one side or both',
        'waves of pain when you turn, cough or stand up',
        'a back that feels bent, crooked or stuck',
        'a deep ache between the waves',
      ),
      h3`How long it lasts`,
      p`One wave may last seconds or minutes. The soreness after it may last for days. In a large trial, half of the people with new back pain had recovered after about 17 days. ${cite('paracetamol-trial')}`,
      p`Some people have another attack later on. That is common too, and it does not mean that your back is worn out. ${cite('lancet-what-low-back-pain-is')}`,
      backEmergency(),
      p`Most people never have these signs. It is still worth reading the list once, so that you would know them.`,
    ],
  },
  causes: {
    heading: 'Causes of lower back spasm',
    body: [
      p`${claim({ standing: 'established', certainty: 'high', cites: ['lancet-what-low-back-pain-is'] }, 'Often nobody can say exactly which part of the back started it.')} That is true for nearly everyone with lower back pain.`,
      p`It can feel odd to be told this. It is good news, though: it means that no serious damage is likely.`,
      figure(
        'spine-curves',
        'Drawing of the spine from the side, with its four gentle curves. The five bones of the lower back are marked in a warm colour.',
        {
          caption: 'Five large bones carry the lower back. Muscles on both sides hold them upright.',
        },
      ),
      h3`What can set it off`,
      ...list(
        'lifting, twisting or bending when you are tired',
        'doing much more than you are used to, such as a day of digging',
        'sitting or standing in one position for hours',
        'a small movement, such as reaching for a sock',
        p`an irritated joint, as in ${to('article-facet-joint-pain', 'facet joint pain')}`,
        p`an irritated nerve, as in ${to('article-sciatica', 'sciatica')}`,
      ),
      h3`What makes it more likely`,
      p`Back pain is more common in people who smoke, who are very overweight, or who do heavy work. It is also more common in people who have other illnesses. ${cite('lancet-what-low-back-pain-is')}`,
      p`Worry, low mood and poor sleep can make it harder to shift. This does ${em('not')} mean that the pain is in your mind. Pain is real, whatever feeds it.`,
      p`${claim({ standing: 'contested', certainty: 'veryLow', mainstreamView: 'it rarely has a single cause, and feelings are one thing among many.' }, 'Some people hold that back spasms come from buried feelings alone.')}`,
      h3`Do you need a scan?`,
      p`Most people don’t. A scan rarely changes what helps, and it often shows harmless changes that cause worry. Doctors use one when they suspect something serious. ${cite('nice-ng59')}${cite('lancet-treatment')}`,
    ],
  },
  ordeal: {
    heading: 'Living with lower back spasm',
    body: [
      note(
        'About this story',
        p`This story is put together from things that many people say. It is not one real person. It tells how it can feel, and it is not medical advice.`,
      ),
      p`“I bent down for the cat’s bowl, and that was that. I was on my hands and knees on the kitchen floor. I was afraid to breathe out.”`,
      p`“The worst part was not knowing. I was sure that something had snapped. I lay awake, bracing for the next one, and the bracing made it worse.”`,
      p`“On the third day I walked to the gate and back. It hurt, but nothing broke. That was when I stopped being so afraid.”`,
      h3`In the first hour`,
      ...steps(
        'Find a position that eases it. Many people lie on their back with their calves on a chair.',
        'Breathe out slowly. Let the floor hold your weight.',
        'When the wave passes, roll to your side, and use your arms to push up.',
        'Take a few steps around the room, then rest again.',
      ),
      figure(
        'resting-position',
        'Drawing of a person lying on the floor on their back, a cushion under the head and both calves resting on the seat of a chair.',
        {
          caption: 'Lying with your calves on a chair can take the load off. Get up and move a little between rests.',
        },
      ),
      h3`In the first days`,
      p`${strong('Keep gently moving.')} People who stay active do a little better than people who stay in bed. ${cite('cochrane-stay-active')} Do your usual things as far as you can, even if it hurts somewhat.`,
      p`${strong('Try warmth.')} A heat wrap gives some people a little relief for a short time. ${cite('cochrane-heat')} Put cloth between it and your skin.`,
      p`${strong('Ask a pharmacist about medicine.')} Anti-inflammatory tablets such as ibuprofen help a little, and they do not suit everyone. ${cite('cochrane-nsaids')} Paracetamol alone is not recommended for lower back pain. ${cite('nice-ng59')}`,
      h3`In the long run`,
      p`${claim({ standing: 'guideline', certainty: 'moderate', cites: ['nice-ng59'] }, 'If back pain lasts or comes back, guidelines suggest exercise.')} No one kind suits everybody, so choose one that you like.`,
      urgent(
        'Ask for an urgent GP appointment or call 111 if you have back pain and:',
        ...list(
          'you have a fever, or feel shivery or unwell',
          'you are losing weight without trying',
          'you have had cancer, or your immune system is weak',
          'you have thin bones, or the pain began after a fall',
          'the pain is bad at night, or does not ease when you lie down',
        ),
      ),
      nonUrgent(
        'See a GP or physiotherapist if:',
        ...list(
          'it is no better after a few weeks',
          'it stops you from doing everyday things',
          'it keeps coming back, or it worries you',
        ),
      ),
    ],
  },
  seo: {
    title: 'Lower back spasm: causes, relief and when to get help',
    description:
      'What happens in a lower back spasm, what can set it off, how to get through the first days, and the signs that need help at once.',
  },
};
