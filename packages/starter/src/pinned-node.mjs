import { join } from 'node:path';
import { root } from './config.mjs';

/** The Node that is pinned in `devDependencies`: every server runs on it, not on the machine's Node. */
export const pinnedNode = join(root, 'node_modules', 'node', 'bin', 'node');
