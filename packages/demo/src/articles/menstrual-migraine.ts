import type { ArticleSource } from '../article.ts';
import { headacheEmergency } from '../care-cards.ts';
import { cite, figure, h3, list, nonUrgent, note, p, strong, to, urgent } from '../portable-text.ts';

export const menstrualMigraine: ArticleSource = {
  slug: 'menstrual-migraine',
  title: 'Menstrual migraine',
  headline: 'The same two days every month: getting ahead of menstrual migraine',
  topic: 'migraine-and-hormones',
  authors: ['amara-oyelaran'],
  reviewer: 'elspeth-firth',
  reviewedOn: '2026-07-01',
  nextReviewOn: '2029-07-01',
  heroImage: figure(
    'menstrual-migraine',
    'Drawing of a person in profile inside a ring of 28 dots, one for each day. Five dots at the top are large and warm.',
    { focus: [0.5, 0.5] },
  ),
  lead: [
    p`If your migraine keeps a calendar, it may be menstrual migraine. The attacks come around the start of your period, and they tend to be long and stubborn.`,
    p`Because they can be foreseen, they can also be planned for. A diary is where it starts.`,
  ],
  what: {
    heading: 'What is menstrual migraine?',
    body: [
      p`It is migraine that comes mostly between two days before your period and the third day of it. To call it menstrual migraine, this must happen in at least two of three periods in a row. ${cite('nice-cg150')}`,
      p`It is common. In one study of women aged 30 to 34 with migraine, about one in five had it. ${cite('menstrual-migraine')}`,
      h3`What it can feel like`,
      ...list(
        'a throbbing headache, often on one side',
        'feeling sick or being sick',
        'light and sound that are hard to bear',
        'an attack that comes back the next day, just when you thought it was over',
      ),
      p`It is mostly without an aura. ${cite('menstrual-migraine')} If you see zigzags or lose words, read about ${to('article-migraine-with-aura', 'migraine with aura')}.`,
      headacheEmergency(),
      p`A migraine that you know well is not an emergency, however bad it is. A headache that is quite unlike your usual one may be.`,
    ],
  },
  causes: {
    heading: 'Causes of menstrual migraine',
    body: [
      p`Just before a period, the hormone oestrogen drops. In people who are prone to migraine, that drop can start an attack. Some people also make more of the substances that cause period cramps, and these can add to the pain.`,
      p`Your hormone levels are most likely normal. It is your brain that takes notice of the change. A blood test is not needed to find this out.`,
      h3`Other things add up`,
      p`A trigger that you shrug off in the middle of the month may be too much now. Short sleep, a missed meal or a hard week can tip the balance.`,
      note(
        'Keep a diary for three months',
        p`Write down the days of your period and of your headaches, what you took, and whether it helped. Guidelines ask for two cycles at least, and three show more. ${cite('nice-cg150')}`,
      ),
    ],
  },
  ordeal: {
    heading: 'Living with menstrual migraine',
    body: [
      note(
        'About this story',
        p`This story is put together from things that many people say. It is not one real person.`,
      ),
      p`“For years I said that I had bad luck with weekends. Then a nurse put my diary beside my calendar. We both went quiet.”`,
      p`“There is a kind of shame in it. You don’t want to tell a manager that it is your period again. So you say that you ate something odd, every month.”`,
      p`“Knowing the dates changed most. I stopped booking early trains on those days. I stopped feeling weak for needing to.”`,
      h3`When an attack comes`,
      p`The medicines are the same as for other migraine. A triptan together with ibuprofen or paracetamol helps many people. ${cite('nice-cg150')} Take it early, while the pain is still mild. ${cite('sign-155')}`,
      h3`Getting ahead of it`,
      p`If your periods are regular and this is not enough, ask your GP about a few days’ treatment. Some triptans can be taken twice a day or more, on the days when you expect an attack. ${cite('nice-cg150')}`,
      p`${strong('Hormones')} can be another way. Some contraceptives make the drop smaller, or stop it. Which of them is safe depends on whether you have auras, so tell your GP or nurse if you do.`,
      h3`Small things that are worth doing`,
      ...list(
        'eat something every few hours on those days',
        'go to bed and get up at your usual times',
        'keep your medicine in your bag, not at home',
        'tell one person at work or school whom you trust',
      ),
      p`Count the days on which you take painkillers. If they are many, read about ${to('article-medication-overuse-headache', 'medication-overuse headache')}.`,
      urgent(
        'Ask for an urgent GP appointment or call 111 if:',
        ...list(
          'a migraine lasts for more than three days',
          'you might be pregnant and have a new or different headache',
          'you have your first aura while you use the combined pill, patch or ring',
        ),
      ),
      nonUrgent(
        'See a GP or nurse if:',
        ...list(
          'attacks come with most of your periods',
          'your medicine does not work, or wears off',
          'you miss work, school or plans because of it',
        ),
      ),
    ],
  },
  seo: {
    title: 'Menstrual migraine: how to spot it and plan for it',
    description:
      'Why migraine can come with your period, how a three-month diary shows it, and the treatments to ask about before the next one.',
  },
};
