import { describe, expect, it } from 'vitest';
import type { FerryError } from '#contract/errors';
import { parseVirtualPath } from '../../../src-main/files/virtual-path.ts';

describe('a path a page may use', () => {
  it.each([
    ['http://tmp/0a1b.jpg', { kind: 'temp', name: '0a1b.jpg' }],
    ['http://tmp/no-extension', { kind: 'temp', name: 'no-extension' }],
    ['http://store/0a1b.unknown', { kind: 'saved', name: '0a1b.unknown' }],
    ['http://usr/a.txt', { kind: 'user', segments: ['a.txt'] }],
    ['http://usr/a/b c/渡口.txt', { kind: 'user', segments: ['a', 'b c', '渡口.txt'] }],
    ['http://usr//a///b', { kind: 'user', segments: ['a', 'b'] }],
    ['http://usr/..a/...b/c..d', { kind: 'user', segments: ['..a', '...b', 'c..d'] }],
    ['http://usr/%2e%2e/a', { kind: 'user', segments: ['%2e%2e', 'a'] }],
    ['http://usr/console.log', { kind: 'user', segments: ['console.log'] }],
    ['/images/a.png', { kind: 'package', segments: ['images', 'a.png'] }],
    ['images/a.png', { kind: 'package', segments: ['images', 'a.png'] }],
    ['images/%2e%2e%2fa.png', { kind: 'package', segments: ['images', '%2e%2e%2fa.png'] }],
    [`http://usr/${'a'.repeat(255)}`, { kind: 'user', segments: ['a'.repeat(255)] }],
    [
      `/${'a/'.repeat(500)}b`,
      { kind: 'package', segments: [...Array.from({ length: 500 }, () => 'a'), 'b'] },
    ],
  ])('%s', (text, expected) => {
    expect(parseVirtualPath(text)).toEqual(expected);
  });
});

describe('a path that is refused', () => {
  it.each([
    // Out of the root.
    '..',
    '../a',
    '/../a',
    'a/../b',
    './a',
    'a/./b',
    'http://usr/..',
    'http://usr/../a',
    'http://usr/a/../../b',
    'http://usr/./a',
    'http://tmp/..',
    'http://tmp/../a.jpg',
    'http://tmp/a/b.jpg',
    'http://store/../../a',
    // No file at all.
    '',
    '/',
    '//',
    'http://usr',
    'http://tmp',
    'http://tmp/',
    'http://store/',
    // Encodings and characters.
    'http://tmp/%2e%2e%2fa',
    'http://tmp/a%00.jpg',
    'http://tmp/a\0.jpg',
    'http://usr/a\0b',
    'a\0b',
    'http://usr/a\nb',
    'http://usr/a\u001fb',
    'http://usr/a\ud800b',
    'images/\udc00.png',
    'http://tmp/渡.jpg',
    'http://tmp/a b.jpg',
    'http://tmp/a.jpg\n',
    'http://tmp/.jpg',
    'http://tmp/a.jpg?x=1',
    'http://tmp/a.jpg#x',
    // What Windows would take for something else.
    'a\\b',
    '..\\..\\a',
    'http://usr/a\\..\\b',
    'http://tmp/a\\b.jpg',
    'C:\\Windows\\system.ini',
    'c:/Windows/system.ini',
    'http://usr/a:stream',
    'http://usr/CON',
    'http://usr/nul.txt',
    'http://usr/a/Com1.log',
    'images/LPT9',
    'http://usr/aux',
    'http://usr/a.',
    'http://usr/a ',
    'http://usr/a./b',
    'http://usr/a*b',
    'http://usr/a?b',
    'http://usr/a"b',
    'http://usr/a<b>c|d',
    // Other schemes, other spellings.
    'file:///etc/passwd',
    'https://usr/a',
    'https://example.com/a.jpg',
    'http://example.com/a.jpg',
    'HTTP://tmp/a.jpg',
    'http://TMP/a.jpg',
    'http://tmp:80/a.jpg',
    'http://user@tmp/a.jpg',
    'http:/tmp/a.jpg',
    'http:tmp/a.jpg',
    'wxfile://usr/a',
    'wxfile://tmp_a.jpg',
    'data:text/plain,a',
    'ferry://page/a',
    // Overlong.
    `http://usr/${'a'.repeat(256)}`,
    `http://usr/${'渡'.repeat(86)}`,
    `/${'a/'.repeat(600)}`,
    'x'.repeat(1025),
    'x'.repeat(5_000_000),
  ])('%#: %.60j', (text) => {
    let refused: FerryError | null = null;
    try {
      parseVirtualPath(text);
    } catch (error) {
      refused = error as FerryError;
    }
    expect(refused).toMatchObject({ name: 'FerryError', code: 'file.path' });
    expect(refused?.message.length).toBeLessThan(1500);
  });
});
