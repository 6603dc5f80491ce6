import type { Locator, Page } from 'playwright-core';
import { confirm } from './insist.ts';

/** Page object for the comments beside a document's form. */
export class Comments {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Opens the list of comments, and dismisses the introduction that the Studio shows the first time. */
  async open(): Promise<void> {
    await this.#page.getByTestId('document-pane').getByRole('button', { name: 'Comments', exact: true }).click();
    await this.dismissIntroduction();
  }

  async dismissIntroduction(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Got it' }).click();
  }

  /** Comments on a field, with an optional mention at the end. */
  async addTo(field: Locator, text: string, mention?: string): Promise<void> {
    // The button is shown on hover only.
    await field.hover();
    await field.getByRole('button', { name: 'Add comment' }).click();
    await this.#page.getByTestId('comment-input-editable').last().click();
    await this.#page.keyboard.type(text);
    if (mention !== undefined) await this.#mention(mention);
    await this.#page.getByTestId('comment-input-send-button').last().click();
  }

  /** Double-clicks at the start of a text's first line, and comments on the word that this selects. */
  async addToFirstWord(field: Locator, text: string): Promise<void> {
    const block = field.getByTestId('text-block__text').first();
    await block.dblclick({ position: { x: 10, y: 8 } });
    await this.#page.getByTestId('inline-comment-button').click();
    await this.#page.getByTestId('comment-input-editable').last().click();
    await this.#page.keyboard.type(text);
    await this.#page.getByTestId('comment-input-send-button').last().click();
  }

  async #mention(name: string): Promise<void> {
    await this.#page.keyboard.type(` @${name}`);
    const menu = this.#page.getByTestId('comments-mentions-menu');
    await menu.getByText(name, { exact: true }).waitFor();
    await this.#page.keyboard.press('Enter');
    await menu.waitFor({ state: 'detached' });
  }

  /** A thread with a comment or reply that holds a text. */
  thread(text: string): Locator {
    return this.#page.getByTestId('comments-list-item').filter({ hasText: text });
  }

  /** The quoted words that a thread refers to. */
  quoteOf(text: string): Locator {
    return this.thread(text).getByTestId('comments-list-item-referenced-value');
  }

  async reply(to: string, text: string): Promise<void> {
    await this.thread(to).getByTestId('comment-input-editable').click();
    await this.#page.keyboard.type(text);
    await this.thread(to).getByTestId('comment-input-send-button').click();
    await this.thread(text).waitFor();
  }

  async react(to: string, reaction: string): Promise<void> {
    await this.#hover(to);
    await this.#comment(to).getByRole('button', { name: 'Add reaction' }).first().click();
    await this.#page.getByRole('menuitem', { name: `React with ${reaction}` }).click();
  }

  /** The items of a comment's menu, such as “Edit comment”. */
  async menu(of: string): Promise<string[]> {
    await this.#openMenu(of);
    const items = this.#page.getByRole('menuitem');
    await items.first().waitFor();
    const names = await items.allInnerTexts();
    await this.#page.keyboard.press('Escape');
    await items.first().waitFor({ state: 'detached' });
    return names;
  }

  /** Appends to a comment. */
  async edit(comment: string, more: string): Promise<void> {
    await this.#openMenu(comment);
    await this.#page.getByRole('menuitem', { name: 'Edit comment' }).click();
    // The input is focused a moment after it is shown; keys pressed before that are lost.
    await this.#comment(comment).getByTestId('comment-input-editable').and(this.#page.locator(':focus')).waitFor();
    await this.#page.keyboard.press('End');
    await this.#page.keyboard.type(more);
    await this.#comment(comment).getByTestId('comment-input-send-button').first().click();
  }

  /** Deletes a comment, with the replies to it. */
  async delete(comment: string): Promise<void> {
    await this.#openMenu(comment);
    await this.#page.getByRole('menuitem', { name: 'Delete comment' }).click();
    await confirm(this.#page.getByRole('dialog').getByRole('button', { name: /^Delete/ }));
  }

  async resolve(comment: string): Promise<void> {
    await this.#hover(comment);
    await this.#comment(comment).getByTestId('comments-list-item-status-button').first().click();
  }

  /** Lists the comments that are “Open” or “Resolved”. */
  async show(status: 'Open' | 'Resolved'): Promise<void> {
    await this.#page.locator('#comment-status-menu-button').click();
    await this.#page.getByRole('menuitem', { name: status }).click();
  }

  #comment(text: string): Locator {
    return this.#page.getByTestId('comments-list-item-layout').filter({ hasText: text });
  }

  async #hover(text: string): Promise<void> {
    await this.#comment(text).getByText(text).first().hover();
  }

  async #openMenu(text: string): Promise<void> {
    await this.#hover(text);
    await this.#comment(text).getByRole('button', { name: 'Open comment actions menu' }).click();
  }
}
