import type { Claim } from '@bodytext/schema/claim';
import { useWords } from '../words/words-context.tsx';
import { Citation } from './citation.tsx';

/** On what a claim stands, behind its words. All of it is text: who listens, prints or sees no colour gets the same. */
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
