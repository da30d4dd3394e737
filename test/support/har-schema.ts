import { isIPv4, isIPv6 } from 'node:net';
import { Ajv, type AnySchema, type ValidateFunction } from 'ajv';
import draft06 from 'ajv/dist/refs/json-schema-draft-06.json' with { type: 'json' };
import schemas from 'har-schema';

let validate: ValidateFunction | undefined;

/** What of a HAR is against the schema of HAR 1.2: a line for each fault. */
export function harFaults(har: unknown): readonly string[] {
  validate ??= compile();
  return validate(har)
    ? []
    : (validate.errors ?? []).map((fault) => `${fault.instancePath}: ${fault.message ?? ''}`);
}

function compile(): ValidateFunction {
  const ajv = new Ajv({
    allErrors: true,
    strict: false,
    formats: {
      'date-time': (text: string) => !Number.isNaN(Date.parse(text)),
      uri: (text: string) => URL.canParse(text),
      ipv4: (text: string) => isIPv4(text),
      ipv6: (text: string) => isIPv6(text),
    },
  });
  ajv.addMetaSchema(draft06);
  ajv.addSchema(Object.values(schemas as Record<string, AnySchema>));
  return ajv.getSchema('har.json') ?? ajv.compile({ $ref: 'har.json#' });
}
