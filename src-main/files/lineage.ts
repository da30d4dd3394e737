import type { FileEnd, FileHistoryRecord } from '#contract/files';
import type { Lineage, LineageEdge, LineageNode } from '#contract/panel-files';
import type { ExchangeOfFile, LineageTable, NumberedFile } from '../registry/lineage-table.ts';
import { PATH_SCHEMES } from './path-scheme.ts';
import type { FileSpace } from './file-space.ts';

/** What one drawing can show, and a person can read. */
const MAX_NODES = 60;
/** Of one hash, or made of one file. */
const MAX_KIN = 20;
/** Words before a path in the origin of a file that was made from another one. */
const MADE_FROM = ['saved', 'copied', 'moved', 'unzipped', 'compressed', 'cropped', 'thumbnail'] as const;
/** Ends that another file comes of. */
const BECAME_ANOTHER: ReadonlySet<FileEnd> = new Set(['saved', 'moved']);

type Found =
  | { readonly kind: 'file'; readonly file: NumberedFile }
  | { readonly kind: 'exchange'; readonly exchange: ExchangeOfFile };

/**
 * Where a file came from and what became of it, over all launches: by what each file was made of, by the transfers
 * that sent or wrote it, and by its bytes, where something was downloaded that is what was uploaded before.
 *
 * @param path canonical
 * @returns null where no file ever was at the path
 */
export function lineageOf(
  table: LineageTable,
  space: Pick<FileSpace, 'project' | 'told' | 'paths'>,
  path: string,
): Lineage | null {
  const { project } = space;
  const start = table.latestAt(project, path);
  if (!start) return null;
  const nodes = new Map<string, LineageNode>();
  const edges = new Map<string, LineageEdge>();
  const waiting: Found[] = [];
  const searched = new Set<string>();
  let isCut = false;

  const put = (node: LineageNode): boolean => {
    if (nodes.has(node.id)) return true;
    if (nodes.size >= MAX_NODES) {
      isCut = true;
      return false;
    }
    nodes.set(node.id, node);
    return true;
  };
  const join = (from: string, to: string, how: LineageEdge['how']): void => {
    if (nodes.has(from) && nodes.has(to)) edges.set(`${from}>${to}`, { from, to, how });
  };
  const putFile = (file: NumberedFile): string => {
    const id = `file:${String(file.id)}`;
    const isNew = !nodes.has(id);
    const record = unnumbered(file);
    if (put({ id, kind: 'file', atEpochMs: file.createdAtEpochMs, file: space.told(record) }) && isNew) {
      waiting.push({ kind: 'file', file });
    }
    return id;
  };
  const putExchange = (exchange: ExchangeOfFile): string => {
    const id = `exchange:${exchange.id}`;
    const isNew = !nodes.has(id);
    const { url, state, statusCode, sizeBytes } = exchange;
    const isPut = put({
      id,
      kind: exchange.kind === 'upload' ? 'upload' : 'download',
      atEpochMs: exchange.calledAtEpochMs,
      exchangeId: exchange.id,
      url,
      state,
      statusCode,
      sizeBytes,
    });
    if (isPut && isNew) waiting.push({ kind: 'exchange', exchange });
    return id;
  };
  const putUrl = (download: ExchangeOfFile): string => {
    const id = `url:${download.url}`;
    put({ id, kind: 'url', url: download.url, atEpochMs: download.calledAtEpochMs });
    return id;
  };

  const searchFile = (file: NumberedFile): void => {
    const id = `file:${String(file.id)}`;
    const { how, of } = readOrigin(file.origin);
    if (how === 'transfer') {
      const exchange = table.exchange(project, of);
      if (exchange)
        join(putExchange({ ...exchange, sizeBytes: file.sizeBytes, kind: 'download' }), id, 'download');
    } else if (how === 'remote') {
      put({ id: `url:${of}`, kind: 'url', url: of, atEpochMs: file.createdAtEpochMs });
      join(`url:${of}`, id, 'download');
    } else if (isMadeFrom(how)) {
      const parent = table.latestAt(project, of, file.id);
      if (parent) join(putFile(parent), id, how);
    } else {
      const source = `source:${String(file.id)}`;
      put({ id: source, kind: 'source', how: file.origin, atEpochMs: file.createdAtEpochMs });
      join(source, id, 'picked');
    }
    const next = table.nextAt(project, file.path, file.id) ?? Number.MAX_SAFE_INTEGER;
    let hasSuccessor = false;
    for (const word of MADE_FROM) {
      for (const child of table.withOrigin(project, `${word}:${file.path}`, file.id, next, MAX_KIN)) {
        join(id, putFile(child), word);
        hasSuccessor ||= BECAME_ANOTHER.has(word as FileEnd);
      }
    }
    for (const spelling of spellingsOf(file.path)) {
      const from = file.createdAtEpochMs;
      const to = file.end?.atEpochMs ?? Number.MAX_SAFE_INTEGER;
      for (const exchange of table.exchangesAt(project, spelling, from, to)) {
        if (exchange.kind === 'upload') join(id, putExchange(exchange), 'upload');
      }
    }
    if (file.sha256 !== null && file.sizeBytes > 0) searchHash(file.sha256);
    if (file.end && !(BECAME_ANOTHER.has(file.end.as) && hasSuccessor)) {
      const end = `end:${String(file.id)}`;
      put({ id: end, kind: 'end', as: file.end.as, atEpochMs: file.end.atEpochMs });
      join(id, end, 'ended');
    }
  };
  const searchExchange = (exchange: ExchangeOfFile): void => {
    const id = `exchange:${exchange.id}`;
    if (exchange.kind === 'upload') {
      const sent = table.at(project, canonicalOf(exchange.path), exchange.calledAtEpochMs);
      if (sent) join(putFile(sent), id, 'upload');
    } else {
      join(putUrl(exchange), id, 'download');
      const [written] = table.withOrigin(project, `transfer:${exchange.id}`, 0, Number.MAX_SAFE_INTEGER, 1);
      if (written) join(id, putFile(written), 'download');
    }
    if (exchange.sha256 !== null && exchange.sizeBytes > 0) searchHash(exchange.sha256);
  };
  /** What was downloaded with these bytes goes back to the last upload of them before. */
  const searchHash = (sha256: string): void => {
    if (searched.has(sha256)) return;
    searched.add(sha256);
    const found = table.exchangesWithHash(project, sha256, MAX_KIN);
    const uploads = found.filter(({ kind, state }) => kind === 'upload' && state === 'done');
    for (const download of found.filter(({ kind }) => kind === 'download')) {
      const upload = uploads.findLast(({ calledAtEpochMs }) => calledAtEpochMs <= download.calledAtEpochMs);
      putExchange(download);
      if (!upload) continue;
      join(putExchange(upload), putUrl(download), 'same-bytes');
      join(putUrl(download), `exchange:${download.id}`, 'download');
    }
    for (const upload of uploads) putExchange(upload);
    for (const twin of table.withHash(project, sha256, MAX_KIN)) putFile(twin);
  };

  const focus = putFile(start);
  for (let step = waiting.shift(); step; step = waiting.shift()) {
    if (step.kind === 'file') searchFile(step.file);
    else searchExchange(step.exchange);
  }
  joinTwins(nodes, edges);
  return {
    focus,
    nodes: [...nodes.values()].sort((a, b) => a.atEpochMs - b.atEpochMs),
    edges: [...edges.values()],
    isCut,
  };
}

