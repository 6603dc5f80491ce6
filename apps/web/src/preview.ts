import { enableVisualEditing } from '@sanity/visual-editing/enable-visual-editing';

/**
 * Loaded by draft pages alone: overlays that open the field behind a text, and fresh words while someone types.
 * The page itself stays what it is for readers, HTML: a change replaces its content, and the reader's place is kept.
 */
enableVisualEditing({
  refresh: showLatest,
  history: {
    subscribe: (navigate) => {
      navigate({ type: 'push', title: document.title, url: `${location.pathname}${location.search}` });
      return () => undefined;
    },
    update: ({ type, url }) => {
      if (type === 'pop') history.back();
      else location.assign(url);
    },
  },
});

/**
 * Presentation tells of changes only to documents that it watches already: what is typed in the second after a page
 * opened is never told of. So the page also looks for itself, while somebody can see it.
 */
const lookMs = 2_000;

setInterval(() => {
  if (document.visibilityState === 'visible') void showLatest();
}, lookMs);

let asked = 0;
let answered = 0;
let shownContent: string | undefined;

async function showLatest(): Promise<void> {
  asked += 1;
  const turn = asked;
  const latest = await fetchPage();
  // Answers may overtake each other: an older one must not undo a newer.
  if (latest === undefined || turn < answered) return;
  answered = turn;
  const [shown, fresh] = [document, latest].map((page) => page.querySelector('#__next'));
  if (!shown || !fresh) return location.reload();
  if (fresh.innerHTML === shownContent) return;
  shownContent = fresh.innerHTML;
  document.title = latest.title;
  shown.replaceWith(fresh);
}

/** The page as it is now; nothing while the site or the network is away, since the next look comes soon. */
async function fetchPage(): Promise<Document | undefined> {
  try {
    const response = await fetch(location.href, { cache: 'no-store' });
    return response.status < 500 ? new DOMParser().parseFromString(await response.text(), 'text/html') : undefined;
  } catch {
    return undefined;
  }
}
