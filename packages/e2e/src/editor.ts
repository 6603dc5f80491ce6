import type { Locator, Page, Request, Response } from 'playwright-core';
import { choose, confirm, insist, pressUntil, pressUntilShown, soon } from './insist.ts';
import { patienceMs, until } from './until.ts';

/** What an editor does in the Studio, by mouse and keyboard. */
export class Editor {
  readonly page: Page;
  readonly #studioUrl: string;

  constructor(page: Page, studioUrl: string) {
    this.page = page;
    this.#studioUrl = studioUrl;
    // Playwright's own half a minute is not enough.
    page.setDefaultTimeout(patienceMs);
  }

  /** Signs in with a link such as `npm start` prints. */
  async signIn(link: string): Promise<void> {
    await this.page.goto(link);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
    await this.page.getByTestId('studio-navbar').waitFor();
  }

  /** Opens an empty form. Nothing is stored before the first word is written. */
  async startDocument(type: string): Promise<void> {
    await this.page.goto(`${this.#studioUrl}/intent/create/type=${type}/`);
    await this.#form();
  }

  async openDocument(type: string, id: string): Promise<void> {
    await this.page.goto(`${this.#studioUrl}/intent/edit/id=${id};type=${type}/`);
    await this.#form();
  }

  /** Opens the draft on the site, with its form beside it. */
  async openPreview(path: string): Promise<void> {
    await this.page.goto(`${this.#studioUrl}/presentation?preview=${encodeURIComponent(path)}`);
    await this.#form();
  }

  /** The published document's id, as the Studio's address has it. */
  documentId(): string {
    const id = /;([0-9a-z-]+)(?:$|[,;%])/.exec(new URL(this.page.url()).pathname)?.[1];
    if (id === undefined) throw new Error(`There is no document at ${this.page.url()}.`);
    return id;
  }

  field(path: string): Locator {
    return this.page.getByTestId(`field-${path}`);
  }

  async chooseGroup(name: string): Promise<void> {
    await this.page.getByTestId(`group-tab-${name}`).click();
  }

  async type(path: string, text: string): Promise<void> {
    const input = this.field(path).locator('input[type=text], textarea').first();
    await input.fill(text);
  }

  /** What a field of one line or of plain text holds. */
  value(path: string): Promise<string> {
    return this.field(path).locator('input[type=text], textarea').first().inputValue();
  }

  /** Waits until a field holds a text: one that somebody else types, or that the lake gives back. */
  async whenValue(path: string, text: string): Promise<void> {
    const input = this.field(path).locator('input[type=text], textarea').first();
    await until(
      async () => (await input.inputValue()) === text,
      () => `“${path}” never held “${text}”.`,
    );
  }

  /** Waits until a field has the caret. */
  async whenFocused(path: string, timeout?: number): Promise<void> {
    await this.field(path)
      .locator(':focus')
      .waitFor(timeout === undefined ? {} : { timeout });
  }

  /** Waits until a Portable Text editor shows a text, wherever another person's caret stands in it. */
  async whenText(path: string, text: string): Promise<void> {
    await until(
      async () => (await this.#text(path)).includes(text),
      async () => `“${path}” never held “${text}”, but “${await this.#text(path)}”.`,
    );
  }

  async #text(path: string): Promise<string> {
    const shown = await this.field(path).getByRole('textbox').last().innerText();
    return shown
      .replace(/\n?\uFEFF/g, '')
      .replace(/\s+/g, ' ')
      .trim();
  }

  /** The picture of someone else who has this document open. */
  presenceOf(name: string): Locator {
    return this.page.getByTestId('document-level-presence').locator(`[title="${name}"]`);
  }

  async generateSlug(): Promise<void> {
    await this.field('slug').getByRole('button', { name: 'Generate' }).click();
  }

  /** Writes at the end of a Portable Text editor. */
  async write(path: string, text: string): Promise<void> {
    await this.placeCaret(path, 'end');
    await this.page.keyboard.type(text);
  }

  /** Writes into the only Portable Text editor of a form, such as a callout's. */
  async writeIn(form: Locator, text: string): Promise<void> {
    await this.#clickInto(form.getByTestId('pt-editor').getByRole('textbox').last(), 'end');
    await this.page.keyboard.type(text);
  }

  /** Replaces all that a Portable Text editor holds. It may set the caret back between the two keys. */
  async rewrite(path: string, text: string): Promise<void> {
    await insist(
      async () => {
        await this.placeCaret(path, 'start');
        await this.page.keyboard.press('ControlOrMeta+A');
        await this.page.keyboard.type(text);
      },
      async () => (await this.#text(path)) === text,
    );
  }

  /**
   * Puts the caret where the text begins or ends, by the mouse alone: the editor notes where a click was at once, but
   * where keys led to only a moment later, and until then it may set the caret back.
   */
  async placeCaret(path: string, place: 'start' | 'end'): Promise<void> {
    await this.#clickInto(this.field(path).getByRole('textbox').last(), place);
  }

  async #clickInto(editor: Locator, place: 'start' | 'end'): Promise<void> {
    // The Studio puts another editor in its place once it has connected, and that may be now.
    await until(
      () =>
        editor.scrollIntoViewIfNeeded().then(
          () => true,
          () => false,
        ),
      () => 'The editor never came into view.',
    );
    const blocks = editor.getByTestId('text-block__text');
    const block = place === 'start' ? blocks.first() : blocks.last();
    // An editor that nobody uses lets the mouse wheel pass, until it is clicked.
    await insist(
      () => block.click({ force: true, ...soon }),
      () => editor.evaluate((element) => element.contains(document.activeElement)),
    );
    const { width, height } = (await block.boundingBox()) ?? { width: 1, height: 1 };
    await block.click({ position: place === 'start' ? { x: 1, y: 8 } : { x: width - 2, y: height - 6 } });
  }

