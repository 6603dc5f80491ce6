import { failures } from '@bodytext/e2e/outage/behaviour';
import { outage as runOutage } from '@bodytext/e2e/outage/outage';
import { rebuildSite } from '@bodytext/e2e/outage/scene';
import { inMilliseconds, inSeconds, type Row } from '@bodytext/measure/measure';

const minutes = 5;

/** Checks every response of the site while its lake fails in one way after the other, with the harness of `e2e`. */
export async function outage(): Promise<Row[]> {
  await rebuildSite();
  const each = (minutes * 60_000) / failures.length;
  const outcome = await runOutage({ each, most: Number.POSITIVE_INFINITY, withRebuild: true });
  const { asked, wrong, ways, addresses, slowestMs, backAfterMs } = outcome;
  const [first] = wrong;
  const right = `${asked - wrong.length} of ${asked}`;
  return [
    {
      name: `answers right over ${minutes} minutes in which the lake fails in ${ways.length} ways, through restart and rebuild`,
      value: first === undefined ? right : `${right}, wrong such as ${first}`,
      bar: { text: 'all', met: wrong.length === 0 && asked >= addresses * ways.length },
    },
    { name: 'addresses asked for, images in every size among them', value: String(addresses) },
    { name: 'the slowest answer of them all', value: inMilliseconds(slowestMs) },
    { name: 'from the lake’s return until every page is right again', value: inSeconds(backAfterMs) },
  ];
}
