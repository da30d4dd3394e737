import type { CallbackRecord, Exchange, NetworkProfile, Phase } from '#contract/transfer';

/** A moment all fixtures are told from, so that screenshots repeat. */
export const FIXTURE_EPOCH_MS = Date.UTC(2026, 2, 14, 6, 30, 0);

/** Where the fixtures' lab answers. */
export const LAB_ORIGIN = 'http://127.0.0.1:43817';
/** Of every file in the fixtures. */
export const FIXTURE_SHA256 = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

export function profileFixture(changes: Partial<NetworkProfile> = {}): NetworkProfile {
  return {
    invokeStart: 0,
    queueStart: 0,
    queueEnd: 0,
    redirectStart: 0,
    redirectEnd: 0,
    fetchStart: 1,
    domainLookUpStart: 1,
    domainLookUpEnd: 1,
    connectStart: 1,
    connectEnd: 2,
    SSLconnectionStart: 0,
    SSLconnectionEnd: 0,
    requestStart: 2,
    requestEnd: 640,
    responseStart: 702,
    responseEnd: 704,
    rtt: 1,
    estimate_nettype: 5,
    httpRttEstimate: 1,
    transportRttEstimate: 1,
    downstreamThroughputKbpsEstimate: 9000,
    throughputKbps: 14_600,
    peerIP: '127.0.0.1',
    port: 43817,
    socketReused: false,
    sendBytesCount: 1_204_233,
    receivedBytedCount: 812,
    protocol: 'http1.1',
    usingHighPerformanceMode: false,
    ...changes,
  };
}

export function exchangeFixture(id: string, changes: Partial<Exchange> = {}): Exchange {
  return {
    id,
    kind: 'request',
    state: 'done',
    page: 'pages/album/index',
    calledFrom: 'pages/album/index.js:41',
    method: 'GET',
    url: `${LAB_ORIGIN}/headers`,
    written: { url: `${LAB_ORIGIN}/headers` },
    calledAtEpochMs: FIXTURE_EPOCH_MS,
    queueMs: 0,
    durationMs: 24,
    statusCode: 200,
    httpVersion: '1.1',
    requestHeaders: [
      ['host', '127.0.0.1:43817'],
      ['referer', 'https://servicewechat.com/touristappid/devtools/page-frame.html'],
      ['accept-encoding', 'gzip, deflate, br'],
    ],
    responseHeaders: [
      ['content-type', 'application/json; charset=utf-8'],
      ['content-length', '812'],
    ],
    sentBytes: 0,
    expectedSendBytes: 0,
    receivedBytes: 812,
    expectedReceiveBytes: 812,
    progressEvents: 0,
    parts: [],
    requestText: null,
    file: null,
    responseText: '{"ok":true}',
    origin: { kind: 'page' },
    stack: [{ name: 'load', file: 'pages/album/index.js', line: 41, column: 8 }],
    timeout: { ms: 60_000, from: 'default' },
    slot: { index: 0, fromMs: 0, toMs: 24, freedBy: null },
    pausedAt: null,
    samples: [],
    bodies: { request: null, response: null },
    redirects: [],
    reason: null,
    rules: [],
    decodedBytes: 0,
    phases: phases([
      ['connect', 1, 2],
      ['send', 2, 3],
      ['wait', 3, 21],
      ['receive', 21, 24],
    ]),
    profile: profileFixture(),
    callbacks: [],
    warnings: [],
    errMsg: 'request:ok',
    errno: null,
    ...changes,
  };
}

function phases(spans: readonly (readonly [Phase['name'], number, number])[]): readonly Phase[] {
  return spans.map(([name, startMs, endMs]) => ({ name, startMs, endMs }));
}

function callbacks(
  taskId: string,
  calls: readonly (readonly [string, number, unknown])[],
): readonly CallbackRecord[] {
  return calls.map(([name, atMs, argument]) => ({ taskId, name, atMs, argument }));
}

const uploadedParts = [
  {
    offsetBytes: 52,
    contentOffsetBytes: 103,
    sha256: null,
    name: 'album',
    filename: null,
    contentType: null,
    sizeBytes: 6,
    value: 'summer',
  },
  {
    offsetBytes: 163,
    contentOffsetBytes: 213,
    sha256: null,
    name: 'note',
    filename: null,
    contentType: null,
    sizeBytes: 33,
    value: '西湖边的下午，风很轻',
  },
  {
    offsetBytes: 300,
    contentOffsetBytes: 412,
    sha256: null,
    name: 'file',
    filename: 'tmp_9f86d081884c.jpg',
    contentType: 'image/jpeg',
    sizeBytes: 1_203_811,
    value: null,
  },
];

