import { parseArgs } from 'node:util';
import { PlainError } from '../errors.ts';

/** The options of all commands. */
export type Options = {
  name?: string;
  email?: string;
  role?: string;
  label?: string;
  'if-empty'?: boolean;
  replace?: boolean;
  missing?: boolean;
  force?: boolean;
  dataset?: string;
  types?: string;
  drafts?: boolean;
  assets?: boolean;
  raw?: boolean;
  url?: string;
  on?: string;
  filter?: string;
  projection?: string;
  method?: string;
  header?: string[];
  secret?: string;
  versions?: boolean;
  credentials?: boolean;
  since?: string;
  json?: boolean;
  studio?: string;
  project?: string;
  title?: string;
  plain?: boolean;
};

export function parseCommand(args: string[]): { words: string[]; options: Options } {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      allowNegative: true,
      options: {
        name: { type: 'string' },
        email: { type: 'string' },
        role: { type: 'string' },
        label: { type: 'string' },
        'if-empty': { type: 'boolean' },
        replace: { type: 'boolean' },
        missing: { type: 'boolean' },
        force: { type: 'boolean' },
        dataset: { type: 'string' },
        types: { type: 'string' },
        drafts: { type: 'boolean' },
        assets: { type: 'boolean' },
        raw: { type: 'boolean' },
        url: { type: 'string' },
        on: { type: 'string' },
        filter: { type: 'string' },
        projection: { type: 'string' },
        method: { type: 'string' },
        header: { type: 'string', multiple: true },
        secret: { type: 'string' },
        versions: { type: 'boolean' },
        credentials: { type: 'boolean' },
        since: { type: 'string' },
        json: { type: 'boolean' },
        studio: { type: 'string' },
        project: { type: 'string' },
        title: { type: 'string' },
        plain: { type: 'boolean' },
      },
    });
    return { words: positionals, options: values };
  } catch (error) {
    throw new PlainError(error instanceof Error ? error.message : String(error));
  }
}
