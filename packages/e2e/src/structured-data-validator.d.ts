/** The package has no types. */
declare module '@adobe/structured-data-validator' {
  export default class Validator {
    constructor(schemaOrgJson: object);
    validate(extracted: { jsonld: object }): Promise<unknown>;
  }
}
