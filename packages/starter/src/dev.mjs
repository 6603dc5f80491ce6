import { nodeIsNewEnough } from './node-version.mjs';

if (nodeIsNewEnough()) {
  void import('./program.mjs').then(async ({ runProgram }) => {
    const { startServices } = await import('./start-services.mjs');
    await runProgram((tools) => startServices('dev', tools));
  });
}
