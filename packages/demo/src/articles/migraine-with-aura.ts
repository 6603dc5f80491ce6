import type { ArticleSource } from '../article.ts';
import { headacheEmergency } from '../care-cards.ts';
import { cite, figure, h3, important, list, nonUrgent, note, p, steps, strong, to, urgent } from '../portable-text.ts';

export const migraineWithAura: ArticleSource = {
  slug: 'migraine-with-aura',
  title: 'Migraine with aura',
  headline: 'Zigzags before the storm: understanding migraine with aura',
  topic: 'migraine',
  authors: ['tomas-hale'],
  reviewer: 'elspeth-firth',
  reviewedOn: '2026-04-15',
  nextReviewOn: '2029-04-15',
  heroImage: figure(
    'migraine-with-aura',
    'Drawing of a person in profile with closed eyes. Arcs of shimmering zigzag lines float in front of the face.',
    { focus: [0.5, 0.45] },
  ),
  lead: [
    p`A shimmer at the edge of a page. A word with a hole in it. Then zigzags that grow, drift and fade, and after them the headache.`,
    p`This is migraine with aura. The aura can be alarming, above all the first time. It passes fully, and there is a lot that can help.`,
  ],
  what: {
    heading: 'What is migraine with aura?',
    body: [
      p`Migraine is a condition of the brain that comes in attacks. An aura is a set of odd feelings that comes before the headache or along with it. Some people get an aura and no headache at all. ${cite('ichd-3')}`,
      h3`What an aura can be like`,
      ...list(
        p`${strong('Seeing:')} zigzags, flashing lights, blind spots or a shimmer`,
        p`${strong('Feeling:')} pins and needles that creep from your hand to your face`,
        p`${strong('Speaking:')} trouble finding words, or mixing them up`,
      ),
      p`An aura builds up slowly, over five minutes or more. Each part of it lasts between five minutes and an hour, and then it is gone. ${cite('nice-cg150')}`,
      h3`What the headache can be like`,
      ...list(
        'a throbbing pain, often on one side',
        'feeling sick or being sick',
        'light, sound or smells that are hard to bear',
        'pain that gets worse when you move',
      ),
      headacheEmergency(),
      important(
        'If it is your first aura',
        p`A first aura can look like a stroke. A stroke mostly starts at once, and takes things away, such as strength or sight. If you are not sure, call 999.`,
      ),
    ],
  },
  causes: {
    heading: 'Causes of migraine with aura',
    body: [
      p`Migraine often runs in families. If you have it, your brain is quicker to react to change.`,
      p`During an aura, a slow wave of activity moves over the surface of the brain. Where it passes, the cells fire, and then fall quiet for a while. That is why the zigzags wander. ${cite('ichd-3')}`,
      h3`What can bring on an attack`,
      ...list(
        'too little sleep, or a long lie-in',
        'missed meals',
        'stress, or the day when stress stops',
        p`changes in hormones, as in ${to('article-menstrual-migraine', 'menstrual migraine')}`,
        'bright or flickering light',
        'alcohol',
      ),
      p`Triggers add up, and they differ from person to person. An early part of the attack can look like a trigger, too. A longing for chocolate may be the attack beginning.`,
      h3`Contraception and aura`,
      p`People who have migraine with aura have a slightly higher chance of a stroke. Contraceptives that contain oestrogen can add to it. This means the combined pill, patch and ring. ${cite('nice-cg150')}`,
      p`If you have auras and use one of these, talk to your GP, nurse or pharmacist soon. There are other good kinds.`,
    ],
  },
  ordeal: {
    heading: 'Living with migraine with aura',
    body: [
      note(
        'About this story',
        p`This story is put together from things that many people say. It is not one real person.`,
      ),
      p`“In the middle of a maths test, the numbers began to vanish. I looked at the 8, and there was no 8. I thought that I was going blind.”`,
      p`“The headache I can bear. What I hate is the waiting. The lights come, and I know that I have half an hour to get home and find the dark.”`,
      p`“It helped to tell people. My friend knows what to do now: no questions, a hat, and a hand on my elbow.”`,
      h3`When an attack begins`,
      ...steps(
        'Stop what you are doing. Do not drive, cycle or swim during an aura.',
        'Take your medicine as early as your doctor or pharmacist has told you to.',
        'Find a dark, quiet, cool place. Sip some water.',
        'Sleep if you can.',
      ),
      h3`Medicines for the attack`,
      p`For many people, a medicine called a triptan works best together with ibuprofen or paracetamol. An anti-sickness medicine can help as well, even if you don’t feel sick. ${cite('nice-cg150')}`,
      p`Aspirin and ibuprofen can be enough on their own. ${cite('sign-155')} Aspirin is not for anyone under 16, and not everyone can take ibuprofen. Ask a pharmacist.`,
      p`Strong painkillers such as codeine are not advised for migraine. ${cite('nice-cg150')} Using any painkiller too often can bring on ${to('article-medication-overuse-headache', 'medication-overuse headache')}.`,
      h3`Medicines that prevent attacks`,
      p`If attacks often upset your life, ask about medicine that you take every day to have fewer of them. There are several, and it can take time to find yours. Some must not be taken in pregnancy. ${cite('sign-155')}`,
      urgent(
        'Ask for an urgent GP appointment or call 111 if:',
        ...list(
          'an aura lasts for more than an hour',
          'your auras have changed, or come much more often',
          'a migraine lasts for more than three days',
          'you are pregnant, or have just had a baby, and have a new headache',
        ),
        p`If part of your body is weak, or you can’t speak, call 999.`,
      ),
      nonUrgent(
        'See a GP if:',
        ...list(
          'you think you have migraine, and nobody has told you so yet',
          'you have attacks more than once a week',
          'your medicine does not work well enough',
        ),
        p`A diary of your attacks helps your GP to help you. ${cite('nhs-migraine')}`,
      ),
    ],
  },
  seo: {
    title: 'Migraine with aura: signs, causes and treatment',
    description:
      'What an aura looks and feels like, how it differs from a stroke, what helps in an attack, and what to know about contraception.',
  },
};
