import type { ArticleView } from '../view/view.ts';
import { useWords } from '../words/words-context.tsx';

/** The change notes, latest first, with who approved them. */
export function ChangeLog({ view: { article, approvers } }: { view: ArticleView }) {
  const words = useWords();
  const { changes = [] } = article;
  if (changes.length === 0) return null;
  const nameOf = (id: string | undefined) => approvers.find(({ _id }) => _id === id)?.name;
  return (
    <section className="change-log" aria-labelledby="changes">
      <h2 id="changes">{words.changes.title}</h2>
      <ul>
        {changes
          .toSorted((a, b) => b.changedOn.localeCompare(a.changedOn))
          .map(({ _key, changedOn, what, why, approvedBy }) => {
            const approver = nameOf(approvedBy?._ref);
            return (
              <li key={_key}>
                <time dateTime={changedOn}>{words.day(changedOn)}</time>
                {': '}
                {what} {why} {approver && words.changes.approvedBy(approver)}
              </li>
            );
          })}
      </ul>
    </section>
  );
}
