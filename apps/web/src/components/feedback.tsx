import { longestFeedback } from '@bodytext/schema/feedback';
import { fieldNames } from '../feedback/submission.ts';
import { useWords } from '../words/words-context.tsx';

type Props = { address: string; revision: string | undefined };

/** Whether the page was useful, and what is wrong on it. Plain forms, which say nothing about who sends them. */
export function Feedback({ address, revision }: Props) {
  const words = useWords().feedback;
  return (
    <section className="feedback" aria-labelledby="feedback">
      <h2 id="feedback">{words.title}</h2>
      <form className="feedback-vote" action="/feedback" method="post" aria-labelledby="feedback">
        <Unseen address={address} revision={revision} />
        <button type="submit" name={fieldNames.useful} value="yes">
          {words.yes}
        </button>
        <button type="submit" name={fieldNames.useful} value="no">
          {words.no}
        </button>
      </form>
      {/* Shown by its address alone, so that the page needs no other copy for those who sent something. */}
      <p className="feedback-thanks" id="thanks" tabIndex={-1} hidden>
        {words.thanks}
      </p>
      <details>
        <summary>{words.report}</summary>
        <ReportForm address={address} revision={revision} />
      </details>
    </section>
  );
}

/** @param text what the reader wrote before, when it could not be sent */
export function ReportForm({ address, revision, text = '' }: Props & { text?: string }) {
  const words = useWords().feedback;
  return (
    <form className="feedback-report" action="/feedback" method="post">
      <Unseen address={address} revision={revision} />
      <label htmlFor="mistake">{words.mistake}</label>
      <p id="mistake-hint">{words.hint(longestFeedback)}</p>
      <textarea
        id="mistake"
        name={fieldNames.text}
        rows={5}
        required
        maxLength={longestFeedback}
        aria-describedby="mistake-hint"
        defaultValue={text}
      />
      <button type="submit">{words.send}</button>
    </form>
  );
}

/** Which page it is about, and a field for programs that fill in whatever they find. */
function Unseen({ address, revision }: Props) {
  const words = useWords().feedback;
  return (
    <>
      <input type="hidden" name={fieldNames.address} value={address} />
      {revision && <input type="hidden" name={fieldNames.revision} value={revision} />}
      <p hidden>
        <label>
          {words.trap} <input name={fieldNames.trap} autoComplete="off" tabIndex={-1} />
        </label>
      </p>
    </>
  );
}
