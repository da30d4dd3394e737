import { formatBytes } from '../../../lib/format.ts';
import { visibleText } from '../../../lib/visible-text.ts';
import type { Texts } from '../../texts/texts.ts';
import type { StoryLine } from '../story.ts';

/** One line of a story in words; what a page or a server wrote in it is made visible. */
export function wordsOfLine(line: StoryLine, t: Texts['t']): string {
  return visibleText(words(line, t));
}

function words(line: StoryLine, t: Texts['t']): string {
  switch (line.kind) {
    case 'called':
      return line.isElement ? t('details.story.asked') : t('story.called', { api: line.api });
    case 'resent':
      return t(line.of === null ? 'details.story.resent' : 'details.story.resentOf');
    case 'imported':
      return t('details.story.imported', { from: line.from });
    case 'waiting':
    case 'notWaited':
    case 'aborted':
      return t(`story.${line.kind}`);
    case 'waited':
      return t('story.waited', { duration: `${String(Math.round(line.durationMs))}\u00a0ms` });
    case 'rule':
      return t('details.story.rule', { rule: line.rule });
    case 'paused':
      return t(line.side === 'request' ? 'details.story.pausedRequest' : 'details.story.pausedResponse');
    case 'resumed':
      return t(line.side === 'request' ? 'details.story.resumedRequest' : 'details.story.resumedResponse');
    case 'dns':
    case 'connect':
    case 'tls':
    case 'dnsTried':
    case 'connectTried':
    case 'tlsTried':
    case 'reused':
      return t(`story.${line.kind}`, { host: line.host });
    case 'waitedForServer':
      return t('details.story.waitedForServer', { host: line.host });
    case 'redirect':
      return line.statusCode === null
        ? t('details.story.hop', { hop: line.hop, url: line.url })
        : t('details.story.hopStatus', { hop: line.hop, url: line.url, status: line.statusCode });
    case 'messages':
      return t('details.story.messages', { sent: line.sentCount, received: line.receivedCount });
    case 'closed':
      return line.reason === ''
        ? t('details.story.closed', { code: line.code })
        : t('details.story.closedWith', { code: line.code, reason: line.reason });
    case 'sent':
    case 'received':
      return t(`story.${line.kind}`, { size: formatBytes(line.sizeBytes) });
    case 'sending':
    case 'receiving': {
      const sizes = { size: formatBytes(line.sizeBytes), total: formatBytes(line.totalBytes) };
      return line.kind === 'receiving' && line.totalBytes === 0
        ? t('story.receivingUnknown', sizes)
        : t(`story.${line.kind}`, sizes);
    }
    case 'answered':
      return t('story.answered', { status: line.statusCode });
    case 'written':
      return t('story.written', { path: line.path });
    case 'progress':
      return t('story.progress', { count: line.count });
    case 'callback':
      return t('story.callback', { name: line.name });
    case 'failed':
      return t('story.failed', { errMsg: line.errMsg });
  }
}
