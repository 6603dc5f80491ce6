import { relative } from 'node:path';
import { root } from './settings.mjs';

/**
 * Says where everything is, and how to get in.
 * @param {import('./report.mjs').Report} report
 * @param {import('./settings.mjs').Settings} settings
 * @param {string | undefined} link
 */
export function welcome(report, settings, link) {
  const { site, studio, lake } = settings.urls;
  const seconds = (performance.now() / 1000).toFixed(1);
  const logs = relative(root, settings.dataDir).startsWith('..') ? settings.dataDir : relative(root, settings.dataDir);

  report.line(`\n  ${report.bold('Ready')} in ${seconds} s\n`);
  report.line(`  Site    ${site}`);
  report.line(`  Studio  ${studio}`);
  report.line(`  Lake    ${settings.hosted ? 'hosted by Sanity' : lake}`);
  if (link) {
    report.line('\n  Sign in to the Studio with this link; it works once, within 15 minutes:');
    report.line(`  ${report.bold(link)}`);
  } else if (!settings.hosted) {
    report.line('\n  For a sign-in link: npm run lake -- user link --email YOUR-ADDRESS');
  }
  report.line(`\n  ${report.faint(`Ctrl-C stops everything. Logs are in ${logs}/logs.`)}\n`);
}
