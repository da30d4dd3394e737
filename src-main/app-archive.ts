import path from 'node:path';
import type { Rule } from '#contract/conditions';
import type { ExchangeMarks, ExchangeQuery } from '#contract/panel-exchanges';
import type { ArchiveEvent } from '#contract/panel-archive';
import type { Dialogs } from './electron/dialogs.ts';
import type { ArchiveActions } from './ipc/panel-archive-handlers.ts';
import { createArchive } from './journal/archive/archive.ts';
import type { Archive } from './journal/archive/archive-types.ts';
import { recordedAnswers } from './journal/archive/recorded-answers.ts';
import type { ExchangeList } from './journal/list/exchange-list.ts';
import { errorFromErrno } from './files/disk.ts';
import { plainFileName } from './lib/plain-file-name.ts';
import { NOT_RECORDED } from './program/conditions.ts';
import type { Program } from './program/program.ts';

export interface ArchiveActionDeps {
  readonly program: () => Program | null;
  readonly list: () => ExchangeList | null;
  /** What the developer noted about an exchange; null where there is none. */
  readonly marksOf: (id: string) => ExchangeMarks | null;
  /** Opens the empty mini-program that recorded exchanges are looked at in. */
  readonly openViewer: () => Promise<void>;
  readonly dialogs: Pick<Dialogs, 'saveFile' | 'pickArchive'>;
  readonly version: string;
  readonly now: () => number;
  readonly tell: (event: ArchiveEvent) => void;
}

const WINDOW_LENGTH = 500;
const ALL_IMPORTED = { sort: 'time', isDescending: false, isGroupedByPage: false } as const;

/** Exports from the open program's journal, imports into it. */
export function createArchiveActions(deps: ArchiveActionDeps): ArchiveActions {
  const archiveOf = (program: Program): Archive =>
    createArchive({
      journal: program.journal,
      bodies: program.kept,
      newPath: () => program.bodies.newPath(),
      marks: { of: deps.marksOf, set: (id, marks) => deps.list()?.mark([id], marks) },
      version: deps.version,
      now: deps.now,
      facts: () => {
        const { conditions, info, log } = program;
        return {
          project: { name: info.name, appid: info.appid },
          pageStack: log.state().routes,
          rules: conditions.lines().map(({ text, isOn }) => ({ text, isOn })),
          link: conditions.chosen().link,
        };
      },
      onProgress(doneCount, totalCount) {
        deps.tell({ kind: 'archive-progress', doneCount, totalCount });
      },
    });

  const idsOf = async (query: ExchangeQuery): Promise<string[]> => {
    const list = deps.list();
    if (!list) return [];
    await list.ready();
    const ids: string[] = [];
    for (;;) {
      const { rows, count } = list.window(query, ids.length, WINDOW_LENGTH);
      ids.push(...rows.map(({ id }) => id));
      if (rows.length === 0 || ids.length >= count) return ids;
    }
  };

  return {
    async save(options) {
      const program = deps.program();
      if (!program) return null;
      const ids = options.ids ?? (await idsOf(options.query));
      const day = new Date(deps.now()).toISOString().slice(0, 10);
      const target = await deps.dialogs.saveFile(
        `${plainFileName(program.info.name)}-${day}.${options.format}`,
      );
      if (target === null) return null;
      try {
        return await archiveOf(program).save(target, ids, options);
      } catch (error) {
        throw errorFromErrno(error, path.basename(target));
      }
    },
    async answerFrom(wanted) {
      const program = deps.program();
      if (!program) return 0;
      if (wanted === null) {
        program.conditions.answerFrom(null);
        return 0;
      }
      const { from, batch } = wanted;
      const ids = await idsOf({ ...ALL_IMPORTED, filter: 'is:imported' });
      const exchanges = ids.flatMap((id) => {
        const exchange = program.journal.get(id);
        const isOfIt =
          exchange?.origin.kind === 'import' &&
          exchange.origin.from === from &&
          (exchange.origin.batch ?? null) === batch;
        return isOfIt ? [exchange] : [];
      });
      const rules = await recordedAnswers(exchanges, (id) => program.keptBody(id, 'response'));
      program.conditions.answerFrom({ from, rules: [...rules, notRecorded(from)] });
      return rules.length;
    },
    async load(given) {
      const file = given ?? (await deps.dialogs.pickArchive());
      if (file === null) return null;
      if (!deps.program()) await deps.openViewer();
      const program = deps.program();
      await deps.list()?.ready();
      return program && archiveOf(program).load(path.resolve(file));
    },
  };
}

/** What a recording says to whatever it has no answer for, as a cache does that may not ask (RFC 9111, 5.2.1.7). */
function notRecorded(from: string): Rule {
  const text = `Not in ${from}. Nothing was sent over the network.`;
  return {
    id: NOT_RECORDED,
    text: `not in ${from}`,
    enabled: true,
    match: {},
    action: {
      kind: 'respond',
      answer: {
        statusCode: 504,
        headers: [['Content-Type', 'text/plain; charset=utf-8']],
        body: { kind: 'text', text },
      },
    },
  };
}
