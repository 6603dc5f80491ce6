import type { Locator, Page } from 'playwright-core';
import { choose, confirm, insist, pressUntilShown, soon } from './insist.ts';
import { until } from './until.ts';

/** Page object for the Studio's releases tool. */
export class Releases {
  readonly #page: Page;
  readonly #studioUrl: string;

  constructor(page: Page, studioUrl: string) {
    this.#page = page;
    this.#studioUrl = studioUrl;
  }

  /** Creates a release, and returns its id from the Studio's URL. */
  async create(title: string): Promise<string> {
    await this.#page.goto(`${this.#studioUrl}/releases`);
    await until(
      () => this.#submitNew(title),
      () => 'The Studio never made the release.',
    );
    const id = /\/releases\/(\w+)/.exec(this.#page.url())?.[1];
    if (id === undefined) throw new Error(`There is no release at ${this.#page.url()}.`);
    return id;
  }

  /** Opens the dialogue again if it is gone: the tool closes one that was opened while it was still loading. */
  async #submitNew(title: string): Promise<boolean> {
    const name = this.#page.getByTestId('release-form-title');
    // The previous attempt created the release, but timed out before the URL changed.
    if (/\/releases\/\w+/.test(this.#page.url())) return true;
    try {
      if (!(await name.isVisible())) {
        await this.#page.getByRole('button', { name: 'New release' }).first().press('Enter', soon);
      }
      await name.fill(title, soon);
      await this.#page.getByTestId('submit-release-button').press('Enter', soon);
      await this.#page.waitForURL(/\/releases\/\w+/, soon);
      return true;
    } catch {
      return false;
    }
  }

  async open(id: string): Promise<void> {
    await this.#page.goto(`${this.#studioUrl}/releases/${id}`);
    await this.#page.getByTestId('release-menu-button').waitFor();
  }

  /** Opens a document in the release's perspective, whether the release has a version of it or not. */
  async openDocument(release: string, type: string, id: string): Promise<void> {
    await this.#page.goto(`${this.#studioUrl}/intent/edit/id=${id};type=${type}/?perspective=${release}`);
    await this.#page.getByTestId('form-view').waitFor();
  }

  /** Adds a version of the open document to the release. */
  async addOpenDocument(): Promise<void> {
    await confirm(this.#page.getByRole('button', { name: 'Add to release' }));
  }

  async publish(): Promise<void> {
    await pressUntilShown(this.#publishAll, this.#confirm);
    await confirm(this.#confirm);
    await this.#page.getByTestId('revert-button').waitFor();
  }

  /** Reverts a published release immediately. */
  async revert(): Promise<void> {
    await pressUntilShown(this.#page.getByTestId('revert-button'), this.#confirm);
    const atOnce = this.#page.locator('#immediate-revert-release');
    await insist(
      () => atOnce.press('Space'),
      () => atOnce.isChecked(),
    );
    await confirm(this.#confirm);
  }

  async archive(): Promise<void> {
    await this.#choose('archive-release-menu-item', this.#confirm);
    await confirm(this.#confirm);
    // The dialogue closes before the tool has received the release's new state.
    await this.#publishAll.waitFor({ state: 'detached' });
  }

  async unarchive(): Promise<void> {
    await this.#choose('unarchive-release-menu-item', this.#publishAll);
  }

  async showActivity(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Activity' }).press('Enter');
  }

  /** A line of the activity feed. */
  activity(text: string): Locator {
    return this.#page.getByText(text).locator('visible=true').first();
  }

  get #publishAll(): Locator {
    return this.#page.getByTestId('publish-all-button');
  }

  get #confirm(): Locator {
    return this.#page.getByTestId('confirm-button');
  }

  #choose(item: string, outcome: Locator): Promise<void> {
    return choose(this.#page.getByTestId('release-menu-button'), this.#page.getByTestId(item), outcome);
  }
}

/** Page object for scheduling the open draft. */
export class ScheduledDraft {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** @param time as the Studio writes it, such as `Nov 22, 2026 21:05` */
  async schedule(time: string): Promise<void> {
    await this.#choose('action-Schedulepublish');
    await this.#page.getByTestId('date-input').fill(time);
    await this.#page.getByTestId('date-input').press('Enter');
    await confirm(this.#confirm);
    await this.#page.waitForURL(/scheduledDraft/);
    await this.notice.waitFor();
  }

  /** The banner above the form, which is read-only until then. */
  get notice(): Locator {
    return this.#page.getByText('Scheduled to be published on');
  }

  async publishNow(): Promise<void> {
    await this.#choose('action-Publishnow');
    await confirm(this.#confirm);
  }

  /** Cancels the schedule; the draft stays. */
  async cancel(): Promise<void> {
    await this.#choose('action-Deleteschedule');
    await confirm(this.#confirm);
  }

  get #confirm(): Locator {
    return this.#page.getByRole('dialog').getByTestId('confirm-button');
  }

  #choose(item: string): Promise<void> {
    const menu = this.#page.getByTestId('pane-footer').getByTestId('action-menu-button');
    return choose(menu, this.#page.getByTestId(item), this.#confirm);
  }
}
