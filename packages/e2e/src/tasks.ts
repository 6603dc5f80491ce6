import type { Locator, Page } from 'playwright-core';
import { choose } from './insist.ts';

/** Page object for the tasks panel, on the Studio's right. */
export class Tasks {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async open(): Promise<void> {
    await this.#page.getByTestId('tasks-toolbar').click();
  }

  /** Creates a task for the open document. */
  async create(title: string, assignee: string): Promise<void> {
    await this.#page.getByRole('button', { name: 'New task', exact: true }).click();
    await this.#page.getByPlaceholder('Task title').fill(title);
    await this.#page.getByText('Select assignee').click();
    await this.#page.getByRole('menuitem').filter({ hasText: assignee }).click();
    await this.#page.getByRole('button', { name: 'Create Task' }).click();
    await this.listed(title).waitFor();
  }

  /** Shows one of the lists: “Assigned”, “Subscribed” or “Active Document”. */
  async showList(name: string): Promise<void> {
    await this.#page.getByRole('button', { name, exact: true }).click();
  }

  listed(title: string): Locator {
    return this.#page.getByTestId('tasks-list-item').filter({ hasText: title });
  }

  async openTask(title: string): Promise<void> {
    await this.listed(title).getByText(title).click();
    await this.#page.locator('#edit-task-menu').waitFor();
  }

  /** The button that shows the task's status, such as “To Do”, and changes it. */
  status(name: string): Locator {
    return this.#page.getByRole('button', { name, exact: true });
  }

  async comment(text: string): Promise<void> {
    await this.#page.getByTestId('comment-input-editable').last().click();
    await this.#page.keyboard.type(text);
    await this.#page.getByTestId('comment-input-send-button').last().click();
  }

  async close(): Promise<void> {
    await choose(this.status('To Do'), this.#page.getByRole('menuitem', { name: 'Done' }), this.status('Done'));
  }

  /** From a task back to the lists. */
  async back(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Tasks', exact: true }).last().click();
  }
}
