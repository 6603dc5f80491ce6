import { backUp } from './commands/backup.ts';
import { check } from './commands/check.ts';
import { exportDataset } from './commands/export.ts';
import { importDataset } from './commands/import.ts';
import { parseCommand } from './commands/options.ts';
import { peopleCommands, peopleUsage } from './commands/people-commands.ts';
import { restore } from './commands/restore.ts';
import { serve } from './commands/serve.ts';
import { addWebhook, listDeliveries, listWebhooks, removeWebhook, retryDelivery } from './commands/webhooks.ts';
import { readEnvironment } from './environment.ts';
import { PlainError } from './errors.ts';

const usage = `Usage: npm run lake -- COMMAND

  serve                                       start the lake
${peopleUsage}
  import FILE|FOLDER                          import a dataset: .tar.gz, .ndjson or a folder; all of it or nothing;
                                              --if-empty, --replace, --missing, --dataset NAME
  export FILE|FOLDER                          export a dataset: .tar.gz, a folder, or .ndjson (documents only);
                                              --no-drafts, --types a,b, --no-assets, --raw, --dataset NAME
  backup FILE|FOLDER                          put everything into one file, while the lake runs
  restore FILE [--force]                      put a backup in the place of the data folder, while no lake runs
  check                                       check everything stored, and what is published; exits with 1 on damage
  webhook add --name N --url U                send changes to another program; also --on create,update,delete,
                                              --filter GROQ, --projection GROQ, --method M, --header "Name: value",
                                              --secret S, --drafts, --versions, --dataset NAME
  webhook list                                list them
  webhook remove ID                           take one away
  webhook deliveries [ID]                     what was sent, and what came of it
  webhook retry NUMBER [--dataset NAME]       send one delivery again

Roles: administrator, editor, reviewer, marketer, viewer.
Environment: DATA_DIR, LAKE_PORT, LAKE_URL, STUDIO_URL, SITE_URL.`;

/** Runs what the command line says. */
export async function run(args: string[]): Promise<void> {
  const { words, options } = parseCommand(args);
  const environment = readEnvironment(process.env);
  const [first = '', second, third] = words;
  const isTwoWords = ['user', 'token', 'cors', 'webhook'].includes(first) || (first === 'sessions' && second === 'end');
  const command = isTwoWords ? `${first} ${second}` : first;
  const about = peopleCommands[command];
  if (about) return about(environment, options, third);
  switch (command) {
    case 'serve':
      return serve(environment);
    case 'import':
      return importDataset(environment, second, options);
    case 'export':
      return exportDataset(environment, second, options);
    case 'backup':
      return backUp(environment, second);
    case 'restore':
      return restore(environment, second, options);
    case 'check':
      return check(environment);
    case 'webhook add':
      return addWebhook(environment, options);
    case 'webhook list':
      return listWebhooks(environment);
    case 'webhook remove':
      return removeWebhook(environment, third);
    case 'webhook deliveries':
      return listDeliveries(environment, third);
    case 'webhook retry':
      return retryDelivery(environment, third, options);
    default:
      throw new PlainError(usage);
  }
}
