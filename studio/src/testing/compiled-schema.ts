import { Schema } from '@sanity/schema';
import { builtinTypes } from '@sanity/schema/_internal';
import { schemaTypes } from '../schema-types/schema-types.ts';

/** The Studio's types, compiled by Sanity without a workspace: for tests. */
export const compiledSchema = Schema.compile({ name: 'bodytext', types: [...builtinTypes, ...schemaTypes] });
