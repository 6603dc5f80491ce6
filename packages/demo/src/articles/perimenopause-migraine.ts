import type { ArticleSource } from '../article.ts';
import { headacheEmergency } from '../care-cards.ts';
import { cite, figure, h3, list, nonUrgent, note, p, strong, to, urgent } from '../portable-text.ts';

export const perimenopauseMigraine: ArticleSource = {
  slug: 'perimenopause-migraine',
  title: 'Migraine in the perimenopause',
  headline: 'Rough water before the calm: migraine in the years around the menopause',
  topic: 'migraine-and-hormones',
  authors: ['amara-oyelaran'],
  reviewer: 'elspeth-firth',
  reviewedOn: '2026-09-10',
  nextReviewOn: '2029-09-10',
  heroImage: figure(
    'perimenopause-migraine',
    'Drawing of a person in profile with closed eyes. Above the head, rough waves on the left settle into a calm line on the right.',
    { focus: [0.5, 0.5] },
  ),
  lead: [
    p`In the years before your last period, hormones rise and fall without much of a pattern. Migraine that used to keep to a few days may come at any time.`,
    p`For many people it gets better again once periods have stopped. Until then, there is help, and you need not just put up with it.`,
  ],
  what: {
    heading: 'What is migraine in the perimenopause?',
    body: [
      p`The perimenopause is the time that leads up to the menopause. It often starts in your forties, and it can last for several years. Periods may come early, late, twice or not at all.`,
      p`Migraine may become more frequent in this time. After the menopause, studies of the general population find that it often gets better. ${cite('migraine-menopause')}`,
      h3`What you may notice`,
      ...list(
        'attacks that come more often, or last longer',
        'no clear link to your periods any more',
        'headaches after a night of hot flushes and poor sleep',
        'auras for the first time, or more of them',
      ),
      headacheEmergency(),
      urgent(
        'Ask for a GP appointment on the same day, or call 111, if you are over 50 and have:',
        ...list(
          'a new headache with a tender scalp, such as when you comb your hair',
          'pain in your jaw when you chew',
          'blurred or double vision along with a headache',
        ),
        p`These can be signs of giant cell arteritis, which can harm your sight. ${cite('nice-cg150')} If you lose sight in one eye, even for a short time, go to A&E now.`,
      ),
    ],
  },
  causes: {
    heading: 'Causes of migraine in the perimenopause',
    body: [
      p`A drop in the hormone oestrogen can start a migraine, as it does in ${to('article-menstrual-migraine', 'menstrual migraine')}. In the perimenopause, oestrogen can climb high and fall fast, again and again.`,
      h3`Sleep and heat join in`,
      p`Hot flushes and night sweats break up your sleep. Poor sleep is one of the surest ways to a migraine. So each problem feeds the other.`,
      h3`This time of life is busy`,
      p`There may be teenagers, ageing parents, and a job with more on your plate. None of that is a disease. All of it counts.`,
    ],
  },
  ordeal: {
    heading: 'Living with migraine in the perimenopause',
    body: [
      note(
        'About this story',
        p`This story is put together from things that many people say. It is not one real person.`,
      ),
      p`“I thought I knew my migraine. We had an understanding, twenty years of it. Then it tore up the agreement and moved in.”`,
      p`“I was hot, I was tired, and I forgot the word for ‘colander’. I honestly believed that something was wrong with my brain.”`,
      p`“The doctor drew me a wave on the back of an envelope. It was jagged on the left and flat on the right. I still have that envelope.”`,
      h3`Treating attacks`,
      p`The usual migraine medicines go on working. As we get older, other illnesses can change what is safe to take. Ask your GP or pharmacist to go through your medicines with you once a year.`,
      h3`What about HRT?`,
      p`Hormone replacement therapy (HRT) is for symptoms of the menopause, such as flushes. It is not a treatment for migraine itself. Better sleep and fewer flushes may still lead to fewer attacks. ${cite('migraine-hrt')}`,
      p`${strong('Migraine is not a reason to be refused HRT.')} That is also true for migraine with aura. A patch, gel or spray keeps the level steadier than a tablet does. ${cite('migraine-hrt')}`,
      p`The research is not all of one mind. In some studies, people who used HRT had more migraine. ${cite('migraine-menopause')} If yours gets worse, go back and ask for a change of dose or kind.`,
      h3`Without hormones`,
      ...list(
        'keep your bedroom cool, and your hours of sleep regular',
        'eat at regular times, and go easy on alcohol',
        'move on most days, in a way that you enjoy',
        'ask about a preventive medicine, if attacks are frequent',
      ),
      nonUrgent(
        'See a GP or nurse if:',
        ...list(
          'migraine has changed, or comes more often than before',
          'you take painkillers on two days a week or more',
          'flushes, sleep or mood make life hard',
        ),
        p`Taking painkillers often can bring on ${to('article-medication-overuse-headache', 'medication-overuse headache')}.`,
      ),
    ],
  },
  seo: {
    title: 'Migraine in the perimenopause: why it changes',
    description:
      'Why migraine can get worse before the menopause, what HRT can and can’t do, and which new headaches need help the same day.',
  },
};
