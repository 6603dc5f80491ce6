import { nodeIsNewEnough } from './node-version.mjs';

if (nodeIsNewEnough()) {
  import('./program.mjs').then(async ({ runProgram }) => {
    const { openNewsroom } = await import('./newsroom.mjs');
    await runProgram((tools) => openNewsroom('dev', tools));
  });
}
