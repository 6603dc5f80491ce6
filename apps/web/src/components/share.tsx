import { useWords } from '../words/words-context.tsx';

/** Sharing by the reader's own e-mail program: no other site is involved. */
export function Share({ title, url }: { title: string; url: string }) {
  const words = useWords();
  const mail = `mailto:?subject=${encodeURIComponent(title)}&body=${encodeURIComponent(url)}`;
  return (
    <p className="share">
      <a href={mail}>{words.share}</a>
    </p>
  );
}
