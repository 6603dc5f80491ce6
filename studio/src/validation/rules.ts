import type { Issue } from '@bodytext/schema/issue';
import type { CustomValidator, Rule, SchemaTypeDefinition, ValidationContext } from '@sanity/types';
import { apiVersion } from '../api-version.ts';
import { issuesOf } from './issues.ts';

/**
 * Replaces Sanity's validation rules by the schema package's, for a type and everything in it. Sanity infers rules from
 * types (`url`, `slug`, option lists, references): with them, an editor would read two messages for one mistake, and
 * the Studio could refuse what the lake accepts.
 */
export function withSchemaRules(type: SchemaTypeDefinition): SchemaTypeDefinition {
  const bare = withoutInferredRules(type);
  return bare.type === 'document' ? { ...bare, validation: documentRules } : bare;
}

function documentRules(rule: Rule): Rule[] {
  return [rule.custom(validatorFor('blocks')), rule.custom(validatorFor('advises')).warning()];
}

function validatorFor(severity: Issue['severity']): CustomValidator<unknown> {
  return async (document, context: ValidationContext) => {
    if (document === undefined || document === null) return true;
    const issues = await issuesOf(document, context.getClient({ apiVersion }));
    const markers = issues
      .filter((issue) => issue.severity === severity)
      .map(({ message, path, code }) => ({ message, path, code }));
    return markers.length === 0 ? true : markers;
  };
}

const noRules = () => [];

/** A definition is a tree of `fields` and `of`. Sanity infers rules for each node without `validation`. */
function withoutInferredRules<Definition extends object>(definition: Definition): Definition {
  const inner = (['fields', 'of', 'styles', 'marks', 'annotations'] as const).flatMap((name) => {
    const value: unknown = Reflect.get(definition, name);
    if (Array.isArray(value))
      return [[name, value.map((item) => (item instanceof Object ? withoutInferredRules(item) : item))]];
    if (value instanceof Object) return [[name, withoutInferredRules(value)]];
    return [];
  });
  return { ...definition, ...Object.fromEntries(inner), ...('type' in definition && { validation: noRules }) };
}
