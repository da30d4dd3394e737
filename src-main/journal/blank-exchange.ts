import type { Exchange } from '#contract/transfer';
import type { NewExchange } from './journal.ts';

/** What is known of an exchange when it begins: nothing. */
export function blankExchange(): Omit<Exchange, keyof NewExchange> {
  return {
    state: 'waiting',
    queueMs: 0,
    durationMs: null,
    statusCode: null,
    httpVersion: null,
    requestHeaders: [],
    responseHeaders: [],
    sentBytes: 0,
    expectedSendBytes: 0,
    receivedBytes: 0,
    expectedReceiveBytes: 0,
    progressEvents: 0,
    parts: [],
    requestText: null,
    file: null,
    responseText: null,
    redirects: [],
    rules: [],
    origin: { kind: 'page' },
    stack: [],
    timeout: null,
    slot: null,
    pausedAt: null,
    samples: [],
    bodies: { request: null, response: null },
    decodedBytes: 0,
    phases: [],
    profile: null,
    callbacks: [],
    warnings: [],
    errMsg: null,
    reason: null,
    errno: null,
  };
}

/** The record of an exchange of which nothing is known at all. */
export function emptyRecord(): Omit<Exchange, 'id' | 'bodies'> {
  return {
    kind: 'request',
    page: '',
    calledFrom: null,
    method: 'GET',
    url: '',
    written: null,
    calledAtEpochMs: 0,
    ...blankExchange(),
  };
}
