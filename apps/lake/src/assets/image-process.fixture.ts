import { imageJob } from './image-job.ts';

/** A fake image process, which fails in the ways of a decoder with a malicious image. */
process.on('disconnect', () => process.exit());
process.on('message', (message) => {
  const { from } = imageJob.parse(message);
  if (from === 'break the decoder') process.kill(process.pid, 'SIGKILL');
  if (from === 'leave by the back door') process.exit(0);
  if (from === 'fail') process.send?.({ failed: 'VipsForeignLoad: /srv/secret/path: no such thing' });
  if (from === 'speak nonsense') process.send?.('nonsense');
  if (from === 'tell the process') process.send?.({ done: process.pid });
});
