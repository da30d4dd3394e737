import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, type DomainLists } from '#contract/settings';
import {
  domainError,
  hasDomains,
  illegality,
  parseDomainEntry,
} from '../../../../src-main/transfers/rules/legal-domains.ts';

const LISTS: DomainLists = {
  ...DEFAULT_SETTINGS.domains,
  uploadFile: ['https://up.example.com', 'https://port.example.com:8443', 'http://127.0.0.1:9000'],
  request: ['https://api.example.com'],
};
const rules = (baseLibrary = '3.17.0') => ({
  lists: LISTS,
  baseLibrary,
  ownNetworks: () => [{ address: '192.168.1.20', netmask: '255.255.255.0' }],
});

describe('the legal domains of WeChat', () => {
  it.each([
    ['https://up.example.com/a?b', null],
    ['https://UP.example.com/', null],
    ['https://user@up.example.com/', null],
    ['http://up.example.com/', 'scheme'],
    ['https://up.example.com:443/', 'port'],
    ['https://up.example.com:8443/', 'port'],
    ['https://port.example.com:8443/', null],
    ['https://port.example.com/', 'port'],
    ['https://www.up.example.com/', 'not-listed'],
    ['https://example.com/', 'not-listed'],
    ['https://api.example.com/', 'not-listed'],
    ['https://up.example.com.evil.example/', 'not-listed'],
    ['https://api.weixin.qq.com/', 'never-listed'],
    ['http://127.0.0.1:9000/x', null],
    ['http://127.0.0.1:9001/x', 'local-address'],
    ['http:///127.0.0.1:9001/', 'local-address'],
    ['http:127.0.0.1:9001/', 'local-address'],
    ['http:\\\\127.0.0.1:9001/', 'local-address'],
    [' http://127.0.0.1:9001/', 'local-address'],
    ['http://127.0.0.1:\t9001/', 'local-address'],
    ['http://u@y:9000@127.0.0.1:9001/', 'local-address'],
    ['https:///up.example.com:8443/', 'port'],
    ['http://localhost:9000/', 'localhost'],
    ['http://192.168.1.77:8080/a', null],
    ['https://192.168.1.77/a', 'address'],
    ['http://192.168.1.20:8080/a', 'local-address'],
    ['http://192.168.2.77:8080/a', 'address'],
    ['http://8.8.8.8/', 'address'],
    ['https://[2001:db8::1]/', 'address'],
  ])('of an upload to %s say %s', (url, why) => {
    expect(illegality('uploadFile', url, rules())).toBe(why);
  });

  it('let addresses of the own network through from base library 2.4.0 on', () => {
    expect(illegality('uploadFile', 'http://192.168.1.77/a', rules('2.3.9'))).toBe('address');
    expect(illegality('uploadFile', 'http://192.168.1.77/a', rules('2.4.0'))).toBeNull();
  });

  it('are kept apart by kind', () => {
    expect(illegality('request', 'https://api.example.com/', rules())).toBeNull();
    expect(illegality('downloadFile', 'https://api.example.com/', rules())).toBe('not-listed');
  });

  it('are none until one is typed in', () => {
    expect(hasDomains(DEFAULT_SETTINGS.domains)).toBe(false);
    expect(hasDomains(LISTS)).toBe(true);
  });

  it('say in the error which list, which host and why', () => {
    const error = domainError('uploadFile', 'https://www.example.com/a', 'not-listed');
    expect(error.toWire()).toEqual({
      code: 'request.domain',
      message:
        'www.example.com is not in the uploadFile list of legal domains: its host has to be listed, exactly; the lists of request, uploadFile and downloadFile are separate.',
      details: { host: 'www.example.com', list: 'uploadFile', reason: 'not-listed' },
    });
  });
});

describe('an entry of a list', () => {
  it.each([
    ['https://a.example.com', 'https://a.example.com'],
    ['a.example.com', 'https://a.example.com'],
    ['https://A.example.com/', 'https://a.example.com'],
    ['https://a.example.com:443', 'https://a.example.com:443'],
    ['wss://a.example.com', 'wss://a.example.com'],
    ['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
    ['https://*.example.com', null],
    ['https://a.example.com/path', null],
    ['https://a.example.com?x', null],
    ['https://user@a.example.com', null],
    ['ftp://a.example.com', null],
    ['https://api.weixin.qq.com', null],
    ['', null],
  ])('%j is kept as %j', (text, entry) => {
    expect(parseDomainEntry(text)).toBe(entry);
  });
});
