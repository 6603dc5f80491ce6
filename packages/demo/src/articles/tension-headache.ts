import type { ArticleSource } from '../article.ts';
import { headacheEmergency } from '../care-cards.ts';
import { cite, figure, h3, list, nonUrgent, note, p, strong, to, urgent } from '../portable-text.ts';

export const tensionHeadache: ArticleSource = {
  slug: 'tension-headache',
  title: 'Tension headache',
  headline: 'The tight hat nobody can see: easing a tension headache',
  topic: 'frequent-headaches',
  authors: ['tomas-hale'],
  reviewer: 'ravi-menon-lake',
  reviewedOn: '2026-01-22',
  nextReviewOn: '2029-01-22',
  heroImage: figure(
    'tension-headache',
    'Drawing of a face with closed eyes. A warm band is drawn tight around the forehead.',
    { focus: [0.5, 0.38] },
  ),
  lead: [
    p`A tension headache feels like a band around your head. It presses on both sides, it is dull, and it can stay for an hour or for days.`,
    p`It is the most ordinary headache there is. It is a nuisance rather than a danger, and small changes often help.`,
  ],
  what: {
    heading: 'What is a tension headache?',
    body: [
      p`It is a headache with no other illness behind it. One attack lasts from half an hour to seven days. ${cite('ichd-3')}`,
      h3`What it can feel like`,
      ...list(
        'pressing or tight, not throbbing',
        'on both sides of your head',
        'mild or medium, so that you can mostly carry on',
        'no worse when you walk or climb the stairs',
        'tender muscles in your neck, jaw or scalp',
      ),
      h3`Is it migraine?`,
      p`Migraine throbs, often on one side, and it makes you want to lie in the dark. Feeling sick is part of migraine, but not of tension headache. ${cite('nice-cg150')} You can have both.`,
      p`If you see zigzags or flashes first, read about ${to('article-migraine-with-aura', 'migraine with aura')}.`,
      headacheEmergency(),
      p`An ordinary tension headache has none of these signs. If you are in doubt, get help.`,
    ],
  },
  causes: {
    heading: 'Causes of tension headache',
    body: [
      p`Nobody knows the full answer. Tight, tender muscles seem to play a part. In people who have it often, the brain seems to turn up the volume of pain. ${cite('ichd-3')}`,
      h3`What people notice`,
      ...list(
        'stress and worry',
        'too little sleep',
        'missed meals, or not drinking enough',
        'long hours at a screen',
        p`a ${to('article-stiff-neck', 'stiff neck')} or clenched teeth`,
      ),
      note(
        'The name is a little unfair',
        p`“Tension” can sound as if you were just too tense. You can be calm and still get this headache. It is not a flaw in your character.`,
      ),
    ],
  },
  ordeal: {
    heading: 'Living with tension headaches',
    body: [
      note(
        'About this story',
        p`This story is put together from things that many people say. It is not one real person.`,
      ),
      p`“It is not dramatic. That is the hard part. You can’t go home from work with a headache that is a bit like a hat.”`,
      p`“I went for weeks without one clear day. I began to plan my life around something that I would have called nothing.”`,
      p`“What helped me was boring: lunch, water, going to bed. I had hoped for something cleverer.”`,
      h3`When it hurts`,
      p`Paracetamol, aspirin or ibuprofen can help. ${cite('nice-cg150')} Aspirin is not for anyone under 16. Ask a pharmacist which one suits you.`,
      p`Do not expect too much of tablets. In trials, 23 of 100 people who took ibuprofen were free of pain after two hours. Of those who took a dummy pill, it was 16 of 100. ${cite('cochrane-ibuprofen')}`,
      p`${strong('Two days a week is a good limit')} for painkillers. More often than that can lead to ${to('article-medication-overuse-headache', 'medication-overuse headache')}.`,
      h3`What may prevent it`,
      ...list(
        'eat, drink and sleep at regular times',
        'look away from the screen, and drop your shoulders, once every half hour',
        'move on most days: a brisk walk is enough',
        'warm, stretch or massage your neck and shoulders',
      ),
      p`If you have tension headaches on 15 days a month or more, a course of acupuncture is an option. ${cite('nice-cg150')} In trials it did better than usual care, and a little better than sham needles. ${cite('cochrane-acupuncture')}`,
      h3`Keep a short diary`,
      p`Write down when it hurts, what you took, and how you slept. After two months you will know more about your headaches than anyone else can tell you.`,
      urgent(
        'Ask for an urgent GP appointment or call 111 if:',
        ...list(
          'a headache gets steadily worse over days or weeks',
          'it wakes you from sleep, or is worse when you cough or bend down',
          'you are over 50 and this headache is new, or your scalp or jaw is sore',
          'you have had cancer, or your immune system is weak',
        ),
      ),
      nonUrgent(
        'See a GP if:',
        ...list(
          'you have headaches several times a week',
          'painkillers do not help, or you need them more and more often',
          'headaches get in the way of work, school or sleep',
        ),
      ),
    ],
  },
  seo: {
    title: 'Tension headache: signs, relief and prevention',
    description:
      'How a tension headache feels, how it differs from migraine, what painkillers can and can’t do, and which headaches need help now.',
  },
};
