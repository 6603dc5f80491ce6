import type { Person } from '@bodytext/schema/person';
import { reviewDueOn } from '@bodytext/schema/review';
import type { ReactNode } from 'react';
import { minutesToRead } from '../text/reading-time.ts';
import type { ArticleView } from '../view/view.ts';
import type { Sentence } from '../words/sentence.ts';
import { Parts, useWords } from '../words/words-context.tsx';

/** The authors, the reviewer and the dates of review. */
export function Byline({ view: { article, authors, reviewer, review, site } }: { view: ArticleView }) {
  const words = useWords();
  return (
    <div className="byline">
      {authors.length > 0 && (
        <p>
          <Parts>{words.by(<People people={authors} />)}</Parts>
        </p>
      )}
      {reviewer && (
        <p>
          <Parts>{words.reviewedBy(<Reviewer person={reviewer} />)}</Parts>
        </p>
      )}
      {/* A review without a reviewer is not shown: the reviewer may have been unpublished. */}
      {reviewer && <Day sentence={words.lastReviewed} day={article.reviewedOn} />}
      <Day
        sentence={words.nextReview}
        day={reviewDueOn(article)}
        note={review === 'current' ? undefined : words.overdue}
      />
      <p>{words.readingTime(minutesToRead(article, site.settings.language))}</p>
    </div>
  );
}

type DayProps = { sentence: Sentence; day: string | undefined; note?: string | undefined };

function Day({ sentence, day, note }: DayProps) {
  const words = useWords();
  if (day === undefined) return null;
  return (
    <p>
      <Parts>{sentence<ReactNode>(<time dateTime={day}>{words.day(day)}</time>)}</Parts>{' '}
      {note && <strong>{note}</strong>}
    </p>
  );
}

function People({ people }: { people: Person[] }) {
  const words = useWords();
  return <Parts>{words.list(people.map((person) => <PersonLink key={person._id} person={person} />))}</Parts>;
}

function Reviewer({ person }: { person: Person }) {
  return (
    <>
      <PersonLink person={person} />
      {person.credentials && `, ${person.credentials}`}
    </>
  );
}

function PersonLink({ person }: { person: Person }) {
  return <a href={`/people/${person.slug.current}`}>{person.name}</a>;
}
