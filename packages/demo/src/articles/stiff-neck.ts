import type { ArticleSource } from '../article.ts';
import {
  cite,
  emergency,
  figure,
  h3,
  important,
  list,
  nonUrgent,
  note,
  p,
  steps,
  strong,
  to,
  urgent,
} from '../portable-text.ts';

export const stiffNeck: ArticleSource = {
  slug: 'stiff-neck',
  title: 'Stiff neck',
  headline: 'You woke up and your neck said no: how to loosen a stiff neck',
  topic: 'neck-and-upper-back',
  authors: ['tomas-hale'],
  reviewer: 'ines-carrow',
  reviewedOn: '2026-06-09',
  nextReviewOn: '2029-06-09',
  heroImage: figure(
    'stiff-neck',
    'Drawing of a head and neck from the side. The bones of the neck glow, and a dotted arc above shows how far the head can’t turn.',
    { focus: [0.48, 0.55] },
  ),
  lead: [
    p`A stiff neck turns small things into hard ones: a mirror, a coat, a friend who calls from behind. It often starts overnight, for no reason that you can find.`,
    p`Most stiff necks get better in a few days or weeks. A few signs mean that you should get help fast, and they are set out below.`,
  ],
  what: {
    heading: 'What is a stiff neck?',
    body: [
      p`Your neck holds up a head that weighs as much as a bowling ball. Seven small bones and many layers of muscle share the work. When some of them are sore, the muscles guard them by tightening.`,
      h3`What it can feel like`,
      ...list(
        'pain on one side that stops you from turning your head',
        'a head that tilts to one side, because straight hurts more',
        'an ache that spreads to your shoulder or the back of your head',
        'tight, tender muscles',
      ),
      p`A sore neck can bring a headache along. You can read more about ${to('article-tension-headache', 'tension headache')}.`,
      emergency(
        'Call 999 or go to A&E now if you have a stiff or painful neck and:',
        ...list(
          'you have a fever with a bad headache, a rash, or bright light hurts your eyes',
          'it follows an accident or a blow to your head or neck',
          'you have a sudden, very bad headache or neck pain unlike any before',
          'your face droops, your speech is slurred, or you can’t see or walk properly',
          'your arms or legs are suddenly weak or numb',
          'you lose control of your pee or poo',
          'you also have chest pain or trouble breathing',
        ),
      ),
      p`An ordinary stiff neck does none of these things. It is sore and cross, and it slowly lets go. ${cite('nidirect-neck')}`,
    ],
  },
  causes: {
    heading: 'Causes of a stiff neck',
    body: [
      p`In most people no single cause is found. Several small things add up. ${cite('nice-cks-neck')}`,
      h3`Common reasons`,
      ...list(
        'sleeping in an awkward position',
        'hours at a screen, or with a phone in your lap',
        'a strained muscle',
        'worry and stress, which tighten the muscles of the neck and shoulders',
        'a sudden jerk of the head, known as whiplash',
      ),
      h3`With age`,
      p`The joints and discs of the neck change over the years. This is normal. It can make a neck creak and stiffen, and it often causes no pain at all.`,
      h3`When the arm hurts too`,
      p`Pain, tingling or weakness down one arm can come from an irritated nerve in the neck. It is a cousin of ${to('article-sciatica', 'sciatica')}. It usually settles, but have it looked at.`,
    ],
  },
  ordeal: {
    heading: 'Living with a stiff neck',
    body: [
      note(
        'About this story',
        p`This story is put together from things that many people say. It is not one real person.`,
      ),
      p`“I had to turn my whole body to say good morning. My little brother thought it was the funniest thing he had ever seen.”`,
      p`“It stopped being funny when I tried to sleep. Every pillow was the wrong one. At three o’clock I was sitting up, holding my own head.”`,
      p`“By Friday I could look left. I have never been so pleased to look left.”`,
      h3`What you can do`,
      p`${strong('Keep it moving.')} Carry on with your day as well as you can. A collar is not advised, because necks get better by moving. ${cite('nidirect-neck')}`,
      p`${strong('Try warmth.')} A warm pack can ease the muscles. Some people like a cold one better. ${cite('nidirect-neck')}`,
      p`${strong('Sleep on one low, firm pillow.')} A high pile bends your neck all night. ${cite('nidirect-neck')}`,
      p`${strong('Ask a pharmacist')} about paracetamol, ibuprofen or a gel, and whether they suit you.`,
      h3`Three slow movements`,
      ...steps(
        'Turn your head to one side until it feels tight. Wait for two breaths. Come back.',
        'Tip your ear towards your shoulder. Wait for two breaths. Come back.',
        'Let your chin sink towards your chest. Wait for two breaths. Come back.',
      ),
      p`Do each of them five times, a few times a day. Stop if you feel dizzy, or if pain shoots down your arm.`,
      important(
        'Do not drive if you can’t turn your head',
        p`You need to see over your shoulder. Wait until you can turn freely. The same goes for riding a bicycle.`,
      ),
      h3`If it keeps coming back`,
      p`Exercises that strengthen the neck, shoulders and shoulder blades can help long-lasting neck pain. ${cite('cochrane-neck')} A physiotherapist can show you how to start.`,
      urgent(
        'Ask for an urgent GP appointment or call 111 if:',
        ...list(
          'pain, tingling or weakness in an arm is getting worse',
          'your hands have become clumsy, or your legs unsteady',
          'you feel unwell, sweat at night, or are losing weight without trying',
          'you have had cancer, or have rheumatoid arthritis',
        ),
      ),
      nonUrgent(
        'See a GP if:',
        ...list(
          'it is no better after a few weeks',
          'medicine from the pharmacy does not ease it',
          'you are worried about it',
        ),
      ),
    ],
  },
  seo: {
    title: 'Stiff neck: why it happens and how to loosen it',
    description:
      'Why necks lock overnight, three slow movements that may help, why a collar does not, and the signs that need help at once.',
  },
};
