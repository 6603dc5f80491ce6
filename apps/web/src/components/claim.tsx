import type { Claim } from '@bodytext/schema/claim';
import { useWords } from '../words/words-context.tsx';
import { Citation } from './citation.tsx';

/** A claim's standing and certainty, after it: as text, so that it is also heard and printed. */
export function ClaimNote({ claim: { standing, certainty, references = [], mainstreamView } }: { claim: Claim }) {
  const words = useWords();
  return (
    <>
      {' '}
      <span className={`claim-note claim-${standing}`}>
        <span className="claim-standing">{words.claim.note(standing, certainty)}</span>
        {references.map((reference) => (
          <Citation key={reference._key} citation={reference} />
        ))}
        {mainstreamView && <span className="claim-mainstream"> {words.claim.mainstream(mainstreamView)}</span>}
      </span>
    </>
  );
}
