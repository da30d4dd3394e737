import type { TextKey, Texts } from '../../texts/texts.ts';
import type { ColumnId } from './columns.ts';

const LABELS = {
  state: 'column.state',
  method: 'column.method',
  host: 'column.host',
  path: 'column.path',
  page: 'column.page',
  status: 'column.status',
  size: 'column.size',
  duration: 'column.duration',
  warning: 'list.warning',
  type: 'list.type',
  time: 'list.time',
  tags: 'list.tags',
  progress: 'list.rate',
  waterfall: 'list.waterfall',
} as const satisfies Record<ColumnId, TextKey>;

/** What a column is called. */
export function columnLabel(id: ColumnId, t: Texts['t']): string {
  return t(LABELS[id]);
}
