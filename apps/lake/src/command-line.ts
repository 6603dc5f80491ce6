import { parseCommand } from './commands/options.ts';
import { peopleUsage } from './commands/people-usage.ts';
import { readConfig } from './config.ts';
import { PlainError } from './errors.ts';
import { startDamageCheck } from './store/damage.ts';
import { storageFailure, storageProblem } from './store/storage-failure.ts';

const usage = `Usage: npm run lake -- COMMAND

  serve                                       start the lake; --studio FOLDER also serves a built Studio, at STUDIO_URL
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

Every command takes --project ID and --title NAME (of a project of your own: “serve --studio FOLDER --project ID”), and
--plain: without the newsroom's rules, for any Studio.

Roles: administrator, editor, reviewer, marketer, viewer.
LakeConfig: DATA_DIR, LAKE_PORT, LAKE_URL, STUDIO_URL, SITE_URL.`;

/** Runs a command. */
export async function run(args: string[]): Promise<void> {
  try {
    await runCommand(args);
  } catch (error) {
    const failure = storageFailure(error);
    if (failure === undefined) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    const advice = storageProblem(error) === 'damaged' ? ' Look at it with: npm run lake -- check' : '';
    throw new PlainError(`${failure.message} (${reason})${advice}`);
  }
}

async function runCommand(args: string[]): Promise<void> {
  const { words, options } = parseCommand(args);
  const config = readConfig(process.env, options);
  const [first = '', second, third] = words;
  const isTwoWords = ['user', 'token', 'cors', 'webhook'].includes(first) || (first === 'sessions' && second === 'end');
  const command = isTwoWords ? `${first} ${second}` : first;
  // Imported on demand: loading the code of all commands would delay the start of a lake.
  switch (command) {
    case 'serve': {
      const damaged = startDamageCheck(config.dataDir);
      return (await import('./commands/serve.ts')).serve(config, options, damaged);
    }
    case 'import':
      return (await import('./commands/import.ts')).importDataset(config, second, options);
    case 'export':
      return (await import('./commands/export.ts')).exportDataset(config, second, options);
    case 'backup':
      return (await import('./commands/backup.ts')).backUp(config, second);
    case 'restore':
      return (await import('./commands/restore.ts')).restore(config, second, options);
    case 'check':
      return (await import('./commands/check.ts')).check(config);
    case 'webhook add':
      return (await import('./commands/webhooks.ts')).addWebhook(config, options);
    case 'webhook list':
      return (await import('./commands/webhooks.ts')).listWebhooks(config);
    case 'webhook remove':
      return (await import('./commands/webhooks.ts')).removeWebhook(config, third);
    case 'webhook deliveries':
      return (await import('./commands/webhooks.ts')).listDeliveries(config, third);
    case 'webhook retry':
      return (await import('./commands/webhooks.ts')).retryDelivery(config, third, options);
    default: {
      const about = (await import('./commands/people-commands.ts')).peopleCommands[command];
      if (about === undefined) throw new PlainError(usage);
      return about(config, options, third);
    }
  }
}