const uploadWritten = {
  url: `${LAB_ORIGIN}/upload`,
  filePath: 'http://tmp/tmp_9f86d081884c.jpg',
  name: 'file',
  formData: { album: 'summer', note: '西湖边的下午，风很轻' },
};

/** Ten transfers of every state and kind, as a short session leaves them. */
export function tenExchanges(): readonly Exchange[] {
  return [
    exchangeFixture('e1', {
      url: `${LAB_ORIGIN}/config.json?locale=zh-CN`,
      page: 'pages/index/index',
      calledFrom: 'app.js:12',
    }),
    exchangeFixture('e2', {
      kind: 'upload',
      method: 'POST',
      url: `${LAB_ORIGIN}/upload`,
      written: uploadWritten,
      durationMs: 704,
      sentBytes: 1_204_233,
      expectedSendBytes: 1_204_233,
      receivedBytes: 812,
      progressEvents: 7,
      parts: uploadedParts,
      errMsg: 'uploadFile:ok',
      file: { path: 'http://tmp/tmp_9f86d081884c.jpg', sizeBytes: 1_203_811, sha256: FIXTURE_SHA256 },
      responseText:
        '{"method":"POST","fields":[["album","summer"],["note","西湖边的下午，风很轻"]],"files":[{"name":"file","filename":"tmp_9f86d081884c.jpg","size":1203811}],"kept":true,"previous":null}',
      phases: phases([
        ['queue', 0, 12],
        ['connect', 12, 14],
        ['send', 14, 640],
        ['wait', 640, 702],
        ['receive', 702, 704],
      ]),
      queueMs: 12,
      callbacks: callbacks('t2', [
        [
          'onProgressUpdate',
          102,
          { progress: 16, totalBytesSent: 196608, totalBytesExpectedToSend: 1204233 },
        ],
        [
          'onProgressUpdate',
          204,
          { progress: 33, totalBytesSent: 401408, totalBytesExpectedToSend: 1204233 },
        ],
        [
          'onProgressUpdate',
          640,
          { progress: 100, totalBytesSent: 1204233, totalBytesExpectedToSend: 1204233 },
        ],
        [
          'onHeadersReceived',
          703,
          { header: { 'content-type': 'application/json; charset=utf-8' }, statusCode: 200 },
        ],
        ['success', 704.6, { data: '{"method":"POST"}', statusCode: 200, errMsg: 'uploadFile:ok' }],
        ['complete', 704.9, { data: '{"method":"POST"}', statusCode: 200, errMsg: 'uploadFile:ok' }],
      ]),
      warnings: [{ rule: 'plain-http', text: 'This address is plain http; phones refuse it.', source: null }],
    }),
    exchangeFixture('e3', {
      kind: 'download',
      url: `${LAB_ORIGIN}/samples/river-voice.m4a`,
      page: 'pages/voice/index',
      calledFrom: 'pages/voice/index.js:58',
      durationMs: 118,
      receivedBytes: 309_842,
      expectedReceiveBytes: 309_842,
      responseText: null,
      file: { path: 'http://tmp/tmp_77ab12.m4a', sizeBytes: 309_842, sha256: FIXTURE_SHA256 },
      errMsg: 'downloadFile:ok',
      responseHeaders: [
        ['content-type', 'audio/mp4'],
        ['content-length', '309842'],
      ],
      phases: phases([
        ['send', 0, 1],
        ['wait', 1, 9],
        ['receive', 9, 118],
      ]),
      profile: profileFixture({ socketReused: true }),
      callbacks: callbacks('t3', [
        ['success', 118.4, { tempFilePath: 'http://tmp/tmp_77ab12.m4a', statusCode: 200 }],
      ]),
    }),
    exchangeFixture('e4', {
      kind: 'download',
      url: `${LAB_ORIGIN}/status/404`,
      statusCode: 404,
      durationMs: 6,
      receivedBytes: 21,
      expectedReceiveBytes: 21,
      responseText: null,
      errMsg: 'downloadFile:ok',
      file: { path: 'http://tmp/tmp_gone.bin', sizeBytes: 21, sha256: FIXTURE_SHA256 },
      phases: phases([
        ['send', 0, 1],
        ['wait', 1, 5],
        ['receive', 5, 6],
      ]),
    }),
    exchangeFixture('e5', {
      kind: 'upload',
      method: 'POST',
      state: 'failed',
      url: 'https://upload.example.invalid/photos',
      written: uploadWritten,
      statusCode: null,
      httpVersion: null,
      durationMs: 2310,
      sentBytes: 0,
      expectedSendBytes: 1_204_233,
      receivedBytes: 0,
      expectedReceiveBytes: 0,
      parts: uploadedParts,
      responseText: null,
      responseHeaders: [],
      requestHeaders: [],
      phases: [],
      profile: profileFixture({ domainLookUpStart: 1, connectEnd: 1, requestStart: 1, requestEnd: 1 }),
      file: { path: 'http://tmp/tmp_9f86d081884c.jpg', sizeBytes: 1_203_811, sha256: FIXTURE_SHA256 },
      errMsg: 'uploadFile:fail errcode:-105 cronet_error_code:-105 error_msg:net::ERR_NAME_NOT_RESOLVED',
      errno: 600001,
      callbacks: callbacks('t5', [
        ['fail', 2310.2, { errMsg: 'uploadFile:fail errcode:-105', errno: 600001 }],
        ['complete', 2310.5, { errMsg: 'uploadFile:fail errcode:-105', errno: 600001 }],
      ]),
    }),
    exchangeFixture('e6', {
      kind: 'download',
      state: 'aborted',
      url: `${LAB_ORIGIN}/download?size=50000000&rate=1000000`,
      durationMs: 3120,
      receivedBytes: 3_014_656,
      expectedReceiveBytes: 50_000_000,
      responseText: null,
      errMsg: 'downloadFile:fail abort',
      phases: phases([
        ['send', 0, 1],
        ['wait', 1, 4],
      ]),
    }),
    exchangeFixture('e7', {
      method: 'POST',
      url: 'https://api.example.com/v2/相册/列表?page=1&size=20',
      statusCode: 500,
      durationMs: 431,
      requestText: '{"page":1,"size":20}',
      responseText: 'upstream timed out',
      receivedBytes: 18,
      responseHeaders: [['Content-Type', 'text/plain']],
    }),
    exchangeFixture('e8', {
      url: `${LAB_ORIGIN}/assets/2026/03/a-very-long-folder-name/another-long-folder-name-for-the-album/IMG_20260314_183000_edited_final_v2.jpeg`,
      page: 'packageAlbum/pages/photo-detail/photo-detail-with-a-long-name',
      durationMs: 88,
      receivedBytes: 48_120,
    }),
    exchangeFixture('e9', {
      kind: 'upload',
      method: 'POST',
      state: 'running',
      url: `${LAB_ORIGIN}/upload?rate=300000`,
      written: uploadWritten,
      statusCode: null,
      durationMs: null,
      sentBytes: 758_666,
      expectedSendBytes: 1_204_233,
      receivedBytes: 0,
      expectedReceiveBytes: 0,
      parts: uploadedParts,
      responseText: null,
      responseHeaders: [],
      progressEvents: 4,
      file: { path: 'http://tmp/tmp_9f86d081884c.jpg', sizeBytes: 1_203_811, sha256: null },
      errMsg: null,
      profile: null,
      phases: phases([['connect', 1, 2]]),
    }),
    exchangeFixture('e10', {
      kind: 'download',
      state: 'running',
      url: `${LAB_ORIGIN}/download?size=8000000&chunked=1`,
      durationMs: null,
      receivedBytes: 2_100_000,
      expectedReceiveBytes: 0,
      responseText: null,
      errMsg: null,
      profile: null,
      page: 'pages/voice/index',
      phases: phases([
        ['send', 0, 1],
        ['wait', 1, 5],
      ]),
    }),
  ];
}

/** `count` finished transfers that differ. */
export function manyExchanges(count: number): readonly Exchange[] {
  return Array.from({ length: count }, (_, index) => {
    const kind = (['request', 'upload', 'download'] as const)[index % 3] ?? 'request';
    return exchangeFixture(`m${String(index)}`, {
      kind,
      method: kind === 'upload' ? 'POST' : 'GET',
      url: `${LAB_ORIGIN}/items/${String(index)}/photo-${String(index)}.jpg`,
      durationMs: 5 + (index % 900),
      receivedBytes: 100 + index * 37,
      sentBytes: kind === 'upload' ? index * 91 : 0,
      statusCode: index % 50 === 0 ? 404 : 200,
      calledAtEpochMs: FIXTURE_EPOCH_MS + index * 20,
    });
  });
}
