import type { Claim as ClaimContent } from '@bodytext/schema/claim';
import type { ReactNode } from 'react';
import { useWords } from '../words/words-context.tsx';
import { Citation } from './citation.tsx';

/**
 * Words that make a statement, and behind them on what it stands. All of it is text: who listens, prints or sees no
 * colour gets the same.
 */
export function Claim({ claim, children }: { claim: ClaimContent | undefined; children: ReactNode }) {
  const words = useWords();
  if (claim === undefined) return children;
  const { standing, certainty, references = [], mainstreamView } = claim;
  return (
    <span className={`claim claim-${standing}`}>
      <span className="claim-words">{children}</span>{' '}
      <span className="claim-standing">{words.claim.note(standing, certainty)}</span>
      {references.map((reference) => (
        <Citation key={reference._key} citation={reference} />
      ))}
      {mainstreamView && <span className="claim-mainstream"> {words.claim.mainstream(mainstreamView)}</span>}
    </span>
  );
}
