import { nodeIsNewEnough } from './node-version.mjs';

if (nodeIsNewEnough()) {
  void import('./program.mjs').then(async ({ runProgram }) => {
    const { testEverything } = await import('./test-all.mjs');
    await runProgram(testEverything);
  });
}
