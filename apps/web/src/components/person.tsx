import type { PersonPage } from '@bodytext/content/person-page';
import { useWords } from '../words/words-context.tsx';
import { Breadcrumb } from './breadcrumb.tsx';
import { MediaImage } from './media-image.tsx';
import { LinksContext, PortableText } from './portable-text.tsx';
import { TeaserList } from './teaser.tsx';
import { useEditAttributes } from './visual-editing.tsx';

/** A person's page, with the articles they wrote and reviewed. */
export function Person({ view: { person, links, wrote, reviewed } }: { view: PersonPage }) {
  const words = useWords();
  const edit = useEditAttributes(person);
  return (
    <div className="person">
      <header className="page-header">
        <Breadcrumb above={[{ id: 'people', title: words.people, path: '/people' }]} here={person.name} />
        {person.photo && (
          <div className="portrait" {...edit('photo')}>
            <MediaImage figure={person.photo} frame="square" alt={person.photo.alt} sizes="9rem" widest={480} isFirst />
          </div>
        )}
        <h1 {...edit('name')}>{person.name}</h1>
        {(person.role || person.credentials) && (
          <p className="lead">{[person.role, person.credentials].filter(Boolean).join(' · ')}</p>
        )}
      </header>
      {person.bio && (
        <div className="prose" {...edit('bio')}>
          <LinksContext value={links}>
            <PortableText value={person.bio} headingLevel={2} />
          </LinksContext>
        </div>
      )}
      <Profiles urls={person.profileUrls ?? []} />
      {wrote.length > 0 && (
        <section className="topic-group" aria-labelledby="wrote">
          <h2 id="wrote">{words.wrote(person.name)}</h2>
          <TeaserList teasers={wrote} headingLevel={3} />
        </section>
      )}
      {reviewed.length > 0 && (
        <section className="topic-group" aria-labelledby="reviewed">
          <h2 id="reviewed">{words.reviewed(person.name)}</h2>
          <TeaserList teasers={reviewed} headingLevel={3} />
        </section>
      )}
    </div>
  );
}

function Profiles({ urls }: { urls: string[] }) {
  const words = useWords();
  if (urls.length === 0) return null;
  return (
    <section className="prose" aria-labelledby="profiles">
      <h2 id="profiles">{words.profiles}</h2>
      <ul>
        {urls.map((url) => (
          <li key={url}>
            <a href={url} rel="me">
              {new URL(url).host.replace(/^www\./, '')}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
