import { feedback } from '@bodytext/schema/feedback';
import { feedbackTally } from '@bodytext/schema/feedback-tally';

type Document = { _type: string; [field: string]: unknown };

/**
 * Whether the site's token for feedback may make a change: it hands in reports and counts votes. No field may be handed
 * in that the schema does not know, no report is closed by it, and no vote is taken back.
 */
export function mayHandIn({ before, after }: { before: Document | undefined; after: Document | undefined }): boolean {
  if (after === undefined) return false;
  if (after._type === 'feedback') return hasOnly(feedback.shape, after) && after.state === 'open';
  if (!hasOnly(feedbackTally.shape, after)) return false;
  const [then, now] = [feedbackTally.safeParse(before).data, feedbackTally.safeParse(after).data];
  // What is not valid is the gate's to refuse, which says why.
  if (then === undefined || now === undefined) return true;
  const isSamePage = then.page._ref === now.page._ref && then.month === now.month;
  return isSamePage && now.useful >= then.useful && now.notUseful >= then.notUseful;
}

function hasOnly(fields: object, document: Document): boolean {
  return Object.keys(document).every((name) => Object.hasOwn(fields, name));
}
