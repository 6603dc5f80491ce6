/*
 * The site's only script for readers: it shows search results while the reader types. It fetches the page that the form
 * leads to and takes the results from its HTML, so that without it search works the same, by pressing Enter.
 */

const debounceMs = 180;
const maxSuggestions = 6;

const field = document.querySelector<HTMLInputElement>('.search-form input[name="q"]');
if (field?.form) searchWhileTyping(field, field.form);

function searchWhileTyping(field: HTMLInputElement, form: HTMLFormElement): void {
  const found = document.getElementById('found');
  const suggestions = found ? undefined : addSuggestions(field, form);
  // Empty at first: screen readers announce only changes of a live region that is there already.
  const status = form.appendChild(document.createElement('p'));
  status.setAttribute('role', 'status');
  status.className = 'visually-hidden';
  let shown = field.value.trim();
  let debounce: number | undefined;
  let inFlight: AbortController | undefined;

  field.addEventListener('input', () => {
    clearTimeout(debounce);
    debounce = window.setTimeout(() => search(field.value.trim()), debounceMs);
  });

  async function search(query: string): Promise<void> {
    inFlight?.abort();
    if (query === shown) return;
    inFlight = new AbortController();
    const { signal } = inFlight;
    const url = new URL(form.action);
    if (query !== '') url.searchParams.set('q', query);
    try {
      const response = await fetch(url, { signal });
      const page = new DOMParser().parseFromString(await response.text(), 'text/html');
      const fresh = page.getElementById('found');
      if (fresh === null || signal.aborted) return;
      shown = query;
      status.textContent = fresh.querySelector('#results, [role="status"]')?.textContent ?? '';
      if (suggestions) suggestions.show([...fresh.querySelectorAll('.search-results h3 a')].slice(0, maxSuggestions));
      if (!found) return;
      found.replaceChildren(...fresh.childNodes);
      document.title = page.title;
      // The back button returns from a hit to these results.
      history.replaceState(history.state, '', url);
    } catch {
      // Aborted by a newer search, or the network is down: the form still works.
    }
  }
}

/** A list of links below the field, positioned over the page, so that nothing moves. */
function addSuggestions(field: HTMLInputElement, form: HTMLFormElement): { show(links: Element[]): void } {
  const list = form.appendChild(document.createElement('ul'));
  list.className = 'suggestions';
  list.hidden = true;
  const links = () => [...list.querySelectorAll('a')];

  form.addEventListener('keydown', (event) => {
    if (list.hidden) return;
    if (event.key === 'Escape') {
      list.hidden = true;
      field.focus();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    const stops: HTMLElement[] = [field, ...links()];
    const here = document.activeElement instanceof HTMLElement ? stops.indexOf(document.activeElement) : -1;
    if (here === -1) return;
    event.preventDefault();
    stops[(here + step + stops.length) % stops.length]?.focus();
  });
  const close = ({ target }: Event) => {
    if (!(target instanceof Node && form.contains(target))) list.hidden = true;
  };
  document.addEventListener('pointerdown', close);
  document.addEventListener('focusin', close);

  return {
    show(links) {
      list.replaceChildren(
        ...links.map((link) => {
          const item = document.createElement('li');
          item.append(link);
          return item;
        }),
      );
      list.hidden = links.length === 0;
    },
  };
}

/** Makes this file a module: it exports nothing. */
export {};
