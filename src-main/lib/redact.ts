import type { HeaderLines } from '#contract/transfer';

const SECRET_HEADER = /^(authorization|proxy-authorization|cookie|set-cookie|x-api-key|x-auth-token)$/i;
const SECRET_QUERY = /(token|secret|password|passwd|signature|sign|sig|key|credential|session|auth|code)$/i;

/** What stands in place of a secret. */
export const REDACTED = '[redacted]';

/** Header lines with the values of cookies and credentials replaced. */
export function redactHeaders(headers: HeaderLines): HeaderLines {
  return headers.map(([name, value]) => [name, SECRET_HEADER.test(name) ? REDACTED : value]);
}

/** A URL with user info and the values of query keys that look like secrets replaced; other text is kept as it is. */
export function redactUrl(text: string): string {
  const url = URL.parse(text);
  if (!url) return text;
  const secrets = [...url.searchParams.keys()].filter((key) => SECRET_QUERY.test(key));
  if (secrets.length === 0 && !url.username && !url.password) return text;
  for (const key of secrets) url.searchParams.set(key, REDACTED);
  if (url.username) url.username = REDACTED;
  if (url.password) url.password = REDACTED;
  return url.href;
}
