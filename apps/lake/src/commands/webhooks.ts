import type { Dataset } from '../dataset.ts';
import type { Environment } from '../environment.ts';
import { asLakeError, PlainError } from '../errors.ts';
import type { Lake } from '../lake.ts';
import { lakeItself } from '../people/actor.ts';
import { mainDataset } from '../project.ts';
import type { LoggedMessage } from '../webhooks/delivery-log.ts';
import { parseSettings } from '../webhooks/settings.ts';
import { openNewsroom } from './open-newsroom.ts';
import type { Options } from './options.ts';

/** Sets a webhook up and prints its id, as the last word. A running lake knows of it at its next transaction. */
export function addWebhook(environment: Environment, options: Options): Promise<void> {
  const { name, url, on, filter, projection, method, header = [], secret, drafts, versions } = options;
  if (!name || !url) throw new PlainError('Say which webhook: webhook add --name "Search index" --url https://…');
  const settings = parseSettings({
    name,
    url,
    on: on?.split(',').map((operation) => operation.trim()),
    filter,
    projection,
    httpMethod: method,
    headers: Object.fromEntries(header.map(parseHeader)),
    secret,
    includeDrafts: drafts,
    includeAllVersions: versions,
  });
  return withLake(environment, (lake) => {
    const { webhooks } = datasetNamed(lake, options.dataset);
    try {
      console.log(`The webhook was added: ${webhooks.add(settings, lakeItself.id)}`);
    } catch (error) {
      const refusal = asLakeError(error);
      throw refusal ? new PlainError(`The GROQ is not valid: ${refusal.message}`) : error;
    }
  });
}

export function listWebhooks(environment: Environment): Promise<void> {
  return withLake(environment, (lake) => {
    for (const { project, webhooks } of lake.datasets()) {
      for (const { id, settings } of webhooks.list()) {
        const { name, url, on, httpMethod, isDisabledByUser } = settings;
        const state = isDisabledByUser ? ' (disabled)' : '';
        console.log(`${id}  ${name}${state}: ${httpMethod} ${url} on ${on.join(', ')} in ${project.dataset}`);
      }
    }
  });
}

/** Takes a webhook away, with everything that still waits to be sent to it. */
export function removeWebhook(environment: Environment, id: string | undefined): Promise<void> {
  return withLake(environment, (lake) => {
    const isRemoved = lake.datasets().some(({ webhooks }) => id !== undefined && webhooks.remove(id));
    if (!isRemoved) throw new PlainError(`There is no webhook ${id ?? 'without an id'}; “webhook list” lists them.`);
    console.log('The webhook was removed.');
  });
}

/** Prints the log of deliveries of one webhook or all, newest first. */
export function listDeliveries(environment: Environment, hook: string | undefined): Promise<void> {
  return withLake(environment, (lake) => {
    for (const { webhooks } of lake.datasets()) {
      for (const message of webhooks.log.messages(hook)) console.log(lineOf(message));
    }
  });
}

/** Sends a message once more. */
export function retryDelivery(environment: Environment, delivery: string | undefined, options: Options): Promise<void> {
  return withLake(environment, (lake) => {
    const { webhooks } = datasetNamed(lake, options.dataset);
    if (!webhooks.retry(Number(delivery)))
      throw new PlainError(`There is no delivery ${delivery ?? 'without a number'}; “webhook deliveries” lists them.`);
    console.log('It will be sent again by the running lake, or when the lake starts.');
  });
}

function lineOf({
  id,
  hook,
  createdAt,
  operation,
  documentId,
  status,
  failureCount,
  resultCode,
}: LoggedMessage): string {
  const result = resultCode === null ? '' : `, last answer ${resultCode}`;
  const failures = failureCount === 0 ? '' : `, ${failureCount} failed`;
  return `${id}  ${createdAt}  ${hook}  ${operation} ${documentId}: ${status}${result}${failures}`;
}

function parseHeader(header: string): [string, string] {
  const [, name, value] = /^([^:]+):\s*(.*)$/.exec(header) ?? [];
  if (name === undefined || value === undefined)
    throw new PlainError(`The header “${header}” is not valid: --header "Authorization: Bearer …".`);
  return [name.trim(), value];
}

function datasetNamed(lake: Lake, name = mainDataset): Dataset {
  const dataset = lake.dataset(name);
  if (!dataset) throw new PlainError(`There is no dataset “${name}”.`);
  return dataset;
}

async function withLake(environment: Environment, work: (lake: Lake) => void): Promise<void> {
  const lake = openNewsroom(environment);
  try {
    work(lake);
  } finally {
    await lake.close();
  }
}
