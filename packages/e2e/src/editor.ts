import type { Locator, Page, Request, Response } from 'playwright-core';
import { choose, confirm, insist, pressUntil, pressUntilShown, soon } from './insist.ts';
import { patienceMs, until } from './until.ts';

/** Page object for the Studio's document forms, used by mouse and keyboard. */
export class Editor {
  readonly page: Page;
  readonly #studioUrl: string;

  constructor(page: Page, studioUrl: string) {
    this.page = page;
    this.#studioUrl = studioUrl;
    // Playwright's default of 30 seconds is too short on a busy machine.
    page.setDefaultTimeout(patienceMs);
  }

  /** Signs in with a link such as `npm start` prints. */
  async signIn(link: string): Promise<void> {
    await this.page.goto(link);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
    await this.page.getByTestId('studio-navbar').waitFor();
  }

  /** Opens an empty form. The Studio creates the draft with the first edit. */
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

  /** The published document's id, from the Studio's URL. */
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

  /** The value of a string or plain text field. */
  value(path: string): Promise<string> {
    return this.field(path).locator('input[type=text], textarea').first().inputValue();
  }

  /** Waits for a field's value, such as one that another editor types or that the lake returns. */
  async whenValue(path: string, text: string): Promise<void> {
    const input = this.field(path).locator('input[type=text], textarea').first();
    await until(
      async () => (await input.inputValue()) === text,
      () => `“${path}” never held “${text}”.`,
    );
  }

  /** Waits until a field has the focus. */
  async whenFocused(path: string, timeout?: number): Promise<void> {
    await this.field(path)
      .locator(':focus')
      .waitFor(timeout === undefined ? {} : { timeout });
  }

  /** Waits until a Portable Text editor shows a text; another person's caret within it is ignored. */
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

  /** The avatar of another person who has this document open. */
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

  /** Replaces the whole text. Repeats it, since the editor may reset the selection between the two key presses. */
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
   * Puts the caret at the start or end of the text, by mouse: the editor stores a click's selection at once, but a key
   * press's only a moment later, and may reset the caret until then.
   */
  async placeCaret(path: string, place: 'start' | 'end'): Promise<void> {
    await this.#clickInto(this.field(path).getByRole('textbox').last(), place);
  }

  async #clickInto(editor: Locator, place: 'start' | 'end'): Promise<void> {
    // The Studio replaces the editor's element when it has connected, which detaches this one.
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
    // An inactive editor is covered by an overlay that a first click removes; hence `force`.
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
    // Only in the popover: the document list beside the form has options too.
    await this.page.locator('[data-ui="Popover"]').getByRole('option').filter({ hasText: search }).first().click();
  }

  /** Uploads an image, and waits until it is shown. */
  async uploadImage(path: string, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
    const field = this.page.locator(`[id="${path}"]`);
    await field.locator('input[type=file]').first().setInputFiles(file);
    await field.locator('img').first().waitFor();
  }

  /** Crops a quarter off an image's left side, in the Studio's dialogue. */
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
   * Publishes, and waits until the Studio says that it is done. On a busy machine the Studio may still be validating an
   * older state and refuse to publish, so the button is pressed again until a request is sent, but not after that: a
   * second press would abort the request.
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

  /** Waits until validation has enabled or disabled the publish button. */
  async whenPublishing({ isOffered }: { isOffered: boolean }): Promise<void> {
    const isReached = async () => (await this.publishButton.isEnabled()) === isOffered;
    await until(isReached, () => `Publishing is ${isOffered ? 'not' : 'still'} offered.`);
  }

  /** Opens the list of validation issues. */
  async showProblems(): Promise<void> {
    await this.page.getByRole('button', { name: 'Validation' }).click();
  }

  /** The Studio offers this in the published perspective only. */
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
   * Takes steps, and waits for the lake's response to the action that they send. The Studio closes its dialogues before
   * that, and says “published” as soon as the mutation event arrives; but the lake promises that readers see the change
   * only with its response.
   */
  async #untilAnswered(action: string, steps: () => Promise<void>): Promise<void> {
    const isAnswer = (answer: Response) => isAction(answer.request(), action);
    await Promise.all([this.page.waitForResponse(isAnswer, { timeout: patienceMs }), steps()]);
  }

  /** Chooses an action from the menu beside the publish button, and confirms it. */
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

/** An element's bounding box once it is stable: a dialogue measures its layout again after it opens. */
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
