import { describe, expect, it } from 'vitest';
import { folderHash, projectKey } from '../../../src-main/program/project-key.ts';

describe('the key of a program', () => {
  it('is its appid, in one spelling', () => {
    expect(projectKey('wx0123456789abcdef', '/a')).toBe('wx0123456789abcdef');
    expect(projectKey('WX0123456789ABCDEF', '/b')).toBe('wx0123456789abcdef');
  });

  it.each([
    'touristappid',
    '',
    'wx',
    'wx0123456789abcde',
    'wx0123456789abcdef0',
    'wx0123456789abcdeg',
    '../../etc',
    'wx0123456789abcdef/..',
    'local-0123456789abcdef',
  ])('is of the folder where the appid is %j', (appid) => {
    const keys = ['/home/me/a', '/home/me/b'].map((folder) => projectKey(appid, folder));
    expect(new Set(keys).size).toBe(2);
    expect(keys).toEqual(keys.map(() => expect.stringMatching(/^local-[0-9a-f]{16}$/) as string));
    expect(projectKey(appid, '/home/me/a')).toBe(keys[0]);
  });
});

it('two folders of one appid have two builds', () => {
  expect(folderHash('/home/me/a')).not.toBe(folderHash('/home/me/b'));
  expect(folderHash('/home/me/a')).toMatch(/^[0-9a-f]{16}$/);
});
