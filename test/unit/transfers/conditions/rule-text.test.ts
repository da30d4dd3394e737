import { describe, expect, it } from 'vitest';
import type { FerryError } from '#contract/errors';
import { lineOf, parseRule, ruleLine } from '../../../../src-main/transfers/conditions/rule-text.ts';

const PLACES = { labOrigin: 'http://127.0.0.1:7000', folder: import.meta.dirname };
const read = (text: string) => parseRule('r', text, PLACES);

/** Every kind of rule there is, as it is written back. */
const LINES = [
  '--fault upload:reset@50%',
  '--fault upload:response/close@10',
  '--fault download:stall@65536,5000ms',
  '--fault download:stall@50%',
  '--fault request:truncate@3',
  '--fault any:corrupt@10%,4',
  '--fault download:content-length,10',
  '--fault request:drip,64',
  '--fault request#2:status,503',
  '--fault upload#2n(api.example.com/v1/*):refuse',
  '--fault any:dns',
  '--fault any(https://api.example.com:8443):tls',
  '--fault any:garbage-header',
  '--fault upload(page=pages/album/*):drop-response',
  '--fault upload(api.example.com,page=pages/a):duplicate-progress',
  '--fault upload:delay,500ms',
  '--link 3g@upload.example.com',
  '--link up=200k,rtt=120ms@download#1',
  '--map https://api.example.com/v1/*=http://localhost:1',
  '--map any=http://127.0.0.1:7000',
  '--map upload#2(api.example.com,page=pages/a=b)=status:404',
  '--map a.example=text:{"ok":true}',
  '--map a.example=status:503;header:Retry-After: 5;text:busy; come back',
  '--map a.example=header:Content-Type: text/html\\; charset=gbk;text:<p>',
  '--map a.example=quoted:"a\\nb"',
  `--map a.example=status:206;${import.meta.filename}`,
  '--break upload',
  '--break download#2(api.example.com):response',
];

describe('a rule as a line', () => {
  it.each(LINES)('%s is written as it was read', (line) => {
    const { match, action } = read(line);
    expect(ruleLine(match, action)).toBe(line);
    expect(lineOf(read(line))).toBe(line);
  });

  it.each(LINES.filter((line) => !line.startsWith('--break')))('%s needs no option', (line) => {
    const bare = line.replace(/^--\w+ /, '');
    const { match, action } = read(bare);
    expect({ match, action }).toEqual({ match: read(line).match, action: read(line).action });
  });

  it('answers with the headers and the body that are written', () => {
    expect(read('--map a.example=status:503;header:Retry-After: 5;text:a;b').action).toEqual({
      kind: 'respond',
      answer: {
        statusCode: 503,
        headers: [
          ['Content-Type', 'text/plain; charset=utf-8'],
          ['Retry-After', '5'],
        ],
        body: { kind: 'text', text: 'a;b' },
      },
    });
  });

  it.each([
    ['--fault upload:explode', 'fault'],
    ['upload#0:reset', 'match'],
    ['--link 3g', 'link-for-all'],
    ['--link 9g@upload', 'link'],
    ['--map nothing', 'map'],
    ['--map a.example=status:999', 'status'],
    ['--map a.example=no-such-file.json', 'file'],
    ['--break everything', 'match'],
    ['', 'fault'],
  ])('%j says what is wrong: %s', (line, problem) => {
    expect(() => read(line)).toThrow(
      expect.objectContaining({ details: expect.objectContaining({ problem }) as object }) as FerryError,
    );
  });

  it('needs the lab only where it is named', () => {
    expect(() => parseRule('r', 'any=lab', { ...PLACES, labOrigin: null })).toThrow(/needs the lab/);
    expect(read('any=lab').action).toEqual({ kind: 'send-to', origin: PLACES.labOrigin });
  });
});
