import { codeText, withoutHidden } from './code-text.ts';
import type { Outgoing } from './outgoing.ts';

type Form = 'callbacks' | 'await';

/** A line that no path, name or URL can break out of. */
const comment = (text: string): string => `  // ${text.replace(/[\r\n\u2028\u2029]/gu, ' ')}`;

/** The call in the page's own words: `wx.uploadFile`, `wx.downloadFile` or `wx.request`. */
export function wxSnippet(outgoing: Outgoing, form: Form): string {
  const { kind } = outgoing;
  const api = kind === 'upload' ? 'uploadFile' : kind === 'download' ? 'downloadFile' : 'request';
  const options = optionLines(outgoing);
  if (form === 'callbacks') {
    return [
      `wx.${api}({`,
      ...options,
      '  success(res) {',
      `    console.log(res.statusCode, res.${kind === 'download' ? resultName(outgoing) : 'data'});`,
      '  },',
      '  fail(error) {',
      '    console.error(error.errMsg);',
      '  },',
      '});',
    ].join('\n');
  }
  return [
    `const res = await new Promise((success, fail) => wx.${api}({`,
    ...options,
    '  success,',
    '  fail,',
    '}));',
    `console.log(res.statusCode, res.${kind === 'download' ? resultName(outgoing) : 'data'});`,
  ].join('\n');
}

function resultName({ filePath }: Outgoing): string {
  return filePath === null ? 'tempFilePath' : 'filePath';
}

function optionLines(outgoing: Outgoing): readonly string[] {
  const { kind, method, url, body, pageHeaders, timeoutMs, filePath } = outgoing;
  const lines = [`  url: ${codeText(url)},`];
  if (kind === 'request' && method !== 'GET') lines.push(`  method: ${codeText(method)},`);
  if (body.kind === 'text') lines.push(`  data: ${dataCode(body.text, pageHeaders)},`);
  if (body.kind === 'file') {
    lines.push(comment('The body was bytes: put the ArrayBuffer here.'), '  data: buffer,');
  }
  if (body.kind === 'multipart') {
    const { file, fields } = body;
    if (/^(?:https?|wxfile):\/\/(?:tmp|usr_tmp)|^wxfile:\/\/tmp/u.test(file.virtualPath)) {
      lines.push(comment('A temp path dies with the app: take a fresh one, such as from wx.chooseMedia.'));
    }
    if (file.virtualPath === '') {
      lines.push(comment('It was no file of the mini-program: put the path of one here.'));
    }
    lines.push(
      `  filePath: ${codeText(file.virtualPath === '' ? file.filename : file.virtualPath)},`,
      `  name: ${codeText(file.name)},`,
    );
    if (fields.length > 0) lines.push(...objectLines('formData', fields));
  }
  if (filePath !== null) lines.push(`  filePath: ${codeText(filePath)},`);
  if (pageHeaders.length > 0) lines.push(...objectLines('header', pageHeaders));
  if (timeoutMs !== null) lines.push(`  timeout: ${String(timeoutMs)},`);
  return lines;
}

function objectLines(name: string, entries: readonly (readonly [string, string])[]): readonly string[] {
  return [
    `  ${name}: {`,
    // A computed key: `__proto__` written plainly would be no key.
    ...entries.map(([key, value]) => `    ${keyCode(key)}: ${codeText(value)},`),
    '  },',
  ];
}

function keyCode(key: string): string {
  if (key === '__proto__') return '["__proto__"]';
  return /^[A-Za-z_$][\w$]*$/u.test(key) ? key : codeText(key);
}

/** An object where `wx.request` would write the very same JSON of it, else the text. */
function dataCode(text: string, headers: readonly (readonly [string, string])[]): string {
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? 'application/json';
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !text.includes('__proto__');
    if (isObject && type.includes('json') && JSON.stringify(value) === text) {
      return withoutHidden(JSON.stringify(value, null, 2)).replaceAll('\n', '\n  ');
    }
  } catch {
    // No JSON: the text itself.
  }
  return codeText(text);
}
