import { longestFeedback } from '@bodytext/schema/feedback';
import { fieldNames } from '../feedback/submission.ts';
import { useWords } from '../words/words-context.tsx';

type Props = { address: string; revision: string | undefined };

/** A vote on the page, and a report of a mistake: plain forms, which don't identify the reader. */
export function Feedback({ address, revision }: Props) {
  const words = useWords().feedback;
  return (
    <section className="feedback" aria-labelledby="feedback">
      <h2 id="feedback">{words.title}</h2>
      <form className="feedback-vote" action="/feedback" method="post" aria-labelledby="feedback">
        <HiddenFields address={address} revision={revision} />
        <button type="submit" name={fieldNames.useful} value="yes">
          {words.yes}
        </button>
        <button type="submit" name={fieldNames.useful} value="no">
          {words.no}
        </button>
      </form>
      {/* Shown by `:target`, so that the cached page is the same for readers who have sent something. */}
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

/** @param text the reader's text from a rejected form */
export function ReportForm({ address, revision, text = '' }: Props & { text?: string }) {
  const words = useWords().feedback;
  return (
    <form className="feedback-report" action="/feedback" method="post">
      <HiddenFields address={address} revision={revision} />
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

/** Which page the form is about, and a honeypot for bots that fill in every field. */
function HiddenFields({ address, revision }: Props) {
  const words = useWords().feedback;
  return (
    <>
      <input type="hidden" name={fieldNames.address} value={address} />
      {revision && <input type="hidden" name={fieldNames.revision} value={revision} />}
      <p hidden>
        <label>
          {words.honeypot} <input name={fieldNames.honeypot} autoComplete="off" tabIndex={-1} />
        </label>
      </p>
    </>
  );
}