/** A file without the number of its row, which is nobody's but the registry's. */
export function unnumbered(file: NumberedFile): FileHistoryRecord {
  const { path, kind, sizeBytes, origin, createdAtEpochMs, sha256, mediaType, end } = file;
  return { path, kind, sizeBytes, origin, createdAtEpochMs, sha256, mediaType, end };
}

/** Files of the same bytes that nothing else joins: the first of them to each other family of its own. */
function joinTwins(nodes: ReadonlyMap<string, LineageNode>, edges: Map<string, LineageEdge>): void {
  const family = new Map([...nodes.keys()].map((id) => [id, id]));
  const headOf = (id: string): string => {
    const above = family.get(id) ?? id;
    return above === id ? id : headOf(above);
  };
  for (const { from, to } of edges.values()) family.set(headOf(from), headOf(to));
  const firsts = new Map<string, string>();
  const byTime = [...nodes.values()].sort((a, b) => a.atEpochMs - b.atEpochMs);
  for (const node of byTime) {
    if (node.kind !== 'file' || node.file.sha256 === null || node.file.sizeBytes === 0) continue;
    const first = firsts.get(node.file.sha256);
    if (first === undefined) firsts.set(node.file.sha256, node.id);
    else if (headOf(first) !== headOf(node.id)) {
      edges.set(`${first}>${node.id}`, { from: first, to: node.id, how: 'same-bytes' });
      family.set(headOf(first), headOf(node.id));
    }
  }
}

function readOrigin(origin: string): { readonly how: string; readonly of: string } {
  const colon = origin.indexOf(':');
  return colon < 0 ? { how: origin, of: '' } : { how: origin.slice(0, colon), of: origin.slice(colon + 1) };
}

function isMadeFrom(how: string): how is (typeof MADE_FROM)[number] {
  return MADE_FROM.some((word) => word === how);
}

/** A canonical path as each device spells it: an exchange keeps the spelling of the device it ran on. */
function spellingsOf(canonical: string): readonly string[] {
  return [...new Set(Object.values(PATH_SCHEMES).map((scheme) => scheme.spell(canonical)))];
}

function canonicalOf(spelt: string): string {
  for (const scheme of Object.values(PATH_SCHEMES)) {
    if (!scheme.owns(spelt)) continue;
    try {
      return scheme.read(spelt);
    } catch {
      // No path of this device's; perhaps of another's.
    }
  }
  return spelt;
}
