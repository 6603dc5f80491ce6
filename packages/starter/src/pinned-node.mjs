import { join } from 'node:path';
import { root } from './settings.mjs';

/** The Node that every program of the newsroom runs on, whatever Node the machine has. */
export const pinnedNode = join(root, 'node_modules', 'node', 'bin', 'node');
