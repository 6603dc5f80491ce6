import { feedback } from '@bodytext/schema/feedback';
import { feedbackTally } from '@bodytext/schema/feedback-tally';

type Document = { _type: string; [field: string]: unknown };

/**
 * Whether the site's feedback token may make a change: it may create open reports and raise the counts of a tally. It
 * may not write a field that the schema does not know, close a report or lower a count.
 */
export function mayHandIn({ before, after }: { before: Document | undefined; after: Document | undefined }): boolean {
  if (after === undefined) return false;
  if (after._type === 'feedback') return hasOnly(feedback.shape, after) && after.state === 'open';
  if (!hasOnly(feedbackTally.shape, after)) return false;
  const [then, now] = [feedbackTally.safeParse(before).data, feedbackTally.safeParse(after).data];
  // A new tally has nothing to compare with; an invalid one is left to the gate, which names the issue.
  if (then === undefined || now === undefined) return true;
  const isSamePage = then.page._ref === now.page._ref && then.month === now.month;
  return isSamePage && now.useful >= then.useful && now.notUseful >= then.notUseful;
}

function hasOnly(fields: object, document: Document): boolean {
  return Object.keys(document).every((name) => Object.hasOwn(fields, name));
}
