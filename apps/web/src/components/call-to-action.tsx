import type { CallToAction as CallToActionContent } from '@bodytext/schema/call-to-action';
import { useWords } from '../words/words-context.tsx';
import { useEditAttributes } from './visual-editing.tsx';

/** The disclosure is above the call to action, and in the accessible name of its link. */
export function CallToAction({ callToAction }: { callToAction: CallToActionContent }) {
  const words = useWords();
  const { heading, text, label, url, disclosure = 'none', sponsor = '' } = callToAction;
  const edit = useEditAttributes(callToAction);
  const disclosed = words.disclosure[disclosure]?.(sponsor);
  const isPaid = disclosure === 'affiliate' || disclosure === 'sponsored';
  return (
    <aside className="call-to-action" aria-label={heading ?? label}>
      {disclosed && <p className="disclosure">{disclosed}</p>}
      {heading && (
        <p className="call-to-action-heading" {...edit('heading')}>
          {heading}
        </p>
      )}
      {text && <p {...edit('text')}>{text}</p>}
      <p>
        <a className="button" href={url} rel={isPaid ? 'sponsored' : undefined} {...edit('label')}>
          {label}
          {disclosed && <span className="visually-hidden"> ({disclosed})</span>}
        </a>
      </p>
    </aside>
  );
}
