import { describe, expect, it } from 'vitest';
import { extensionOf, mediaTypeOf } from '../../../src-main/lib/media-type.ts';

describe('the extension of a download', () => {
  it.each([
    ['image/jpeg', 'jpg'],
    ['image/png', 'png'],
    ['image/gif', 'gif'],
    ['image/webp', 'webp'],
    ['audio/mpeg', 'mp3'],
    ['audio/wav', 'wav'],
    ['audio/mp4', 'm4a'],
    ['audio/aac', 'aac'],
    ['audio/amr', 'amr'],
    ['video/mp4', 'mp4'],
    ['video/quicktime', 'mov'],
    ['text/plain; charset=utf-8', 'txt'],
    ['text/html', 'html'],
    [' Application/JSON ; charset=utf-8', 'json'],
    ['application/pdf', 'pdf'],
    ['application/zip', 'zip'],
    ['application/msword', 'doc'],
    ['application/octet-stream', 'bin'],
    ['application/x-no-such-thing', 'unknown'],
    ['nonsense', 'unknown'],
    ['', 'unknown'],
    [null, 'unknown'],
  ])('of %j is .%s', (contentType, extension) => {
    expect(extensionOf(contentType)).toBe(extension);
  });
});

describe('the media type of a file', () => {
  it.each([
    ['a.jpg', 'image/jpeg'],
    ['A.JPEG', 'image/jpeg'],
    ['http://tmp/0a.mp3', 'audio/mpeg'],
    ['b.tar.gz', 'application/gzip'],
    ['a.js', 'text/javascript'],
    ['none', 'application/octet-stream'],
    ['a.unknown', 'application/octet-stream'],
    ['', 'application/octet-stream'],
  ])('%s is %s', (name, type) => {
    expect(mediaTypeOf(name)).toBe(type);
  });
});
