// `node packages/starter/src/tasks.mjs build types`: runs tasks of all workspaces, without telemetry.
import { nodeIsNewEnough } from './node-version.mjs';

if (nodeIsNewEnough()) {
  void import('./program.mjs').then(async ({ runProgram }) => {
    const { runTasks } = await import('./turbo.mjs');
    await runProgram(runTasks);
  });
}
