import { readConnection } from './connection.ts';
import { openStudio } from './studio.tsx';

openStudio(readConnection(document));
