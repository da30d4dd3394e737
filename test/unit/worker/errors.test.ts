import { describe, expect, it } from 'vitest';
import { FerryError } from '#contract/errors';
import { errorFromFile, errorFromGot, timeoutError, type JobPhase } from '../../../src-main/worker/errors.ts';

const failure = (fields: object) => Object.assign(new Error('original\nwith a second line'), fields);

function translated(fields: object, phase: JobPhase = 'wait', socketError: unknown = null) {
  return errorFromGot(failure(fields), { host: 'example.com:8443', phase, socketError });
}

describe('errorFromGot', () => {
  it.each([
    ['ENOTFOUND', 'net.dns'],
    ['ENODATA', 'net.dns'],
    ['EAI_AGAIN', 'net.dns'],
    ['EAI_FAIL', 'net.dns'],
    ['EAI_NODATA', 'net.dns'],
    ['ECONNREFUSED', 'net.connect'],
    ['EHOSTUNREACH', 'net.connect'],
    ['EHOSTDOWN', 'net.connect'],
    ['ENETUNREACH', 'net.connect'],
    ['ENETDOWN', 'net.connect'],
    ['EADDRNOTAVAIL', 'net.connect'],
    ['EAFNOSUPPORT', 'net.connect'],
    ['EACCES', 'net.connect'],
    ['EPERM', 'net.connect'],
    ['EPIPE', 'net.reset'],
    ['ECONNABORTED', 'net.reset'],
    ['ETIMEDOUT', 'net.timeout'],
    ['EPROTO', 'net.tls'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'net.tls'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'net.tls'],
    ['UNABLE_TO_GET_ISSUER_CERT', 'net.tls'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'net.tls'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'net.tls'],
    ['UNABLE_TO_DECRYPT_CERT_SIGNATURE', 'net.tls'],
    ['UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY', 'net.tls'],
    ['UNABLE_TO_GET_CRL', 'net.tls'],
    ['CERT_SIGNATURE_FAILURE', 'net.tls'],
    ['CERT_NOT_YET_VALID', 'net.tls'],
    ['CERT_HAS_EXPIRED', 'net.tls'],
    ['CERT_CHAIN_TOO_LONG', 'net.tls'],
    ['CERT_REVOKED', 'net.tls'],
    ['CERT_UNTRUSTED', 'net.tls'],
    ['CERT_REJECTED', 'net.tls'],
    ['CRL_HAS_EXPIRED', 'net.tls'],
    ['INVALID_CA', 'net.tls'],
    ['INVALID_PURPOSE', 'net.tls'],
    ['PATH_LENGTH_EXCEEDED', 'net.tls'],
    ['HOSTNAME_MISMATCH', 'net.tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'net.tls'],
    ['ERR_TLS_HANDSHAKE_TIMEOUT', 'net.tls'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'net.tls'],
    ['ERR_HTTP_CONTENT_LENGTH_MISMATCH', 'net.truncated'],
    ['ERR_STREAM_PREMATURE_CLOSE', 'net.closed'],
    ['HPE_INVALID_CONSTANT', 'net.protocol'],
    ['HPE_HEADER_OVERFLOW', 'net.protocol'],
    ['ERR_INVALID_CHAR', 'request.invalid'],
    ['ERR_INVALID_HTTP_TOKEN', 'request.invalid'],
    ['ERR_HTTP_INVALID_HEADER_VALUE', 'request.invalid'],
    ['ERR_INVALID_URL', 'request.url'],
    ['ERR_UNESCAPED_CHARACTERS', 'request.url'],
    ['ERR_UNSUPPORTED_PROTOCOL', 'request.scheme'],
    ['ERR_INVALID_PROTOCOL', 'request.scheme'],
    ['ERR_ABORTED', 'aborted'],
    ['ESOMETHING', 'internal'],
  ])('%s is %s', (code, expected) => {
    const error = translated({ code });
    expect(error.code).toBe(expected);
    expect(error.message).not.toContain('\n');
    expect(error.details['tls']).toBe(expected === 'net.tls' ? code : undefined);
  });

  it.each([
    ['a reset while connecting', 'connect', { code: 'ECONNRESET', syscall: 'read' }, null, 'net.reset'],
    ['a close before the answer', 'wait', { code: 'ECONNRESET' }, null, 'net.closed'],
    ['a close within the answer', 'receive', { code: 'ECONNRESET' }, null, 'net.truncated'],
    [
      'a reset that got reports as a length mismatch',
      'receive',
      { code: 'ERR_HTTP_CONTENT_LENGTH_MISMATCH' },
      failure({ code: 'ECONNRESET', syscall: 'read' }),
      'net.reset',
    ],
    [
      'a polite close behind a length mismatch',
      'receive',
      { code: 'ERR_HTTP_CONTENT_LENGTH_MISMATCH' },
      failure({ code: 'ECONNRESET' }),
      'net.truncated',
    ],
  ] as const)('tells %s', (_name, phase, fields, socketError, code) => {
    expect(translated(fields, phase, socketError).code).toBe(code);
  });

  it.each([
    ['lookup', 'dns'],
    ['connect', 'connect'],
    ['secureConnect', 'tls'],
    ['send', 'send'],
    ['response', 'wait'],
    ['read', 'receive'],
  ])('names the phase of got’s %s timer', (event, phase) => {
    const error = translated({ name: 'TimeoutError', code: 'ETIMEDOUT', event }, 'send');
    expect(error.toWire()).toMatchObject({
      code: 'net.timeout',
      details: { phase, host: 'example.com:8443' },
    });
  });

  it.each([
    ['NGHTTP2_INTERNAL_ERROR', 'net.reset'],
    ['NGHTTP2_CANCEL', 'net.reset'],
    ['NGHTTP2_REFUSED_STREAM', 'net.closed'],
    ['NGHTTP2_PROTOCOL_ERROR', 'net.protocol'],
    ['NGHTTP2_FLOW_CONTROL_ERROR', 'net.protocol'],
    ['NGHTTP2_ENHANCE_YOUR_CALM', 'net.protocol'],
    ['NGHTTP2_HTTP_1_1_REQUIRED', 'net.protocol'],
  ])('takes a stream that ends with %s for %s', (reason, code) => {
    const message = `Stream closed with error code ${reason}`;
    expect(translated({ code: 'ERR_HTTP2_STREAM_ERROR', message }).code).toBe(code);
  });

  it.each([
    ['getaddrinfo', 'ENOTFOUND', 'dns'],
    ['connect', 'ECONNREFUSED', 'connect'],
    ['connect', 'ETIMEDOUT', 'connect'],
    ['read', 'ECONNRESET', 'wait'],
  ])('goes by the system call %s for the phase of %s', (syscall, code, phase) => {
    expect(translated({ syscall, code }, 'wait').details['phase']).toBe(phase);
  });

  it('takes a certificate that the server asks for late for a part of the handshake', () => {
    const error = translated({ code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' }, 'wait');
    expect(error.message).toMatch(/^The server wants a client certificate: .*, during the TLS handshake/);
    expect(error.details['phase']).toBe('tls');
  });

  it('names host and phase in the message', () => {
    expect(translated({ code: 'ECONNREFUSED' }, 'connect').message).toBe(
      'The connection was refused: example.com:8443, while connecting (ECONNREFUSED)',
    );
  });

  it('finds an error of ours inside others', () => {
    const ours = new FerryError('file.changed', 'changed');
    const wrapped = new Error('outer', { cause: new Error('inner', { cause: ours }) });
    expect(errorFromGot(wrapped, { host: '', phase: 'send', socketError: null })).toBe(ours);
  });

  it('takes anything that was thrown', () => {
    expect(errorFromGot('text', { host: 'h', phase: 'send', socketError: null }).code).toBe('internal');
  });
});

describe('errorFromFile', () => {
  it.each([
    ['ENOENT', 'file.not-found'],
    ['ENOTDIR', 'file.not-found'],
    ['EACCES', 'file.denied'],
    ['EPERM', 'file.denied'],
    ['EROFS', 'file.denied'],
    ['EISDIR', 'file.type'],
    ['ENOSPC', 'file.no-space'],
    ['EDQUOT', 'file.no-space'],
    ['EFBIG', 'file.too-large'],
    ['EIO', 'file.io'],
  ])('%s is %s and names no path', (code, expected) => {
    const error = errorFromFile(Object.assign(new Error(`${code}: open '/home/me/x'`), { code }), 'read it');
    expect(error.code).toBe(expected);
    expect(JSON.stringify(error.toWire())).not.toContain('/home');
  });

  it('passes an error of ours through', () => {
    const ours = new FerryError('file.changed', 'changed');
    expect(errorFromFile(ours, 'read it')).toBe(ours);
  });
});

it('timeoutError tells budget, host and phase', () => {
  expect(timeoutError('h:1', 'wait', 60_000).toWire()).toEqual({
    code: 'net.timeout',
    message: 'Timed out after 60000 ms: h:1, while waiting for the response',
    details: { host: 'h:1', phase: 'wait', timeoutMs: 60_000 },
  });
});
