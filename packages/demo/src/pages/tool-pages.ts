import { h3, important, list, nonUrgent, note, p, steps, strong, to } from '../portable-text.ts';
import type { PageSource } from './about-pages.ts';

/** The pages that calls to action lead to. */
export const toolPages: PageSource[] = [
  {
    slug: 'gentle-movement-plan',
    title: 'The gentle movement plan',
    summary: 'Four weeks of small steps for a back that has been sore, at your own pace.',
    body: [
      p`This plan is for people whose ordinary back pain is easing, and who are wary of moving. It is not a treatment. It is a way to begin.`,
      important(
        'Before you start',
        p`Read the emergency signs in the article about ${to('article-lower-back-spasm', 'lower back spasm')}. If you have any of them, get help first.`,
        p`Ask a GP or physiotherapist first if you are pregnant, have thin bones, or have had an operation on your back.`,
      ),
      h3`How it works`,
      ...list(
        'Do a little every day, rather than a lot once a week.',
        'Some ache is all right. It should settle by the next morning.',
        'If it doesn’t, do half as much next time. Don’t stop altogether.',
      ),
      h3`Four weeks`,
      ...steps(
        p`${strong('Week one.')} Walk for five minutes, twice a day. Lie on your back, and roll your bent knees gently from side to side ten times.`,
        p`${strong('Week two.')} Walk for ten minutes, twice a day. Add ten slow stands from a chair.`,
        p`${strong('Week three.')} Walk for fifteen minutes. Add ten bridges: lie with bent knees, and lift your bottom a little.`,
        p`${strong('Week four.')} Walk for twenty minutes, a little faster. Choose one thing that you gave up, and do a small piece of it.`,
      ),
      nonUrgent(
        'See a GP or physiotherapist if:',
        ...list('the pain is getting worse from week to week', 'you can’t do week one after a fortnight of trying'),
      ),
    ],
  },
  {
    slug: 'headache-diary',
    title: 'The headache diary',
    summary: 'What to write down, for how long, and what to look for.',
    body: [
      p`A headache diary needs a pencil, a page and one minute a day. Keep it for at least eight weeks.`,
      h3`What to write down`,
      ...list(
        p`${strong('The day,')} and when the headache began and ended`,
        p`${strong('How bad it was,')} from 1 to 10`,
        p`${strong('What came with it,')} such as zigzags, feeling sick or a stiff neck`,
        p`${strong('What you took,')} how much, and whether it helped`,
        p`${strong('What was going on,')} such as sleep, meals, stress or your period`,
      ),
      h3`What to look for`,
      p`Count the days with a headache in each month. Then count the days on which you took something. If that second number is near ten, read about ${to('article-medication-overuse-headache', 'medication-overuse headache')}.`,
      p`If headaches come with your period, read about ${to('article-menstrual-migraine', 'menstrual migraine')}.`,
      note(
        'Take it along',
        p`Show the diary to your GP, nurse or pharmacist. It says more in a minute than memory does in ten.`,
      ),
    ],
  },
];
