// Preloaded into every server: ends it when the starter dies, even by SIGKILL, which closes the IPC channel.
// A server's own forks inherit the preload; their channel is to the server, not to the starter.
import { isMainThread } from 'node:worker_threads';

const isStartersChild = process.env.BODYTEXT_STARTER === String(process.ppid);

if (isMainThread && isStartersChild && process.channel) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}
