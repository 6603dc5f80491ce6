import { enableVisualEditing } from '@sanity/visual-editing/enable-visual-editing';

/**
 * Loaded by draft pages only: Sanity's visual editing overlays, and a refresh while an editor types. The page is the same
 * HTML as for readers: a refresh fetches it again and replaces its content, so that the scroll position is kept.
 */
enableVisualEditing({
  refresh,
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
 * The Studio's Presentation tool misses changes from the second after a page opened, before it listens to the page's
 * documents. So the page also polls while it is visible.
 */
const pollMs = 2_000;

setInterval(() => {
  if (document.visibilityState === 'visible') void refresh();
}, pollMs);

let lastRequest = 0;
let lastShown = 0;
let shownContent: string | undefined;

async function refresh(): Promise<void> {
  lastRequest += 1;
  const request = lastRequest;
  const latest = await fetchPage();
  // Responses may arrive out of order: an older one must not replace a newer one.
  if (latest === undefined || request < lastShown) return;
  lastShown = request;
  const [shown, fresh] = [document, latest].map((page) => page.querySelector('#__next'));
  if (!shown || !fresh) return location.reload();
  if (fresh.innerHTML === shownContent) return;
  shownContent = fresh.innerHTML;
  document.title = latest.title;
  shown.replaceWith(fresh);
}

/** The current page; undefined when the request fails, since the next poll retries. */
async function fetchPage(): Promise<Document | undefined> {
  try {
    const response = await fetch(location.href, { cache: 'no-store' });
    return response.status < 500 ? new DOMParser().parseFromString(await response.text(), 'text/html') : undefined;
  } catch {
    return undefined;
  }
}
