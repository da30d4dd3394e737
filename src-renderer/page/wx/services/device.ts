import type { Overlays } from '../../overlays/index.ts';
import type { WxFunctions } from '../api-kit.ts';
import { Refusal } from '../api-kit.ts';
import { createListeners } from '../listeners.ts';
import { numberOf, textOf } from '../parameters.ts';
import { PLAYED_WORDS } from './played-words.ts';
import { token, type ServiceKit } from './service-kit.ts';

const BATTERY = { level: 100, isCharging: true, isLowPowerModeEnabled: false } as const;
const VIBRATIONS: readonly string[] = ['heavy', 'medium', 'light'];

/** Battery, screen, vibration, calls, contacts and codes, as a phone that lies on a desk. */
export function createDeviceFunctions(
  { kit, madeUp, done, notices }: ServiceKit,
  overlays: Pick<Overlays, 'modal'>,
): WxFunctions {
  const words = PLAYED_WORDS[kit.host.boot.locale];

  return {
    getBatteryInfo: madeUp('getBatteryInfo', {}, () => BATTERY),
    getBatteryInfoSync: kit.synchronous('getBatteryInfoSync', () => ({ ...BATTERY })),
    ...quietListener('BatteryInfoChange'),

    vibrateShort: kit.asynchronous('vibrateShort', {}, (options) => {
      const type = textOf(options, 'type');
      if (type !== '' && !VIBRATIONS.includes(type)) throw new Refusal('style is not support', 1001);
      return {};
    }),
    vibrateLong: done('vibrateLong'),

    getScreenRecordingState: kit.asynchronous('getScreenRecordingState', {}, () => ({ state: 'off' })),
    ...quietListener('ScreenRecordingStateChanged'),
    checkIsOpenAccessibility: kit.asynchronous('checkIsOpenAccessibility', {}, () => ({ open: false })),
    checkDeviceSupportHevc: kit.asynchronous('checkDeviceSupportHevc', {}, () => ({ supportHevc: false })),
    getDeviceBenchmarkInfo: madeUp('getDeviceBenchmarkInfo', {}, () => ({
      benchmarkLevel: 30,
      modelLevel: 3,
    })),

    makePhoneCall: kit.asynchronous('makePhoneCall', { phoneNumber: 'String' }, async (options) => {
      const number = textOf(options, 'phoneNumber');
      notices.madeUp('makePhoneCall');
      const answer = await overlays.modal.show(words.question(words.calling, number, words.call));
      if (!answer.confirmed) throw new Refusal('cancel');
      return {};
    }),
    sendSms: madeUp('sendSms', {}, () => ({})),
    scanCode: madeUp('scanCode', {}, () => ({
      result: 'https://weixin.qq.com/',
      scanType: 'QR_CODE',
      charSet: 'utf-8',
      path: '',
      rawData: btoa('https://weixin.qq.com/'),
    })),
    chooseContact: madeUp('chooseContact', {}, () => ({
      phoneNumber: '02081167888',
      displayName: '张三',
      phoneNumberList: '02081167888',
    })),
    addPhoneContact: madeUp('addPhoneContact', { firstName: 'String' }, () => ({})),
    addPhoneCalendar: madeUp('addPhoneCalendar', { title: 'String', startTime: 'Number' }, () => ({})),
    addPhoneRepeatCalendar: madeUp(
      'addPhoneRepeatCalendar',
      { title: 'String', startTime: 'Number' },
      () => ({}),
    ),

    openAppAuthorizeSetting: done('openAppAuthorizeSetting'),
    openSystemBluetoothSetting: done('openSystemBluetoothSetting'),
    setEnableDebug: done('setEnableDebug', { enableDebug: 'Boolean' }),
    getRandomValues: kit.asynchronous('getRandomValues', { length: 'Number' }, (options) => ({
      randomValues: randomBytes(numberOf(options, 'length', 0)),
    })),
    getUserCryptoManager: kit.synchronous('getUserCryptoManager', () => ({
      getRandomValues: kit.asynchronous('getRandomValues', { length: 'Number' }, (options) => ({
        randomValues: randomBytes(numberOf(options, 'length', 0)),
      })),
      getLatestUserKey: madeUp('getLatestUserKey', {}, () => ({
        encryptKey: btoa(token(16)),
        iv: btoa(token(16)),
        version: 1,
        expireTime: Math.round(Date.now() / 1000) + 3600,
      })),
    })),
  };
}

/** The most that `getRandomValues` gives (WeChat's documentation). */
const MAX_RANDOM_BYTES = 1_048_576;
/** What the browser gives at once. */
const RANDOM_PIECE_BYTES = 65_536;

function randomBytes(length: number): ArrayBuffer {
  if (!Number.isInteger(length) || length < 1 || length > MAX_RANDOM_BYTES) {
    throw new Refusal(`length should be in [1, ${String(MAX_RANDOM_BYTES)}]`, 1001);
  }
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += RANDOM_PIECE_BYTES) {
    crypto.getRandomValues(bytes.subarray(at, at + RANDOM_PIECE_BYTES));
  }
  return bytes.buffer;
}

/** `on…` and `off…` of something that never happens on a desk. */
export function quietListener(event: string): WxFunctions {
  const listeners = createListeners();
  return { [`on${event}`]: listeners.on, [`off${event}`]: listeners.off };
}
