import type { ArticleSource } from '../article.ts';
import { headacheEmergency } from '../care-cards.ts';
import { cite, figure, h3, important, list, nonUrgent, note, p, steps, to, urgent } from '../portable-text.ts';

export const medicationOveruseHeadache: ArticleSource = {
  slug: 'medication-overuse-headache',
  title: 'Medication-overuse headache',
  headline: 'When the tablets keep the headache going: breaking the circle',
  topic: 'frequent-headaches',
  authors: ['amara-oyelaran'],
  reviewer: 'elspeth-firth',
  reviewedOn: '2026-08-18',
  nextReviewOn: '2029-08-18',
  callToAction: 'pharmacist',
  heroImage: figure(
    'medication-overuse-headache',
    'Drawing of a month as rows of dots, most days marked with a tablet, beside a person in profile with an aching head.',
    { focus: [0.55, 0.5] },
  ),
  lead: [
    p`You have headaches, so you take painkillers. After a while you have more headaches, so you take more painkillers. At some point, the painkillers themselves become a cause.`,
    p`It can happen to anyone who is prone to headaches. It is nobody’s fault, and most people can get out of it.`,
  ],
  what: {
    heading: 'What is medication-overuse headache?',
    body: [
      p`It is a headache on most days, in someone who takes headache medicine often. It used to be called rebound headache or painkiller headache.`,
      p`It happens in people who already have headaches, mostly ${to('topic-migraine', 'migraine')} or ${to('article-tension-headache', 'tension headache')}. One or two people in every hundred may have it. ${cite('nice-cg150')}`,
      h3`How often is too often?`,
      p`Think of it after three months or more of taking: ${cite('nice-cg150')}`,
      ...list(
        'paracetamol, aspirin or ibuprofen on 15 days a month or more',
        'triptans on 10 days a month or more',
        'codeine or other opioids on 10 days a month or more',
        'tablets that mix painkillers on 10 days a month or more',
      ),
      p`What counts is the number of days, not the number of tablets.`,
      headacheEmergency(),
      p`If a new kind of headache starts, do not blame the tablets. Have it looked at.`,
    ],
  },
  causes: {
    heading: 'Causes of medication-overuse headache',
    body: [
      p`It is not fully understood. It seems that frequent medicine makes the brain more alert to pain. When the medicine wears off, the pain system is left turned up.`,
      h3`It creeps up`,
      p`It often begins with a hard time: a bad winter, a new job, a baby who doesn’t sleep. You take a tablet “just in case”, to get through the day. Soon that day is most days.`,
      h3`What makes it more likely`,
      ...list(
        'having migraine or frequent headaches to begin with',
        'taking codeine, or tablets that contain it',
        'taking tablets before it hurts, out of worry',
        'being in pain from something else as well',
      ),
      note(
        'Painkillers for other pain count too',
        p`If you take ibuprofen on most days for ${to('topic-lower-back-pain', 'back pain')}, your head can still notice.`,
      ),
    ],
  },
  ordeal: {
    heading: 'Living with medication-overuse headache',
    body: [
      note(
        'About this story',
        p`This story is put together from things that many people say. It is not one real person.`,
      ),
      p`“I had tablets in my coat, my desk, the car and my other coat. I was never without them. I was never without a headache, either.”`,
      p`“When the pharmacist asked how many days a month, I said ten. At home I counted twenty-four. I felt like a fool.”`,
      p`“The first week without them was grim. In the third week I woke up and lay there, looking for the headache. It was not there.”`,
      important(
        'Talk to someone before you stop',
        p`Do this with your GP or pharmacist. If you take codeine, another opioid or a sleeping tablet on most days, stopping at once can make you ill. You may need to come off it slowly, or with a specialist’s help.`,
      ),
      h3`How stopping works`,
      ...steps(
        'Choose a time together: a few weeks with less on your plate.',
        'For most medicines, you stop all at once, and stay off them for at least a month.',
        'Expect it to get worse before it gets better. You may feel sick, restless, or sleep badly.',
        'Keep a diary. It shows the first good days, which are easy to miss.',
        'Meet your GP again after four to eight weeks, to see what headache is left.',
      ),
      p`This is the way that guidelines advise. ${cite('nice-cg150')} Some people start a preventive medicine at the same time, mainly for migraine. ${cite('sign-155')}`,
      h3`What makes it easier`,
      ...list(
        'tell the people around you, so that they can be kind',
        'drink, eat and sleep at regular times',
        'have something for your hands and your mind to do',
        'be gentle with yourself if you slip: start again the next day',
      ),
      h3`Afterwards`,
      p`Keep headache medicine to two days a week at most. Mark those days on a calendar that you see every morning.`,
      urgent(
        'Ask for an urgent GP appointment or call 111 if, while you are stopping:',
        ...list(
          'you can’t keep water down',
          'you shake, sweat, or your heart races',
          'you feel very low, or you have thoughts of harming yourself',
        ),
        p`If you are in danger, call 999. In the UK you can also call the Samaritans on 116 123, at any hour.`,
      ),
      nonUrgent(
        'See a GP or pharmacist if:',
        ...list(
          'you take headache medicine on two or three days a week, and the days are growing',
          'you have a headache on most days',
          'you have tried to stop and could not',
        ),
      ),
    ],
  },
  seo: {
    title: 'Medication-overuse headache and how to stop it',
    description:
      'How often is too often for headache tablets, how to stop safely with help, and what the first weeks without them can be like.',
  },
};
