import type { Locator, Page } from 'playwright-core';
import { choose, confirm, insist, pressUntilShown, soon } from './insist.ts';

/** The history of the document that is open in the Studio. */
export class History {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async open(): Promise<void> {
    const menu = this.#page.getByTestId('document-pane').getByTestId('pane-context-menu-button');
    const entries = this.#page.getByTestId('timeline-item-button');
    await choose(menu, this.#page.getByTestId('action-history'), entries.first());
  }

  /** What was done, such as “Edited”, and by whom. */
  entry(what: string, who?: string): Locator {
    const entries = this.#page.getByTestId('timeline-item-button').filter({ hasText: what });
    return who === undefined ? entries : entries.filter({ has: this.#page.locator(`[title="${who}"]`) });
  }

  async reviewChanges(): Promise<void> {
    await this.#page.getByRole('tab', { name: 'Review changes' }).click();
  }

  /** How a field's text differs. */
  changeOf(title: string): { removed: Locator; added: Locator } {
    const field = this.#page.locator(
      `#review-panel :has(> [data-ui="Breadcrumbs"] [title="${title}"]) [data-ui="field-diff-inspect-wrapper"]`,
    );
    return { removed: field.locator('del'), added: field.locator('ins') };
  }

  /** Shows the document as it was then, in the form; of several such entries at the latest. */
  async show(what: string): Promise<void> {
    await this.#page.getByRole('tab', { name: 'History' }).click();
    await insist(
      () => this.entry(what).first().click(soon),
      () => this.#revert.isVisible(),
    );
  }

  /** Makes what is shown the draft. */
  async restore(): Promise<void> {
    const agree = this.#page.getByTestId('confirm-popover-confirm-button');
    await pressUntilShown(this.#revert, agree);
    await confirm(agree);
  }

  get #revert(): Locator {
    return this.#page.getByTestId('action-reverttorevision');
  }
}
