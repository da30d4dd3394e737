import type { Exchange, ExchangeKind, TransferWarning } from '#contract/transfer';
import { exchangeFixture } from '../../support/exchange-fixtures.ts';

/** A source of numbers that is the same each time. */
export function createDice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % sides;
  };
}

const KINDS: readonly ExchangeKind[] = ['upload', 'download', 'request', 'request', 'request', 'resource'];
const TYPES = ['application/json', 'image/jpeg', 'image/png', 'text/html', 'audio/mpeg', 'video/mp4'];
const WORDS = (
  'album photo order user list detail comment like share harbour boat ferry river island market ticket price ' +
  'weather login token session cart address delivery coupon points member search history banner topic video cover ' +
  'avatar nickname city street phone district 西湖 照片 订单 用户 评论 商品 地址 优惠 会员 搜索 历史 城市 天气 渡口 上传 下载'
).split(' ');
const PLAIN_HTTP: TransferWarning = {
  rule: 'plain-http',
  text: 'A phone refuses plain HTTP.',
  source: null,
};
const SLOW_ANSWER: TransferWarning = {
  rule: 'not-found-saved',
  text: 'A page that was not found was saved as a file.',
  source: null,
};
/** The one word that few records have. */
export const RARE_WORD = 'lighthouse';

/** An exchange as a mini-program of a shop would make it: thirty hosts, forty pages, every kind, state and warning. */
export function believableExchange(
  index: number,
  atEpochMs: number,
  dice: (sides: number) => number,
): Exchange {
  const kind = KINDS[dice(KINDS.length)] ?? 'request';
  const host = dice(30);
  const page = `pages/${WORDS[dice(40)] ?? 'a'}/index`;
  const isFailed = dice(25) === 0;
  const statusCode = isFailed ? null : ([200, 200, 200, 200, 201, 204, 302, 404, 500][dice(9)] ?? 200);
  const mediaType = kind === 'resource' ? 'image/png' : (TYPES[dice(TYPES.length)] ?? 'text/html');
  const sizeBytes = dice(40) === 0 ? dice(20_000_000) : dice(60_000);
  const durationMs = dice(30) === 0 ? 1000 + dice(20_000) : 8 + dice(600);
  const scheme = host % 7 === 0 ? 'http' : 'https';
  const text = Array.from({ length: 10 + dice(80) }, () => WORDS[dice(WORDS.length)] ?? '').join(' ');
  const isUpload = kind === 'upload';
  return exchangeFixture(`bench-${String(index)}`, {
    kind,
    page,
    calledFrom: `${page}.js:${String(1 + dice(200))}`,
    state: isFailed ? 'failed' : 'done',
    method: isUpload || (kind === 'request' && dice(3) === 0) ? 'POST' : 'GET',
    url: `${scheme}://api${String(host)}.shop.example.com/v1/${WORDS[dice(30)] ?? 'a'}/${String(dice(4000))}?page=${String(dice(50))}&sign=${(dice(2e9) + 1).toString(36)}`,
    calledAtEpochMs: atEpochMs,
    durationMs,
    statusCode,
    sentBytes: isUpload ? sizeBytes : 0,
    receivedBytes: isUpload ? 240 : sizeBytes,
    expectedReceiveBytes: isUpload ? 240 : sizeBytes,
    requestHeaders: [
      ['host', `api${String(host)}.shop.example.com`],
      ['referer', 'https://servicewechat.com/wx0123456789abcdef/devtools/page-frame.html'],
      ['x-request-id', (dice(2e9) + 1).toString(16)],
    ],
    responseHeaders: [
      ['content-type', mediaType],
      ['content-length', String(sizeBytes)],
      ['server', 'nginx'],
    ],
    requestText: kind === 'request' && dice(3) === 0 ? `{"query":"${text.slice(0, 80)}"}` : null,
    responseText:
      mediaType === 'application/json' ? `{"text":"${text}"}` : index % 1000 === 7 ? RARE_WORD : null,
    parts: isUpload
      ? [
          {
            name: 'file',
            filename: `photo-${String(dice(9000))}.jpg`,
            contentType: 'image/jpeg',
            sizeBytes,
            value: null,
            offsetBytes: 90,
            contentOffsetBytes: 210,
            sha256: null,
          },
        ]
      : [],
    warnings: host % 7 === 0 ? [PLAIN_HTTP] : dice(40) === 0 ? [SLOW_ANSWER] : [],
    errMsg: isFailed ? `${kind}:fail timeout` : `${kind}:ok`,
    written: { url: 'written' },
  });
}
