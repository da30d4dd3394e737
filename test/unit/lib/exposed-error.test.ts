import { describe, expect, it } from 'vitest';
import { ERROR_CODES, FerryError } from '#contract/errors';
import { wxErrorFrom } from '#contract/wx-errors';
import { exposedError } from '../../../src-main/lib/exposed-error.ts';

describe('an error on its way to code that is not ours', () => {
  it('says nothing of what went wrong inside', () => {
    const error = new FerryError('internal', "ENOENT: open '/home/me/x'", {
      details: { path: '/home/me/x' },
    });
    expect(exposedError(error.toWire())).toEqual({ code: 'internal', message: 'Ferry failed; see its log.' });
  });

  it('keeps only details a page may see', () => {
    const error = new FerryError('net.connect', 'No.', {
      details: { path: 'http://usr/a', host: '10.0.0.1', folder: '/home/me', phase: 'connect', usedBytes: 5 },
    });
    expect(exposedError(error.toWire())).toEqual({
      code: 'net.connect',
      message: 'No.',
      details: { path: 'http://usr/a', phase: 'connect', host: '10.0.0.1' },
    });
  });

  const details = [
    {},
    { path: 'http://usr/a.txt' },
    { cause: 'EHOSTUNREACH' },
    { cause: 'CERT_HAS_EXPIRED', tls: 'CERT_HAS_EXPIRED' },
    { cause: 'ERR_TLS_CERT_ALTNAME_INVALID', tls: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    { cause: 'EPROTO', tls: 'EPROTO' },
  ];

  it.each(ERROR_CODES.filter((code) => code !== 'internal'))('%s has WeChat’s same words there', (code) => {
    for (const one of details) {
      const error = new FerryError(code, 'What happened.', { details: one });
      for (const api of ['uploadFile', 'downloadFile', 'getImageInfo', 'saveFile']) {
        expect(wxErrorFrom(api, exposedError(error.toWire()))).toEqual(wxErrorFrom(api, error.toWire()));
      }
    }
  });
});
