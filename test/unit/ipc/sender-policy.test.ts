import { describe, expect, it } from 'vitest';
import { createSenderPolicy, type IpcSender } from '../../../src-main/ipc/sender-policy.ts';

const sender = (id: number, frame: IpcSender['senderFrame']): IpcSender => ({
  sender: { id },
  senderFrame: frame,
});
const main = (url: string): IpcSender['senderFrame'] => ({ url, parent: null });

describe('a sender', () => {
  it.each([
    ['the page itself', sender(7, main('ferry://page/')), 'album'],
    ['the page with a path and a query', sender(7, main('ferry://page/index.html?a=1#b')), 'album'],
    ['another web contents', sender(8, main('ferry://page/')), null],
    ['the page after it went elsewhere', sender(7, main('https://example.com/')), null],
    ['the other origin of the scheme', sender(7, main('ferry://panel/')), null],
    ['an origin that begins alike', sender(7, main('ferry://page.example/')), null],
    ['an origin in the user info', sender(7, main('ferry://page@example.com/')), null],
    ['an origin with a port', sender(7, main('ferry://page:1/')), null],
    ['another scheme of that host', sender(7, main('https://page/')), null],
    ['a blank page', sender(7, main('about:blank')), null],
    ['no URL', sender(7, main('')), null],
    ['a frame within the page', sender(7, { url: 'ferry://page/', parent: { url: 'ferry://page/' } }), null],
    ['a frame whose parent is not known', sender(7, { url: 'ferry://page/', parent: undefined }), null],
    ['a frame that is gone', sender(7, null), null],
  ])('%s', (_what, event, identity) => {
    const policy = createSenderPolicy<string>();
    policy.admit(7, 'ferry://page', 'album');
    expect(policy.identify(event)).toBe(identity);
  });

  it('is unknown again after its end', () => {
    const policy = createSenderPolicy<string>();
    const dismiss = policy.admit(7, 'ferry://page', 'album');
    dismiss();
    expect(policy.identify(sender(7, main('ferry://page/')))).toBeNull();
  });

  it('whose id was given anew is not dismissed by the end of the one before', () => {
    const policy = createSenderPolicy<string>();
    const dismissOld = policy.admit(7, 'ferry://page', 'old');
    policy.admit(7, 'ferry://page', 'new');
    dismissOld();
    expect(policy.identify(sender(7, main('ferry://page/')))).toBe('new');
  });

  it('is never known by what it says of itself', () => {
    const policy = createSenderPolicy<string>();
    policy.admit(7, 'ferry://page', 'album');
    policy.admit(8, 'ferry://page', 'voice');
    expect([7, 8].map((id) => policy.identify(sender(id, main('ferry://page/'))))).toEqual([
      'album',
      'voice',
    ]);
  });
});
