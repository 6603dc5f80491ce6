import type { Words } from './english.ts';
import type { Formats } from './formats.ts';
import { around } from './sentence.ts';
import { wordsIn } from './words.ts';

/** A partial catalogue of a right-to-left language, to test that pages use it. The site has none yet. */
export function arabic({ day, counted, list }: Formats): Words {
  const english = wordsIn('en');
  return {
    ...english,
    day,
    list,
    skipToContent: 'انتقل إلى المحتوى',
    home: 'الرئيسية',
    by: around('بقلم '),
    lastReviewed: around('آخر مراجعة في '),
    readingTime: (minutes) =>
      counted(minutes, {
        one: 'دقيقة للقراءة',
        two: 'دقيقتان للقراءة',
        few: '# دقائق للقراءة',
        other: '# دقيقة للقراءة',
      }),
    urgency: { nonUrgent: 'نصيحة غير عاجلة:', urgent: 'نصيحة عاجلة:', emergency: 'يلزم إجراء فوري:' },
  };
}
