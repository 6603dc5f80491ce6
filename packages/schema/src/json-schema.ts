import { z } from 'zod';
import { type DocumentType, draft, publishable } from './document-types.ts';

const tiers = { draft, publishable };

/**
 * A document type as JSON Schema (draft 2020-12), for programs that don't speak TypeScript.
 * Rules between fields and rules in context can't be said in JSON Schema and are left out.
 */
export function jsonSchemaOf(type: DocumentType, tier: keyof typeof tiers) {
  return z.toJSONSchema(tiers[tier][type], { target: 'draft-2020-12', io: 'input' });
}
