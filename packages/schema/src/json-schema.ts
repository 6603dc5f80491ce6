import { z } from 'zod';
import { type DocumentType, draft, publishable } from './document-types.ts';

const tiers = { draft, publishable };

/**
 * A document type as JSON Schema (draft 2020-12), for programs that don't speak TypeScript.
 * Cross-field rules and rules in context are left out: JSON Schema can't express them.
 */
export function jsonSchemaOf(type: DocumentType, tier: keyof typeof tiers) {
  return z.toJSONSchema(tiers[tier][type], { target: 'draft-2020-12', io: 'input' });
}
