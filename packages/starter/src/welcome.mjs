import { relative } from 'node:path';
import { root } from './config.mjs';

/**
 * Prints the addresses and the sign-in link.
 * @param {import('./report.mjs').Report} report
 * @param {import('./config.mjs').Config} config
 * @param {string | undefined} link
 */
export function welcome(report, config, link) {
  const { site, studio, lake } = config.urls;
  const seconds = (performance.now() / 1000).toFixed(1);
  const logs = relative(root, config.dataDir).startsWith('..') ? config.dataDir : relative(root, config.dataDir);

  report.line(`\n  ${report.bold('Ready')} in ${seconds} s\n`);
  report.line(`  Site    ${site}`);
  report.line(`  Studio  ${studio}`);
  report.line(`  Lake    ${config.hosted ? 'hosted by Sanity' : lake}`);
  if (link) {
    report.line('\n  Sign in to the Studio with this link; it works once, within 15 minutes:');
    report.line(`  ${report.bold(link)}`);
  } else if (!config.hosted) {
    report.line('\n  For a sign-in link: npm run lake -- user link --email YOUR-ADDRESS');
  }
  report.line(`\n  ${report.faint(`Ctrl-C stops everything. Logs are in ${logs}/logs.`)}\n`);
}
