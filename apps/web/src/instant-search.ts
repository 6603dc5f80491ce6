/*
 * The one module of the site's own: it makes search answer while one types. It asks the page that the form asks, and
 * takes its answer from there, so that without it everything works the same, one press later.
 */

const pauseMs = 180;
const mostSuggestions = 6;

const field = document.querySelector<HTMLInputElement>('.search-form input[name="q"]');
if (field?.form) answerWhileTyping(field, field.form);

function answerWhileTyping(field: HTMLInputElement, form: HTMLFormElement): void {
  const found = document.getElementById('found');
  const suggestions = found ? undefined : addSuggestions(field, form);
  // There before it says anything: screen readers tell what changes in it.
  const status = form.appendChild(document.createElement('p'));
  status.setAttribute('role', 'status');
  status.className = 'visually-hidden';
  let shown = field.value.trim();
  let pause: number | undefined;
  let asked: AbortController | undefined;

  field.addEventListener('input', () => {
    clearTimeout(pause);
    pause = window.setTimeout(() => ask(field.value.trim()), pauseMs);
  });

  async function ask(query: string): Promise<void> {
    asked?.abort();
    if (query === shown) return;
    asked = new AbortController();
    const { signal } = asked;
    const url = new URL(form.action);
    if (query !== '') url.searchParams.set('q', query);
    try {
      const answer = await fetch(url, { signal });
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const fresh = page.getElementById('found');
      if (fresh === null || signal.aborted) return;
      shown = query;
      status.textContent = fresh.querySelector('#results, [role="status"]')?.textContent ?? '';
      if (suggestions) suggestions.show([...fresh.querySelectorAll('.search-results h3 a')].slice(0, mostSuggestions));
      if (!found) return;
      found.replaceChildren(...fresh.childNodes);
      document.title = page.title;
      // Whoever follows a hit and comes back finds what they left.
      history.replaceState(history.state, '', url);
    } catch {
      // Nobody waits for it any more, or the network is away: the form still works.
    }
  }
}

/** A list of links below the field, over what follows: nothing on the page moves. */
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

/** Loaded for what it does. */
export {};
