import { nodeIsNewEnough } from './node-version.mjs';

if (nodeIsNewEnough()) {
  void import('./program.mjs').then(async ({ runProgram }) => {
    const { openNewsroom } = await import('./newsroom.mjs');
    await runProgram((tools) => openNewsroom('start', tools));
  });
}
