import type { Rejection } from '../feedback/submission.ts';
import { useWords } from '../words/words-context.tsx';
import { ReportForm } from './feedback.tsx';

/** The answer to a rejected form: why, and the form with the reader's text, to be sent again. */
export function FeedbackRejected({ problem, address, text }: Rejection) {
  const words = useWords().feedback;
  return (
    <div className="prose feedback-refused">
      <header className="page-header">
        <h1>{words.refused}</h1>
        <p className="lead" role="alert">
          {words.problems[problem]}
        </p>
      </header>
      {address !== undefined && (text !== '' || problem === 'empty') && (
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
