import { describe, expect, it } from 'vitest';
import { createResourceUrl } from '../../../src-renderer/page/resource-url.ts';
import { parsePageUrl } from '../../../src-renderer/page/router/url.ts';
import { documentSelectorFrom } from '../../../src-renderer/page/selector.ts';

describe.each(['http://usr', 'wxfile://usr'])('a resource where the user folder is %s', (userDataPath) => {
  const resourceUrl = createResourceUrl(userDataPath);

  it.each([
    ['wxfile://tmp_1.jpg', 'file/wxfile%3A%2F%2Ftmp_1.jpg'],
    ['wxfile://store/a.png', 'file/wxfile%3A%2F%2Fstore%2Fa.png'],
    ['wxfile://usr/x y.txt', 'file/wxfile%3A%2F%2Fusr%2Fx%20y.txt'],
    ['http://tmpl.example/a.png', 'remote/http%3A%2F%2Ftmpl.example%2Fa.png'],
    ['//cdn.example/a.png?x=1', 'remote/https%3A%2F%2Fcdn.example%2Fa.png%3Fx%3D1'],
    ['data:image/png;base64,AA==', 'data:image/png;base64,AA=='],
    ['/images/图.png', 'package/images/%E5%9B%BE.png'],
    ['../x/a.png?v=2', 'package/pages/x/a.png'],
    ['a.png', 'package/pages/index/a.png'],
    ['', ''],
  ])('%s', (src, expected) => {
    expect(resourceUrl(src, 'pages/index/index')).toBe(expected);
  });
});

describe('a resource at http://tmp, http://store or http://usr', () => {
  it.each([
    ['http://tmp/a b.png', 'http%3A%2F%2Ftmp%2Fa%20b.png'],
    ['http://store/a.png', 'http%3A%2F%2Fstore%2Fa.png'],
    ['http://usr/x/y.txt', 'http%3A%2F%2Fusr%2Fx%2Fy.txt'],
    ['http://usr', 'http%3A%2F%2Fusr'],
  ])('%s is a local file in DevTools and on the network elsewhere', (src, encoded) => {
    const urls = ['http://usr', 'wxfile://usr'].map((userDataPath) =>
      createResourceUrl(userDataPath)(src, ''),
    );
    expect(urls).toEqual([`file/${encoded}`, `remote/${encoded}`]);
  });
});

describe('parsePageUrl', () => {
  it('resolves against the page on top and keeps values as written', () => {
    expect(parsePageUrl('../detail/detail?id=1&name=%E5%90%8D&q=a=b&flag', 'pages/index/index')).toEqual({
      route: 'pages/detail/detail',
      query: { id: '1', name: '%E5%90%8D', q: 'a=b', flag: '' },
      search: 'id=1&name=%E5%90%8D&q=a=b&flag',
    });
  });

  it('takes a leading slash from the root and drops .html', () => {
    expect(parsePageUrl('/pages/a/a.html', 'sub/b/b')).toEqual({ route: 'pages/a/a', query: {}, search: '' });
  });
});

describe('documentSelectorFrom', () => {
  it.each([
    ['button', 'wx-button'],
    ['#save', '[id$="--save"]'],
    ['.row', ':is(.row,[class$="--row"],[class*="--row "])'],
    ['page view > image[src="a b"]', 'wx-page wx-view > wx-image[src="a b"]'],
    ['text:nth-child(2), *', 'wx-text:nth-child(2), *'],
  ])('%s', (written, expected) => {
    expect(documentSelectorFrom(written)).toBe(expected);
  });
});
