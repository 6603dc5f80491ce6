import type { CareCard as CareCardContent } from '@bodytext/schema/care-card';
import type { ReactNode } from 'react';
import { useWords } from '../words/words-context.tsx';

type Props = { careCard: CareCardContent; level: 2 | 3; edit: { 'data-sanity'?: string }; children: ReactNode };

/** When and where to get help. The urgency is text as well as colour, and comes before the heading. */
export function CareCard({ careCard: { urgency, heading }, level, edit, children }: Props) {
  const words = useWords();
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <div className={`care-card care-card-${urgency}`} {...edit}>
      <Heading>
        <span className="care-card-urgency">{words.urgency[urgency]} </span>
        {heading}
      </Heading>
      <div className="care-card-body">{children}</div>
    </div>
  );
}
