import { lakeCommand } from './services.mjs';

/** The administrator whom the lake makes at its first start. */
const administrator = 'editor@localhost';

/**
 * A new single-use sign-in link, or undefined when that administrator is no more.
 * @param {import('./children.mjs').Children} children
 * @param {import('./settings.mjs').Settings} settings
 */
export async function signInLink(children, settings) {
  let link = '';
  const made = await children.succeeds({
    ...lakeCommand('The sign-in link', ['user', 'link', '--email', administrator], settings),
    // The link is a key: it goes to the terminal, and not into a log.
    log: undefined,
    onOutput: (line) => {
      link = line.trim().split(/\s/).at(-1) ?? '';
    },
  });
  return made && link.startsWith('http') ? link : undefined;
}
