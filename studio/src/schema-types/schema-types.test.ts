import { isDocumentType, publishable } from '@bodytext/schema/document-types';
import { jsonSchemaOf } from '@bodytext/schema/json-schema';
import { describe, expect, it } from '@jest/globals';
import { groupProblems, validateSchema } from '@sanity/schema/_internal';
import type { SchemaType } from '@sanity/types';
import { compiledSchema } from '../testing/compiled-schema.ts';
import { type Shape, shapeOfJsonSchema, shapeOfSanityType } from '../testing/shape.ts';
import { targetsInSanityType, targetsInZodSchema } from '../testing/targets.ts';
import { schemaTypes } from './schema-types.ts';

const documentTypes = Object.keys(publishable).filter(isDocumentType);

it('has every document type of the schema package, and no other', () => {
  const edited = schemaTypes.filter(({ type }) => type === 'document').map(({ name }) => name);
  expect(edited.toSorted()).toEqual(documentTypes.toSorted());
});

it('compiles without an error or a warning', () => {
  const problems = groupProblems(validateSchema(schemaTypes).getTypes());
  expect(problems.flatMap((group) => group.problems.map(({ message }) => message))).toEqual([]);
});

describe('an editor can fill in exactly what the schema describes', () => {
  it.each(documentTypes)('in a document of type %s', (type) => {
    const described = shapeOfJsonSchema(jsonSchemaOf(type, 'publishable'));
    expect(shapeOfSanityType(typeNamed(type))).toEqual(type === 'article' ? withoutListsInLead(described) : described);
  });

  /** A zod refinement, which JSON Schema can't express, forbids lists in the lead; the Studio offers none there. */
  function withoutListsInLead(described: Shape): Shape {
    expect(described).toHaveProperty(['lead', '[block]', 'listItem'], 'bullet | number');
    return JSON.parse(JSON.stringify(described), (name, value) =>
      name === 'lead' ? { '[block]': { ...value['[block]'], listItem: '' } } : value,
    );
  }
});

describe('a reference offers exactly the target types of the schema', () => {
  it.each(documentTypes)('in a document of type %s', (type) => {
    expect(targetsInSanityType(typeNamed(type))).toEqual(targetsInZodSchema(publishable[type]));
  });
});

describe('every field has a description', () => {
  it.each(documentTypes)('in a document of type %s', (type) => {
    expect(withoutDescription(typeNamed(type), type)).toEqual([]);
  });
});

function typeNamed(name: string): SchemaType {
  const type = compiledSchema.get(name);
  if (type === undefined) throw new Error(`The Studio has no type ${name}.`);
  return type;
}

/** The paths of our own fields without a description; the inputs of Sanity's own types show none. */
function withoutDescription(type: SchemaType, path: string): string[] {
  if (type.jsonType === 'array') return type.of.flatMap((item) => withoutDescription(item, `${path}[${item.name}]`));
  if (type.jsonType !== 'object') return [];
  const builtInFields = new Set(['asset', 'media', 'hotspot', 'crop', 'children', 'style', 'listItem', 'level']);
  return type.fields
    .filter(({ name }) => !name.startsWith('_') && !builtInFields.has(name) && type.name !== 'slug')
    .flatMap((field) => {
      const here = `${path}.${field.name}`;
      const isDescribed = field.name === 'markDefs' || Boolean(field.type.description);
      return [...(isDescribed ? [] : [here]), ...withoutDescription(field.type, here)];
    });
}
