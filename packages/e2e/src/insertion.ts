import type { Locator, Page } from 'playwright-core';

/** What a Portable Text editor may hold beside words. */
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

  /** Inserts a citation at the caret, and chooses its work. */
  async citation(field: Locator, search: string): Promise<void> {
    await this.#choose(field, 'Citation');
    // The buttons above it are hidden while the Studio takes it for scrolled away; two clicks on itself open it too.
    await field.getByTestId('inline-preview').first().dblclick();
    await this.#page.locator('input[id$=".reference"]').fill(search);
    await this.#page.getByRole('option').filter({ hasText: search }).first().click();
    // It is in the document once the text shows it; only then would publishing take it along.
    await field.getByTestId('inline-preview').filter({ hasText: search }).first().waitFor();
    await this.#page.keyboard.press('Escape');
  }

  async close(form: Locator): Promise<void> {
    await form.getByRole('button', { name: 'Close dialog' }).click();
    await form.waitFor({ state: 'detached' });
  }

  /** Where the window is narrow, some names are in a menu. */
  async #choose(field: Locator, name: string): Promise<void> {
    const inMenu = this.#page.getByRole('menuitem', { name });
    const inToolbar = field.locator(`button[aria-label^="Insert ${name} "]`).locator('visible=true');
    await field.getByTestId('insert-menu-button').locator('visible=true').click();
    await inMenu.or(inToolbar).first().click();
  }
}
