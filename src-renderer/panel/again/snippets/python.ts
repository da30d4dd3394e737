import { codeText } from './code-text.ts';
import type { Outgoing, OutgoingBody } from './outgoing.ts';

/** For Python's requests. */
export function pythonSnippet({ method, url, headers, body }: Outgoing): string {
  const merged = new Map<string, readonly [string, string]>();
  for (const [name, value] of headers) {
    const known = merged.get(name.toLowerCase());
    merged.set(name.toLowerCase(), known ? [known[0], `${known[1]}, ${value}`] : [name, value]);
  }
  const lines = [
    'import requests',
    '',
    'response = requests.request(',
    `    ${pythonText(method)},`,
    `    ${pythonText(url)},`,
  ];
  if (merged.size > 0) {
    lines.push('    headers={');
    for (const [name, value] of merged.values()) {
      // requests takes bytes for what is not Latin-1, and nothing else.
      lines.push(`        ${pythonText(name)}: ${pythonText(value)}${isLatin(value) ? '' : '.encode()'},`);
    }
    lines.push('    },');
  }
  lines.push(...bodyLines(body), ')', 'print(response.status_code, response.text)');
  return lines.join('\n');
}

function bodyLines(body: OutgoingBody): readonly string[] {
  switch (body.kind) {
    case 'none':
      return [];
    case 'text':
      return [`    data=${pythonText(body.text)}.encode(),`];
    case 'file':
      return [`    data=open(${pythonText(body.localPath)}, "rb"),`];
    case 'multipart': {
      const { file } = body;
      return [
        // A list of files keeps the fields in their order, before the file.
        '    files=[',
        ...body.fields.map(
          ([name, value]) => `        (${pythonText(name)}, (None, ${pythonText(value)}.encode())),`,
        ),
        `        (${pythonText(file.name)}, (${pythonText(file.filename)}, open(${pythonText(file.localPath)}, "rb"), ${pythonText(file.contentType)})),`,
        '    ],',
      ];
    }
  }
}

/** JSON writes texts as Python reads them. */
function pythonText(text: string): string {
  // Half a character has no bytes.
  return codeText(text.toWellFormed());
}

function isLatin(text: string): boolean {
  return /^[\u0000-\u00ff]*$/u.test(text);
}
