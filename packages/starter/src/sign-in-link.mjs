import { lakeCommand } from './services.mjs';

/** The administrator that the lake creates at its first start. */
const administrator = 'editor@localhost';

/**
 * A new single-use sign-in link, or undefined if that administrator was deleted.
 * @param {import('./children.mjs').Children} children
 * @param {import('./config.mjs').Config} config
 */
export async function signInLink(children, config) {
  let link = '';
  const made = await children.succeeds({
    ...lakeCommand('The sign-in link', ['user', 'link', '--email', administrator], config),
    // The link is a secret: it must not be logged.
    log: undefined,
    onOutput: (line) => {
      link = line.trim().split(/\s/).at(-1) ?? '';
    },
  });
  return made && link.startsWith('http') ? link : undefined;
}
