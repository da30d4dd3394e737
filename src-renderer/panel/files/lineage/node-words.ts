import type { Lineage, LineageNode } from '#contract/panel-files';
import { formatBytes, formatMoment, lastSegment } from '../../../lib/format.ts';
import type { TextKey, Texts } from '../../texts/texts.ts';

/** The first line of a node: what it is. */
export function titleOf(node: LineageNode, { t, find }: Texts): string {
  switch (node.kind) {
    case 'source':
      return find(`lineage.source.${node.how}`) ?? node.how;
    case 'file':
      return lastSegment(node.file.path);
    case 'upload':
      return `${t('lineage.upload')} ${node.statusCode === null ? node.state : String(node.statusCode)}`;
    case 'download':
      return `${t('lineage.download')} ${node.statusCode === null ? node.state : String(node.statusCode)}`;
    case 'url':
      return t('lineage.url');
    case 'end':
      return t(`lineage.end.${node.as}` satisfies TextKey);
  }
}

/** Its second line: which, how large. */
export function detailOf(node: LineageNode, { t }: Texts): string {
  switch (node.kind) {
    case 'file':
      return `${formatBytes(node.file.sizeBytes)} · ${t(`files.one.${node.file.kind}`)}`;
    case 'upload':
    case 'download':
      return formatBytes(node.sizeBytes);
    case 'url':
      return shortUrl(node.url);
    default:
      return '';
  }
}

function shortUrl(url: string): string {
  try {
    const { host, pathname } = new URL(url);
    return `${host}${pathname}`;
  } catch {
    return url;
  }
}

/** A node and what it came of, as one sentence for whoever hears the graph instead of seeing it. */
export function sentenceOf(node: LineageNode, lineage: Lineage, texts: Texts): string {
  const own = [
    titleOf(node, texts),
    detailOf(node, texts),
    node.id === lineage.focus ? texts.t('lineage.isFocus') : '',
    formatMoment(node.atEpochMs, texts.locale),
  ];
  const what = own.filter((word) => word !== '').join(', ');
  const came = lineage.edges.filter(({ to }) => to === node.id);
  const parent = came[0] && lineage.nodes.find(({ id }) => id === came[0]?.from);
  if (!came[0] || !parent) return what;
  return texts.t('lineage.from', {
    what,
    how: texts.t(`lineage.how.${came[0].how}`),
    from: titleOf(parent, texts),
  });
}
