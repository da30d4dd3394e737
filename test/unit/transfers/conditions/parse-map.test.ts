import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { mapRule } from '../../../../src-main/transfers/conditions/parse-map.ts';

const PLACES = { labOrigin: 'http://127.0.0.1:7000', folder: path.resolve('.') };
const read = (text: string) => {
  const { match, action } = mapRule('m', text, PLACES);
  return [match, action];
};

describe('a map', () => {
  it.each([
    [
      'https://api.example.com=http://127.0.0.1:8080',
      { scheme: 'https', host: 'api.example.com' },
      { kind: 'send-to', origin: 'http://127.0.0.1:8080' },
    ],
    [
      'https://api.example.com:8443/v1/*=http://localhost:1/',
      { scheme: 'https', host: 'api.example.com:8443', path: '/v1/*' },
      { kind: 'send-to', origin: 'http://localhost:1' },
    ],
    [
      'api.example.com=lab',
      { host: 'api.example.com' },
      { kind: 'send-to', origin: 'http://127.0.0.1:7000' },
    ],
  ])('%s sends elsewhere', (text, match, action) => {
    expect(read(text)).toEqual([match, action]);
  });

  it('answers with a file of the folder it is named from', () => {
    expect(read('https://a.example/x=package.json')).toEqual([
      { scheme: 'https', host: 'a.example', path: '/x' },
      {
        kind: 'respond',
        answer: {
          statusCode: 200,
          headers: [['Content-Type', 'application/json']],
          body: { kind: 'file', path: path.resolve('package.json') },
        },
      },
    ]);
  });

  it('answers with a text or a status', () => {
    expect(read('a.example=text:{"ok":true}')[1]).toMatchObject({
      answer: {
        statusCode: 200,
        headers: [['Content-Type', 'application/json']],
        body: { text: '{"ok":true}' },
      },
    });
    expect(read('a.example=status:404')[1]).toMatchObject({
      answer: { statusCode: 404, body: { text: '' } },
    });
  });

  it.each([
    '',
    'a.example',
    'a.example=',
    '=http://b.example',
    'a.example=http://b.example/path',
    'a.example=ftp://b',
  ])('%j is refused with a hint', (text) => {
    expect(() => mapRule('m', text, PLACES)).toThrow(/maps nothing: write/);
  });

  it('to the lab needs the lab', () => {
    expect(() => mapRule('m', 'a.example=lab', { ...PLACES, labOrigin: null })).toThrow(
      /needs the lab: add --lab/,
    );
  });
});
