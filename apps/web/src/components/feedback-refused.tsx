import type { Refused } from '../feedback/submission.ts';
import { useWords } from '../words/words-context.tsx';
import { ReportForm } from './feedback.tsx';

/** What a reader gets whose form could not be taken: why, with what they wrote, to be sent again. */
export function FeedbackRefused({ problem, address, text }: Refused) {
  const words = useWords().feedback;
  return (
    <div className="prose feedback-refused">
      <header className="page-header">
        <h1>{words.refused}</h1>
        <p className="lead" role="alert">
          {words.problems[problem]}
        </p>
      </header>
      {address !== undefined && (text !== '' || problem === 'noWords') && (
        <ReportForm address={address} revision={undefined} text={text} />
      )}
      {address !== undefined && (
        <p>
          <a href={address}>{words.back}</a>
        </p>
      )}
    </div>
  );
}
