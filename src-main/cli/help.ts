import { describeLab } from '../lab/routes.ts';

const GENERAL = `ferry: a desktop host for WeChat mini-programs

  ferry [open] [folder]     open the window on a project; without a folder, the start screen
  ferry run <folder>        run a project without a window, write a report, exit
  ferry lab                 the built-in echo and chaos server alone
  ferry doctor              test the runtime on this machine and print what works

  --home <dir>              where Ferry keeps its data (also FERRY_HOME)
  --verbose                 more on stderr, stacks included
  --help, --version

Exit codes: 0 done; 1 the run failed (a page threw, the time ran out); 2 the command could not be carried out.
Help of one command: ferry run --help`;

const TOPICS: Readonly<Record<string, string>> = {
  open: `ferry [open] [folder]

Opens the window on a mini-program project: a folder with app.json, or with a project.config.json that says where
it lies. Without a folder: recent projects and the samples.`,
  run: `ferry run <folder> [options]

  --page <path[?query]>       entry page; default: the first in app.json
  --all-pages                 open every page of app.json in turn
  --tap <selector>            tap an element (waits up to 5 s for it; repeatable, in order with --wait and --input)
  --longpress <selector>      the same, held for 0.6 s
  --input <selector>=<text>   type into an input or textarea
  --wait <ms|selector>        wait for a time, or until an element exists
  --choose <file[,file…]>     answer of the next chooseImage; cancel cancels; repeatable
  --lab                       start the lab; its origin is wx.env.FERRY_LAB and in the report
  --keep | --fresh            keep (default) or clear the project's files, storage and history of earlier launches
  --timeout <ms>              give up on the whole run (default 60000)
  --json <file>               the report as JSON; - for stdout
  --screenshot <file.png>     the page at the end
  --screenshots <dir>         one picture after each step; with --all-pages, one per page

Ferry's own dialogs take taps too: .ferry-modal__confirm, .ferry-modal__cancel, .ferry-action-sheet__item,
.ferry-action-sheet__cancel, .ferry-picker__picture, .ferry-picker__done, .ferry-preview__close.

The run ends when the steps are done and nothing is in flight. It exits 1 when a page threw or the time ran out.`,
  lab: `ferry lab [--port N] [--host H] [--https]

Serves until interrupted, on 127.0.0.1 unless --host is given; with --https on a second port too.

${describeLab()
  .map(({ methods, usage, summary }) => `  ${methods.join(' ')} ${usage}\n      ${summary}`)
  .join('\n')}`,
  doctor: `ferry doctor

Tries on this machine's runtime (Electron, or Chromium through electron-on-chromium) what Ferry needs of it, in a home
of its own, and prints a line for each: IPC, errors, synchronous calls, range requests, streaming, policy, partitions,
the compiler, the transfer worker, screenshots, input. ✓ works, ! works with something to know, ✗ does not, with what
that means; – was not tried. Exits 1 when something does not work.`,
  start: `npm start [-- folder]

Opens the window on a folder or on the Album sample; without a display, runs the sample and shows its transfers.`,
};

/** The help of one command, or of all. */
export function helpText(topic: string | null): string {
  return (topic !== null && Object.hasOwn(TOPICS, topic) ? TOPICS[topic] : undefined) ?? GENERAL;
}
