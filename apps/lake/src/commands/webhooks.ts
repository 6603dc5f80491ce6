import type { Dataset } from '../dataset.ts';
import type { Environment } from '../environment.ts';
import { asLakeError, PlainError } from '../errors.ts';
import type { Lake } from '../lake.ts';
import { lakeItself } from '../people/actor.ts';
import { mainDataset } from '../project.ts';
import type { LoggedMessage } from '../webhooks/delivery-log.ts';
import { parseDefinition } from '../webhooks/webhook-definition.ts';
import type { Options } from './options.ts';
import { withLake } from './with-lake.ts';

/** Adds a webhook and prints its id, as the last word. A running lake uses it from its next transaction on. */
export function addWebhook(environment: Environment, options: Options): Promise<void> {
  const { name, url, on, filter, projection, method, header = [], secret, drafts, versions } = options;
  if (!name || !url) throw new PlainError('Say which webhook: webhook add --name "Search index" --url https://…');
  const definition = parseDefinition({
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
      console.log(`The webhook was added: ${webhooks.add(definition, lakeItself.id)}`);
    } catch (error) {
      const refusal = asLakeError(error);
      throw refusal ? new PlainError(`The GROQ is not valid: ${refusal.message}`) : error;
    }
  });
}

export function listWebhooks(environment: Environment): Promise<void> {
  return withLake(environment, (lake) => {
    for (const { project, webhooks } of lake.datasets()) {
      for (const { id, definition } of webhooks.list()) {
        const { name, url, on, httpMethod, isDisabledByUser } = definition;
        const state = isDisabledByUser ? ' (disabled)' : '';
        console.log(`${id}  ${name}${state}: ${httpMethod} ${url} on ${on.join(', ')} in ${project.dataset}`);
      }
    }
  });
}

/** Removes a webhook and its queued deliveries. */
export function removeWebhook(environment: Environment, id: string | undefined): Promise<void> {
  return withLake(environment, (lake) => {
    const isRemoved = lake.datasets().some(({ webhooks }) => id !== undefined && webhooks.remove(id));
    if (!isRemoved) throw new PlainError(`There is no webhook ${id ?? 'without an id'}; “webhook list” lists them.`);
    console.log('The webhook was removed.');
  });
}

/** Prints the delivery log of one webhook, or of all, newest first. */
export function listDeliveries(environment: Environment, hook: string | undefined): Promise<void> {
  return withLake(environment, (lake) => {
    for (const { webhooks } of lake.datasets()) {
      for (const message of webhooks.log.messages(hook)) console.log(lineOf(message));
    }
  });
}

/** Requeues a delivery. */
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
