import type { Article } from '@bodytext/schema/article';
import type { SectionName } from '@bodytext/schema/section';
import { useWords } from '../words/words-context.tsx';
import { PortableText } from './portable-text.tsx';
import { useEditAttributes } from './visual-editing.tsx';

/** One of an article's three sections. The ordeal is labelled as experience, since it is not advice. */
export function Section({ article, name }: { article: Article; name: SectionName }) {
  const words = useWords();
  const edit = useEditAttributes(article);
  const { heading, body } = article[name];
  const isExperience = name === 'ordeal';
  return (
    <section className={`section section-${name}`} aria-labelledby={name}>
      {isExperience && <p className="experience-label">{words.livedExperience}</p>}
      <h2 id={name} {...edit(name, 'heading')}>
        {heading}
      </h2>
      {isExperience && <p className="experience-note">{words.livedExperienceNote}</p>}
      <PortableText value={body} editBlock={(key) => edit(name, 'body', { _key: key })} />
    </section>
  );
}
