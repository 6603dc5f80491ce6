import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { isDocumentType, publishable } from './document-types.ts';
import { oneOfEachType } from './fixtures.ts';
import { jsonSchemaOf } from './json-schema.ts';

const types = Object.keys(publishable).filter(isDocumentType);

describe.each(types)('the JSON Schema of %s', (type) => {
  it('is plain JSON of the 2020-12 draft', () => {
    const schema = jsonSchemaOf(type, 'publishable');
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
  });

  it('requires only `_id` and `_type` of a draft', () => {
    expect(jsonSchemaOf(type, 'draft').required).toEqual(['_id', '_type']);
  });

  // Read back by `z.fromJSONSchema`, a second implementation.
  it('accepts a valid document and refuses one without its first required field', () => {
    const exported = z.fromJSONSchema(JSON.parse(JSON.stringify(jsonSchemaOf(type, 'publishable'))));
    const document = oneOfEachType().find(({ _type }) => _type === type);
    expect(exported.safeParse(document).success).toBe(true);
    const required = jsonSchemaOf(type, 'publishable').required?.find((name) => !name.startsWith('_')) ?? '';
    expect(exported.safeParse({ ...document, [required]: undefined }).success).toBe(false);
  });
});

it('requires all required fields of a publishable article', () => {
  expect(jsonSchemaOf('article', 'publishable').required?.toSorted()).toEqual(
    [
      '_id',
      '_type',
      'authors',
      'causes',
      'headline',
      'lead',
      'ordeal',
      'references',
      'slug',
      'title',
      'topic',
      'what',
    ].toSorted(),
  );
});
