import type { WxFunctions } from '../api-kit.ts';
import { Refusal } from '../api-kit.ts';
import type { WxResult } from '../callbacks.ts';
import type { WxOptions } from '../parameters.ts';
import { isOptions, textOf, textsOf } from '../parameters.ts';
import { opaque, sealed, token, type ServiceKit } from './service-kit.ts';

/** What WeChat shows of somebody who has not agreed to more (documentation of getUserInfo, 2021-04 on). */
const GREY_FACE =
  'https://thirdwx.qlogo.cn/mmopen/vi_32/POgEwh4mIHO4nibH0KlMECNjjGxQUq24ZEaGT4poC6icRiccVGKSyXwibcPq4BWmiaIGuG1icwxaQX6grC9VemZoJ8rg/132';

/** Subscription messages asked for at once (WeChat's documentation of requestSubscribeMessage). */
const MAX_TEMPLATES = 5;

function userInfo(options: WxOptions): WxResult {
  return {
    nickName: '微信用户',
    avatarUrl: GREY_FACE,
    gender: 0,
    country: '',
    province: '',
    city: '',
    language: textOf(options, 'lang', 'en'),
  };
}

/** `getUserInfo` and `getUserProfile`: who the person is, unsealed and sealed (WeChat's documentation of UserInfo). */
export function userInfoResult(options: WxOptions): WxResult {
  const info = userInfo(options);
  return {
    userInfo: info,
    rawData: JSON.stringify(info),
    signature: token(40).toLowerCase(),
    ...sealed(),
    cloudID: token(64),
  };
}

const ADDRESS = {
  userName: '张三',
  postalCode: '510000',
  provinceName: '广东省',
  cityName: '广州市',
  countyName: '海珠区',
  streetName: '',
  detailInfo: '新港中路397号',
  detailInfoNew: '新港中路397号',
  nationalCode: '510105',
  telNumber: '020-81167888',
} as const;

const INVOICE_TITLE = {
  type: '0',
  title: '深圳市腾讯计算机系统有限公司',
  taxNumber: '9144030071526726XG',
  companyAddress: '深圳市南山区粤海街道麻岭社区科技中一路腾讯大厦35层',
  telephone: '0755-86013388',
  bankName: '',
  bankAccount: '',
} as const;

function requestSubscribeMessage(options: WxOptions): WxResult {
  const templates = textsOf(options, 'tmplIds');
  if (templates.length === 0) throw new Refusal('Templates list is empty', 10001);
  if (templates.length > MAX_TEMPLATES) throw new Refusal('Templates count out of max bounds', 20003);
  return Object.fromEntries(templates.map((template) => [template, 'accept']));
}

/** Login, the person's data, payment and the like, as a phone of somebody who agrees to everything. */
export function createAccountFunctions({ kit, madeUp, done }: ServiceKit): WxFunctions {
  return {
    login: madeUp('login', {}, () => ({ code: `0${token(31)}` })),
    pluginLogin: madeUp('pluginLogin', {}, () => ({ code: `0${token(31)}` })),
    checkSession: done('checkSession'),
    getUserInfo: madeUp('getUserInfo', {}, userInfoResult),
    getUserProfile: madeUp('getUserProfile', { desc: 'String' }, userInfoResult),
    getWeRunData: madeUp('getWeRunData', {}, () => ({ ...sealed(), cloudID: token(64) })),
    getGroupEnterInfo: madeUp('getGroupEnterInfo', {}, () => ({ ...sealed(), cloudID: token(64) })),
    getShareInfo: madeUp('getShareInfo', { shareTicket: 'String' }, () => ({
      ...sealed(),
      cloudID: token(64),
    })),
    authPrivateMessage: madeUp('authPrivateMessage', { shareTicket: 'String' }, () => ({
      valid: true,
      ...sealed(),
    })),
    chooseAddress: madeUp('chooseAddress', {}, () => ADDRESS),
    chooseInvoiceTitle: madeUp('chooseInvoiceTitle', {}, () => INVOICE_TITLE),
    chooseInvoice: madeUp('chooseInvoice', {}, () => ({
      invoiceInfo: JSON.stringify([
        { card_id: token(28), encrypt_code: opaque(24), app_id: kit.host.boot.appid },
      ]),
    })),
    chooseLicensePlate: madeUp('chooseLicensePlate', {}, () => ({ plateNumber: '粤A12345' })),
    requestPayment: madeUp(
      'requestPayment',
      { timeStamp: 'String', nonceStr: 'String', package: 'String', paySign: 'String' },
      () => ({}),
    ),
    requestOrderPayment: madeUp(
      'requestOrderPayment',
      { timeStamp: 'String', nonceStr: 'String' },
      () => ({}),
    ),
    requestMerchantTransfer: madeUp('requestMerchantTransfer', {}, () => ({})),
    requestSubscribeMessage: madeUp('requestSubscribeMessage', { tmplIds: 'Array' }, requestSubscribeMessage),
    requestSubscribeDeviceMessage: madeUp(
      'requestSubscribeDeviceMessage',
      { tmplIds: 'Array' },
      (options) => {
        return requestSubscribeMessage(options);
      },
    ),
    checkIsSupportSoterAuthentication: madeUp('checkIsSupportSoterAuthentication', {}, () => ({
      supportMode: ['fingerPrint'],
    })),
    checkIsSoterEnrolledInDevice: madeUp('checkIsSoterEnrolledInDevice', { checkAuthMode: 'String' }, () => ({
      isEnrolled: true,
    })),
    startSoterAuthentication: madeUp(
      'startSoterAuthentication',
      { requestAuthModes: 'Array', challenge: 'String' },
      (options) => {
        const [authMode = 'fingerPrint'] = textsOf(options, 'requestAuthModes');
        const resultJSON = JSON.stringify({ raw: textOf(options, 'challenge'), counter: 1, tee_n: 'Ferry' });
        return { authMode, errCode: 0, resultJSON, resultJSONSignature: opaque(64) };
      },
    ),
    checkIsAddedToMyMiniProgram: madeUp('checkIsAddedToMyMiniProgram', {}, () => ({ added: false })),
    faceDetect: madeUp('faceDetect', {}, () => ({})),
    addCard: madeUp('addCard', { cardList: 'Array' }, ({ cardList }) => ({
      cardList: (Array.isArray(cardList) ? cardList.filter(isOptions) : []).map((card) => ({
        ...card,
        code: token(12),
        isSuccess: true,
      })),
    })),
    openCard: done('openCard', { cardList: 'Array' }),
  };
}
