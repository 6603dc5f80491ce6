import { isDocumentType, publishable } from '@bodytext/schema/document-types';
import { jsonSchemaOf } from '@bodytext/schema/json-schema';
import { describe, expect, it } from '@jest/globals';
import { groupProblems, validateSchema } from '@sanity/schema/_internal';
import type { SchemaType } from '@sanity/types';
import { compiledSchema } from '../testing/compiled-schema.ts';
import { type Shape, shapeOfJsonSchema, shapeOfSanityType } from '../testing/shape.ts';
import { targetsDescribed, targetsOffered } from '../testing/targets.ts';
import { schemaTypes } from './schema-types.ts';

const documentTypes = Object.keys(publishable).filter(isDocumentType);

it('edits every type of document that the schema has, and no other', () => {
  const edited = schemaTypes.filter(({ type }) => type === 'document').map(({ name }) => name);
  expect(edited.toSorted()).toEqual(documentTypes.toSorted());
});

it('is a schema that the Studio opens with, with nothing to warn of', () => {
  const problems = groupProblems(validateSchema(schemaTypes).getTypes());
  expect(problems.flatMap((group) => group.problems.map(({ message }) => message))).toEqual([]);
});

describe('an editor can fill in exactly what the schema describes', () => {
  it.each(documentTypes)('in a document of type %s', (type) => {
    const described = shapeOfJsonSchema(jsonSchemaOf(type, 'publishable'));
    expect(shapeOfSanityType(typeNamed(type))).toEqual(type === 'article' ? withoutListsInLead(described) : described);
  });

  /** A rule, which JSON Schema can't say, keeps lists out of the lead; so the editor isn't offered any there. */
  function withoutListsInLead(described: Shape): Shape {
    expect(described).toHaveProperty(['lead', '[block]', 'listItem'], 'bullet | number');
    return JSON.parse(JSON.stringify(described), (name, value) =>
      name === 'lead' ? { '[block]': { ...value['[block]'], listItem: '' } } : value,
    );
  }
});

describe('an editor is offered exactly what a reference may be to', () => {
  it.each(documentTypes)('in a document of type %s', (type) => {
    expect(targetsOffered(typeNamed(type))).toEqual(targetsDescribed(publishable[type]));
  });
});

describe('every field is explained', () => {
  it.each(documentTypes)('in a document of type %s', (type) => {
    expect(unexplained(typeNamed(type), type)).toEqual([]);
  });
});

function typeNamed(name: string): SchemaType {
  const type = compiledSchema.get(name);
  if (type === undefined) throw new Error(`The Studio has no type ${name}.`);
  return type;
}

/** Paths of our own fields without a help text. Fields of Sanity's own types have inputs of their own. */
function unexplained(type: SchemaType, path: string): string[] {
  if (type.jsonType === 'array') return type.of.flatMap((item) => unexplained(item, `${path}[${item.name}]`));
  if (type.jsonType !== 'object') return [];
  const sanitysOwn = new Set(['asset', 'media', 'hotspot', 'crop', 'children', 'style', 'listItem', 'level']);
  return type.fields
    .filter(({ name }) => !name.startsWith('_') && !sanitysOwn.has(name) && type.name !== 'slug')
    .flatMap((field) => {
      const here = `${path}.${field.name}`;
      const isExplained = field.name === 'markDefs' || Boolean(field.type.description);
      return [...(isExplained ? [] : [here]), ...unexplained(field.type, here)];
    });
}
