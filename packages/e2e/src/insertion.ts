import type { Locator, Page } from 'playwright-core';

/** Page object for inserting blocks and inline objects into a Portable Text editor. */
export class Insertion {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Inserts a block at the caret, and opens its form. */
  async block(field: Locator, name: string): Promise<Locator> {
    await this.#choose(field, name);
    const form = this.#page.getByTestId('nested-object-dialog');
    await form.waitFor();
    return form;
  }

  /** Inserts a citation at the caret, and chooses its reference. */
  async citation(field: Locator, search: string): Promise<void> {
    await this.#choose(field, 'Citation');
    // Double-click, since the Studio hides the citation's own buttons while it believes it scrolled out of view.
    await field.getByTestId('inline-preview').first().dblclick();
    await this.#page.locator('input[id$=".reference"]').fill(search);
    await this.#page.getByRole('option').filter({ hasText: search }).first().click();
    // The citation is in the document only when the text shows it; publishing before that would lose it.
    await field.getByTestId('inline-preview').filter({ hasText: search }).first().waitFor();
    await this.#page.keyboard.press('Escape');
  }

  async close(form: Locator): Promise<void> {
    await form.getByRole('button', { name: 'Close dialog' }).click();
    await form.waitFor({ state: 'detached' });
  }

  /** In a narrow window some buttons move from the toolbar to a menu. */
  async #choose(field: Locator, name: string): Promise<void> {
    const inMenu = this.#page.getByRole('menuitem', { name });
    const inToolbar = field.locator(`button[aria-label^="Insert ${name} "]`).locator('visible=true');
    await field.getByTestId('insert-menu-button').locator('visible=true').click();
    await inMenu.or(inToolbar).first().click();
  }
}
