import type { MockAnswer } from '#contract/mocks';
import { createNotices, type Notices } from '../wx/services/notices.ts';
import { sealed, token } from '../wx/services/service-kit.ts';
import type { Builtin } from './builtin.ts';
import { callWx } from './call-wx.ts';

interface OpenValues {
  readonly openType: string;
  readonly lang: string;
  readonly sendMessagePath: string;
}

type Result = Readonly<Record<string, unknown>>;

/** One notice for each `open-type` and program, as for the functions of `wx`. */
const noticesOf = new WeakMap<object, Notices>();

function noticesFor(host: Builtin<unknown>['host']): Notices {
  const known = noticesOf.get(host);
  if (known !== undefined) return known;
  const made = createNotices(host);
  noticesOf.set(host, made);
  return made;
}

function isFailure(answer: MockAnswer): answer is Extract<MockAnswer, { fail: unknown }> {
  return 'fail' in answer;
}

/** What the mock file says of it, under the name of the `open-type`; else what Ferry makes up. */
async function madeUp<V>(self: Builtin<V>, name: string, make: () => Result): Promise<Result> {
  const { mocks } = self.host.boot;
  const answer = Object.hasOwn(mocks.apis, name) ? mocks.apis[name] : undefined;
  if (answer === undefined) {
    noticesFor(self.host).madeUp(name);
    return { errMsg: `${name}:ok`, ...make() };
  }
  noticesFor(self.host).fromFile(name);
  if (answer.delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, answer.delayMs));
  if (isFailure(answer)) return { errMsg: `${name}:fail`, ...answer.fail };
  const success = typeof answer.success === 'object' && answer.success !== null ? answer.success : {};
  return { errMsg: `${name}:ok`, ...success };
}

/** What `getPhoneNumber` gives: a code for the mini-program's server, and the older sealed form. */
const phoneNumber = (): Result => ({ code: token(64), ...sealed(), cloudID: token(64) });

/** By `open-type` (WeChat's documentation of `button`), what a tap does. */
const ACTIONS: Readonly<Record<string, <V extends OpenValues>(self: Builtin<V>) => Promise<void> | void>> = {
  share({ host, node, element }) {
    const { offsetLeft, offsetTop } = element;
    const dataset = { ...(node.dataset as Readonly<Record<string, unknown>> | null) };
    host.share.forward({ from: 'button', target: { id: node.id, dataset, offsetLeft, offsetTop } });
  },
  async getUserInfo(self) {
    const options = { lang: self.get('lang'), withCredentials: true };
    self.emit('getuserinfo', (await callWx(self.wx, 'getUserInfo', options)).result);
  },
  async getPhoneNumber(self) {
    self.emit('getphonenumber', await madeUp(self, 'getPhoneNumber', phoneNumber));
  },
  async getRealtimePhoneNumber(self) {
    self.emit('getrealtimephonenumber', await madeUp(self, 'getRealtimePhoneNumber', phoneNumber));
  },
  async chooseAvatar(self) {
    const { ok, result } = await callWx(self.wx, 'chooseMedia', { count: 1, mediaType: ['image'] });
    const files = ok && Array.isArray(result['tempFiles']) ? (result['tempFiles'] as unknown[]) : [];
    const [first] = files;
    // Whoever thinks better of it is not told of, as on a phone.
    if (typeof first === 'object' && first !== null && 'tempFilePath' in first) {
      self.emit('chooseavatar', { avatarUrl: first.tempFilePath });
    }
  },
  async openSetting(self) {
    self.emit('opensetting', (await callWx(self.wx, 'openSetting')).result);
  },
  async contact(self) {
    const made = (): Result => ({ path: self.get('sendMessagePath'), query: {} });
    self.emit('contact', await madeUp(self, 'enterContact', made));
  },
  launchApp(self) {
    // Only a mini-program that an app has opened may go back to it (scene 1036 and 1069).
    self.emit('error', { errMsg: 'launchApp:fail invalid scene' });
  },
  async feedback(self) {
    await madeUp(self, 'feedback', () => ({}));
  },
  agreePrivacyAuthorization(self) {
    self.emit('agreeprivacyauthorization', {
      errMsg: 'agreePrivacyAuthorization:ok',
      buttonId: self.node.id,
    });
  },
};

/** Does what a button's `open-type` says; several are written with `|` between them. */
export function openByType<V extends OpenValues>(self: Builtin<V>): void {
  for (const type of self.get('openType').split('|')) {
    const name = type.trim();
    if (name === '') continue;
    const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
    if (action === undefined) self.host.reports.unsupported(`button open-type="${name}"`);
    else void action(self);
  }
}
