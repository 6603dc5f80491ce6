import type { Locator, Page } from 'playwright-core';
import { choose, confirm, insist, pressUntilShown, soon } from './insist.ts';

/** Page object for the history of the open document. */
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

  /** A timeline entry, such as “Edited”, optionally by one person. */
  entry(what: string, who?: string): Locator {
    const entries = this.#page.getByTestId('timeline-item-button').filter({ hasText: what });
    return who === undefined ? entries : entries.filter({ has: this.#page.locator(`[title="${who}"]`) });
  }

  async reviewChanges(): Promise<void> {
    await this.#page.getByRole('tab', { name: 'Review changes' }).click();
  }

  /** The removed and added words in a field's diff. */
  changeOf(title: string): { removed: Locator; added: Locator } {
    const field = this.#page.locator(
      `#review-panel :has(> [data-ui="Breadcrumbs"] [title="${title}"]) [data-ui="field-diff-inspect-wrapper"]`,
    );
    return { removed: field.locator('del'), added: field.locator('ins') };
  }

  /** Shows the revision of the latest such entry in the form. */
  async show(what: string): Promise<void> {
    await this.#page.getByRole('tab', { name: 'History' }).click();
    await insist(
      () => this.entry(what).first().click(soon),
      () => this.#revert.isVisible(),
    );
  }

  /** Makes the revision that is shown the draft. */
  async restore(): Promise<void> {
    const agree = this.#page.getByTestId('confirm-popover-confirm-button');
    await pressUntilShown(this.#revert, agree);
    await confirm(agree);
  }

  get #revert(): Locator {
    return this.#page.getByTestId('action-reverttorevision');
  }
}
