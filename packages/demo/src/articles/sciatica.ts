import type { ArticleSource } from '../article.ts';
import { backEmergency } from '../care-cards.ts';
import { cite, figure, h3, important, list, nonUrgent, note, p, strong, to, urgent } from '../portable-text.ts';

export const sciatica: ArticleSource = {
  slug: 'sciatica',
  title: 'Sciatica',
  headline: 'A line of pain down one leg: making sense of sciatica',
  topic: 'lower-back-pain',
  authors: ['tomas-hale'],
  reviewer: 'ravi-menon-lake',
  reviewedOn: '2026-02-03',
  nextReviewOn: '2029-02-03',
  heroImage: figure(
    'sciatica',
    'Drawing of the lower back and legs from behind. A glowing line runs from the base of the spine through one buttock and down the leg.',
    { focus: [0.54, 0.5] },
  ),
  lead: [
    p`Sciatica is pain that starts in the lower back or bottom and travels down a leg. It can burn, sting or shoot, and it often feels worse than the back itself.`,
    p`It comes from an irritated nerve. In most people it settles without an operation, though it can take weeks.`,
  ],
  what: {
    heading: 'What is sciatica?',
    body: [
      p`The sciatic nerve is the longest nerve in your body. It starts as several roots in your lower back. It runs through your bottom and down the back of each leg.`,
      p`When one of its roots is squeezed or sore, you feel it along the nerve’s path. That is why the trouble is in your back and the pain is in your leg.`,
      h3`What it can feel like`,
      ...list(
        'pain from your bottom down the back or side of one leg, often below the knee',
        'tingling or pins and needles in your leg, foot or toes',
        'a numb patch, or a foot that feels weak',
        'pain that jumps when you cough, sneeze or sit',
      ),
      p`Pain that stays in your back is probably not sciatica. ${cite('nhs-sciatica')} It may be a ${to('article-lower-back-spasm', 'lower back spasm')} or ${to('article-facet-joint-pain', 'facet joint pain')}.`,
      h3`How long it lasts`,
      p`Many people feel better within four to six weeks. It can take longer. ${cite('nhs-sciatica')}`,
      backEmergency(),
      p`Sciatica in one leg is common. Trouble in both legs at once, or with your bladder, is different. Please don’t wait with it.`,
    ],
  },
  causes: {
    heading: 'Causes of sciatica',
    body: [
      p`Between the bones of your spine lie soft cushions called discs. A disc can bulge and press on a nerve root. This is often called a slipped disc, although nothing really slips. ${cite('nhs-sciatica')}`,
      h3`Other causes`,
      ...list(
        'the space around the nerves gets narrow with age, which is called spinal stenosis',
        'one bone of the spine sits further forward than the next',
        'an injury to the back',
        'very rarely, a growth or an infection',
      ),
      h3`A bulge on a scan is not the whole story`,
      p`Bulging discs are common in people who feel no pain at all. A review of scans found them in 30 of 100 pain-free people aged 20. At 80, it was 84 of 100. ${cite('spine-scans')}`,
      p`So a scan can’t tell by itself why you hurt. A doctor puts it together with your story and an examination.`,
      note(
        'Why it can get better alone',
        p`The body can clear up a bulge, and a sore nerve can calm down. Time does a good part of the work. Your part is to stay as active as you can bear.`,
      ),
    ],
  },
  ordeal: {
    heading: 'Living with sciatica',
    body: [
      note(
        'About this story',
        p`This story is put together from things that many people say. It is not one real person.`,
      ),
      p`“Sitting was the enemy. I ate my breakfast standing at the worktop. I stood at the back of my daughter’s school concert.”`,
      p`“People could see nothing wrong with me. Inside my leg it felt like a hot wire. I got short with everyone, and then I felt bad about that as well.”`,
      p`“It did not end on one good morning. There was just a week when I noticed that I had sat through a film.”`,
      h3`What can help`,
      p`${strong('Move little and often.')} For sciatica, bed rest and staying active come out about the same for pain. ${cite('cochrane-stay-active')} Moving keeps the rest of you strong, so it is still the better bet.`,
      p`${strong('Change position.')} Try a pillow between your knees when you lie on your side. Stand up often, and take short walks.`,
      p`${strong('Think about exercise classes and talking therapy.')} Guidelines suggest exercise, such as a class. They suggest talking therapy along with it when fear or low mood gets in the way. ${cite('nice-ng59')}`,
      h3`About medicines`,
      p`Medicines help less with sciatica than most people hope. Guidelines advise against gabapentin, pregabalin, steroid tablets and diazepam for it. They can do harm, and they have not been shown to help. ${cite('nice-ng59')}`,
      important(
        'Do not stop suddenly',
        p`If you already take one of these medicines, do not stop by yourself. Talk to your GP or pharmacist about how to come off it safely.`,
      ),
      h3`Injections and operations`,
      p`A steroid injection near the nerve is an option for bad pain that has just begun. An operation is an option when nothing else has worked and a scan fits your symptoms. ${cite('nice-ng59')} Ask what each could and could not do for you.`,
      urgent(
        'Ask for an urgent GP appointment or call 111 if:',
        ...list(
          'your foot or leg is getting weaker, or your foot drops when you walk',
          'the numb patch is spreading',
          'you have a fever, or are losing weight without trying',
          'you have had cancer',
        ),
      ),
      nonUrgent(
        'See a GP or physiotherapist if:',
        ...list(
          'it is no better after a few weeks of looking after it at home',
          'it is getting worse',
          'the pain keeps you from sleep, work or school',
        ),
      ),
    ],
  },
  seo: {
    title: 'Sciatica: symptoms, causes and what can help',
    description:
      'Why an irritated nerve in the back hurts in the leg, what eases sciatica, which medicines are not advised, and when to get help at once.',
  },
};
