import { describe, expect, it } from 'vitest';
import { ERROR_CODES, FerryError } from '#contract/errors';
import { wxErrorFrom } from '#contract/wx-errors';
import { errorForPage, openEnvelope } from '../../../src-main/ipc/page-envelope.ts';
import { withProgram } from '../../support/program-harness.ts';

describe('the envelope of a page call', () => {
  it('gives out its request in the generation that runs', async () => {
    const { program } = await withProgram();
    const { generation } = await program.boot();
    expect(openEnvelope(program, { generation, request: { a: 1 } }, 'wx:storage')).toEqual({ a: 1 });
  });

  it('of another generation is of a page that is gone', async () => {
    const { program } = await withProgram();
    const { generation: first } = await program.boot();
    const { generation: second } = await program.boot();
    expect(second).toBeGreaterThan(first);
    for (const generation of [first, second + 1, 0, -1]) {
      expect(() => openEnvelope(program, { generation, request: {} }, 'wx:storage')).toThrow(
        expect.objectContaining({ code: 'page.gone' }),
      );
    }
  });

  it('is of a page that is gone before the first boot and after the close', async () => {
    const { program } = await withProgram();
    const open = () => openEnvelope(program, { generation: 1, request: {} }, 'wx:storage');
    expect(open).toThrow(expect.objectContaining({ code: 'page.gone' }));
    await program.boot();
    expect(open()).toEqual({});
    await program.close();
    expect(open).toThrow(expect.objectContaining({ code: 'page.gone' }));
  });

  it('of a boot needs no generation that runs', async () => {
    const { program } = await withProgram();
    expect(openEnvelope(program, { generation: 0, request: {} }, 'wx:boot')).toEqual({});
  });

  it.each([
    undefined,
    null,
    'text',
    [],
    {},
    { request: {} },
    { generation: 1 },
    { generation: '1', request: {} },
    { generation: 1, request: {}, appid: 'wx0123456789abcdef' },
  ])('%j is none', async (message) => {
    const { program } = await withProgram();
    await program.boot();
    for (const channel of ['wx:storage', 'wx:boot']) {
      expect(() => openEnvelope(program, message, channel)).toThrow(
        expect.objectContaining({ code: 'request.invalid' }),
      );
    }
  });
});

describe('an error on its way to a page', () => {
  it('says nothing of what went wrong inside', () => {
    const error = new FerryError('internal', "ENOENT: open '/home/me/x'", {
      details: { path: '/home/me/x' },
    });
    expect(errorForPage(error)).toEqual({ code: 'internal', message: 'Ferry failed; see its log.' });
  });

  it('keeps only details a page may see', () => {
    const error = new FerryError('net.connect', 'No.', {
      details: { path: 'http://usr/a', host: '10.0.0.1', folder: '/home/me', phase: 'connect', usedBytes: 5 },
    });
    expect(errorForPage(error)).toEqual({
      code: 'net.connect',
      message: 'No.',
      details: { path: 'http://usr/a', phase: 'connect' },
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
        expect(wxErrorFrom(api, errorForPage(error))).toEqual(wxErrorFrom(api, error.toWire()));
      }
    }
  });
});
