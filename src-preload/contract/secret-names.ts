/** Headers that open doors, in lower case. */
const SECRET_HEADERS = new Set(['cookie', 'set-cookie']);

/** Words of which one alone makes a name secret: `access_token`, `sessionKey`, `X-Amz-Signature`. */
const SECRET_WORDS = new Set([
  'auth',
  'authentication',
  'authorization',
  'credential',
  'csrf',
  'jwt',
  'openid',
  'pass',
  'phpsessid',
  'pwd',
  'session',
  'sessionid',
  'sid',
  'signature',
  'ticket',
  'unionid',
  'xsrf',
]);

/** What a word that holds another ends in: `authtoken`, `userpassword`, `appsecret`. */
const SECRET_ENDS = ['token', 'password', 'passwd', 'passphrase', 'secret', 'apikey', 'sessionkey'];

/** A key of these is secret; a `key` alone is what object stores call a file's name. */
const KEY_KINDS = new Set(['api', 'session', 'access', 'secret', 'private', 'auth', 'app', 'encryption']);

/** What `wx.login` gives goes by these names, and so do the results of most servers: `{"code": 0}`. */
const CODE_NAME = /^(?:(?:js|wx|auth|login)[_-]?)?code$/iu;
const LOGIN_CODE = /^[\w-]{16,}/u;
const CODE_LENGTH = 16;

/** Whether a header's value is not for others. */
export function isSecretHeader(name: string): boolean {
  return SECRET_HEADERS.has(name.toLowerCase()) || isSecretName(name);
}

/** Verdicts on names: a text has few names, many times. */
const KNOWN_NAMES = new Map<string, boolean>();
const MAX_KNOWN_NAMES = 5000;

/** Whether the value of a field, a query entry or a key of JSON is not for others. */
export function isSecretName(name: string): boolean {
  let isSecret = KNOWN_NAMES.get(name);
  if (isSecret === undefined) {
    isSecret = hasSecretWord(name);
    if (KNOWN_NAMES.size >= MAX_KNOWN_NAMES) KNOWN_NAMES.clear();
    KNOWN_NAMES.set(name, isSecret);
  }
  return isSecret;
}

/** Whether an entry is not for others, by its name or by what its value begins with. */
export function isSecretEntry(name: string, valueAt: (lengthAtMost: number) => string): boolean {
  return isSecretName(name) || (CODE_NAME.test(name) && LOGIN_CODE.test(valueAt(CODE_LENGTH)));
}

function hasSecretWord(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/gu, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/u)
    // `token2`, `tokens`.
    .map((word) => word.replace(/\d+$/u, '').replace(/(?<=[a-rt-z])s$/u, ''))
    .filter((word) => word !== '');
  const isKey = words.at(-1) === 'key' && words.some((word) => KEY_KINDS.has(word));
  return isKey || words.join('') === 'sign' || words.some(isSecretWord);
}

function isSecretWord(word: string): boolean {
  return SECRET_WORDS.has(word) || SECRET_ENDS.some((end) => word.endsWith(end));
}
