// `node packages/starter/src/tasks.mjs build types`: the named tasks of all workspaces, with nothing calling home.
import { nodeIsNewEnough } from './node-version.mjs';

if (nodeIsNewEnough()) {
  void import('./program.mjs').then(async ({ runProgram }) => {
    const { runTasks } = await import('./turbo.mjs');
    await runProgram(runTasks);
  });
}
