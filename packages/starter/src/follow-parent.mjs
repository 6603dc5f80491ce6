// Preloaded into every server. A starter that is killed outright can stop nobody, but its end closes this channel.
// What a server forks in turn inherits the preload, and has a channel of its own that is none of our business.
import { isMainThread } from 'node:worker_threads';

const isStartersChild = process.env.BODYTEXT_STARTER === String(process.ppid);

if (isMainThread && isStartersChild && process.channel) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}