  /** Chooses the document of a reference by searching for it. */
  async chooseReference(path: string, search: string): Promise<void> {
    await this.#choose(this.page.locator(`[id="${path}"]`), search);
  }

  /** Adds an item to a list of references, and chooses its document. */
  async addReference(path: string, search: string): Promise<void> {
    const list = this.field(path);
    await list.getByRole('button', { name: 'Add item' }).click();
    await this.#choose(list.getByTestId('autocomplete'), search);
  }

  async #choose(input: Locator, search: string): Promise<void> {
    await input.fill(search);
    // The list of documents beside the form has options too.
    await this.page.locator('[data-ui="Popover"]').getByRole('option').filter({ hasText: search }).first().click();
  }

  /** Uploads an image, and waits until it is shown. */
  async uploadImage(path: string, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
    const field = this.page.locator(`[id="${path}"]`);
    await field.locator('input[type=file]').first().setInputFiles(file);
    await field.locator('img').first().waitFor();
  }

  /** Cuts a quarter of an image away at its left, in the Studio's own dialogue. */
  async cropLeft(path: string): Promise<void> {
    await this.page.locator(`[id="${path}"]`).getByTestId('options-menu-edit-details').click();
    const dialog = this.page.getByRole('dialog');
    const box = await whereItRests(dialog.locator('rect[data-handle="crop"][tabindex]'));
    await this.page.mouse.move(box.x - 2, box.y + box.height / 2);
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + box.width / 4, box.y + box.height / 2, { steps: 5 });
    await this.page.mouse.up();
    await dialog.getByRole('button', { name: 'Close dialog' }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  get publishButton(): Locator {
    return this.page.getByTestId('action-publish');
  }

  /**
   * Publishes, and waits until the Studio says that it is done. On a busy machine the Studio may still be checking what
   * was there a moment ago, finds something missing that is there by now, and gives up with a notice: whoever sees that
   * nothing was sent presses again. Pressed while the lake is at it, the Studio would give the first request up.
   */
  async publish(): Promise<void> {
    await this.whenPublishing({ isOffered: true });
    let isSent = false;
    const note = (request: Request) => {
      isSent ||= isAction(request, 'publish');
    };
    this.page.on('request', note);
    await this.#untilAnswered('publish', () => pressUntil(this.publishButton, async () => isSent));
    this.page.off('request', note);
    const said = async () => (await this.page.getByTestId('pane-footer').allInnerTexts()).join(' ');
    await until(
      async () => /published (?:just now|\d+ (?:sec|min))/i.test(await said()),
      async () => `The Studio never said that it published, but “${await said()}”.`,
    );
  }

  /** Waits until the Studio has checked the document and offers to publish it, or doesn't. */
  async whenPublishing({ isOffered }: { isOffered: boolean }): Promise<void> {
    const isReached = async () => (await this.publishButton.isEnabled()) === isOffered;
    await until(isReached, () => `Publishing is ${isOffered ? 'not' : 'still'} offered.`);
  }

  /** Opens the list of what is wrong with the document. */
  async showProblems(): Promise<void> {
    await this.page.getByRole('button', { name: 'Validation' }).click();
  }

  /** Unpublishing is offered where the published document is looked at. */
  async unpublish(): Promise<void> {
    const agree = this.page.getByRole('dialog').getByRole('button', { name: 'Unpublish' });
    await this.page.getByTestId('document-header-Published-chip').click();
    await pressUntilShown(this.page.getByTestId('action-unpublish'), agree);
    await this.#untilAnswered('unpublish', () => confirm(agree));
    await this.page.getByRole('dialog').waitFor({ state: 'detached' });
  }

  async discardChanges(): Promise<void> {
    await this.#untilAnswered('discard', () => this.#documentAction('action-Discardchanges'));
  }

  async deleteDocument(): Promise<void> {
    await this.#untilAnswered('delete', () => this.#documentAction('action-Delete'));
  }

  /**
   * Takes steps, and waits for the lake's answer to the action that comes of them: the Studio closes its dialogues
   * before it, and says “published” when it hears of the commit. Only who has the answer is promised that readers see
   * it.
   */
  async #untilAnswered(action: string, steps: () => Promise<void>): Promise<void> {
    const isAnswer = (answer: Response) => isAction(answer.request(), action);
    await Promise.all([this.page.waitForResponse(isAnswer, { timeout: patienceMs }), steps()]);
  }

  /** Does what the menu beside the publish button offers, and agrees to it. */
  async #documentAction(testId: string): Promise<void> {
    const menu = this.page.getByTestId('pane-footer').getByTestId('action-menu-button');
    const agree = this.page.getByTestId('confirm-button');
    await choose(menu, this.page.getByTestId(testId), agree);
    await confirm(agree);
  }

  async #form(): Promise<void> {
    await this.page.getByTestId('form-view').waitFor();
  }
}

function isAction(request: Request, action: string): boolean {
  return (request.postData() ?? '').includes(`.${action}"`);
}

/** Where something is once it moves no more: a tool that was just opened measures its room anew. */
async function whereItRests(thing: Locator): Promise<Box> {
  let last: Box | null = null;
  await until(
    async () => {
      const before = last;
      last = await thing.boundingBox();
      await thing.page().waitForTimeout(100);
      return last !== null && JSON.stringify(last) === JSON.stringify(before);
    },
    () => 'It never came to rest.',
  );
  if (last === null) throw new Error('It is not there.');
  return last;
}

type Box = { x: number; y: number; width: number; height: number };
