import type { ConditionsState, RuleLine } from '#contract/panel-conditions';
import { DEFAULT_SETTINGS } from '#contract/settings';
import { lineOf, parseRule } from '../../src-main/transfers/conditions/rule-text.ts';

/** A line of the table as main tells it. */
export function ruleLine(id: string, text: string, changes: Partial<RuleLine> = {}): RuleLine {
  const { match, action, ...rule } = parseRule(id, text, { labOrigin: 'http://127.0.0.1:7000', folder: '.' });
  return {
    id,
    text: lineOf({ ...rule, action }),
    isOn: true,
    origin: 'project',
    match,
    action,
    hits: 0,
    lastExchangeId: null,
    findings: [],
    ...changes,
  };
}

/** The conditions of a project nobody has set anything for. */
export function conditionsFixture(changes: Partial<ConditionsState> = {}): ConditionsState {
  const { device, baseLibrary, clientVersion, domainCheck, certificateCheck, domains, proxy } =
    DEFAULT_SETTINGS;
  return {
    settings: {
      device,
      baseLibrary,
      clientVersion,
      domainCheck,
      certificateCheck,
      domains,
      link: null,
      proxy,
    },
    fromCommandLine: [],
    link: null,
    rules: [],
    paused: [],
    recording: null,
    running: { device: 'devtools', baseLibrary: '3.17.0', clientVersion: '8.0.50' },
    urlCheck: true,
    isInBackground: false,
    ...changes,
  };
}

/** A table with something of everything: long names, hits, findings, what the command line and one click have set. */
export function busyConditions(): ConditionsState {
  return conditionsFixture({
    rules: [
      ruleLine('armed', 'upload#1:reset@50%', { origin: 'armed' }),
      ruleLine('launch', 'download:stall@65536,5s', { origin: 'launch', hits: 1, lastExchangeId: 'e1' }),
      ruleLine('second', 'upload#2n(api.example.com/v1/albums/*,page=pages/album/*):reset@50%', {
        hits: 12,
        lastExchangeId: 'e2',
      }),
      ruleLine(
        'map',
        'https://a-very-long-host-name.of-a-department.example.com/v1/photos/of/last/summer/*=status:503;header:Retry-After: 5;text:{"error":"busy"}',
      ),
      ruleLine(
        'shadowed',
        '--map any(a-very-long-host-name.of-a-department.example.com/v1/photos/of/last/summer/x)=lab',
        {
          findings: [{ kind: 'shadowed', by: 'map' }],
        },
      ),
      ruleLine('off', '--link 2g@download', { isOn: false }),
      ruleLine('break', '--break request:response'),
    ],
    paused: [
      {
        exchangeId: 'p1',
        side: 'request',
        kind: 'upload',
        method: 'POST',
        url: 'https://api.example.com/v1/albums/of/a/long/name/and/another/one/upload?token=abc',
        page: 'pages/album/index',
        sinceEpochMs: 0,
        statusCode: null,
      },
      {
        exchangeId: 'p2',
        side: 'response',
        kind: 'request',
        method: 'GET',
        url: 'https://api.example.com/v1/list',
        page: 'pages/album/index',
        sinceEpochMs: 0,
        statusCode: 200,
      },
    ],
  });
}
