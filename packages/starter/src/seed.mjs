import { lakeCommand } from './services.mjs';

/**
 * Imports the demo into an empty database, before the lake opens it. The lake's command checks whether it is empty.
 * @param {import('./children.mjs').Children} children
 * @param {import('./config.mjs').Config} config
 * @returns {Promise<string>} a sentence for the report
 */
export async function seedDemo(children, config) {
  await children.run(lakeCommand('The import of the demo', ['import', 'packages/demo/dataset', '--if-empty'], config));
  return 'The database is ready';
}
