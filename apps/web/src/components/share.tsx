import { useWords } from '../words/words-context.tsx';

/** A way to pass the page on that tells nobody else: the reader's own mail program. */
export function Share({ title, url }: { title: string; url: string }) {
  const words = useWords();
  const mail = `mailto:?subject=${encodeURIComponent(title)}&body=${encodeURIComponent(url)}`;
  return (
    <p className="share">
      <a href={mail}>{words.share}</a>
    </p>
  );
}
