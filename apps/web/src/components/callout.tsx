import type { Callout as CalloutContent } from '@bodytext/schema/callout';
import type { ReactNode } from 'react';

type Props = { callout: CalloutContent; level: 2 | 3; edit: { 'data-sanity'?: string }; children: ReactNode };

/** `role="note"` makes screen readers announce where the box starts and ends. */
export function Callout({ callout: { tone, title }, level, edit, children }: Props) {
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <div className={`callout callout-${tone}`} role="note" {...edit}>
      <Heading>{title}</Heading>
      {children}
    </div>
  );
}
