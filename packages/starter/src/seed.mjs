import { lakeCommand } from './services.mjs';

/**
 * Fills an empty database with the demo, while no lake has it open. Whether it is empty, the lake itself decides.
 * @param {import('./children.mjs').Children} children
 * @param {import('./settings.mjs').Settings} settings
 * @returns {Promise<string>} what was done, in words
 */
export async function seedDemo(children, settings) {
  await children.run(
    lakeCommand('The import of the demo', ['import', 'packages/demo/dataset', '--if-empty'], settings),
  );
  return 'The database is ready';
}
