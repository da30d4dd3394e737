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
it lies. Without a folder: recent projects and the samples.

The options of ferry run that say which device and which network it has (--profile, --lib, --client, --link, --fault,
--map, --allow, --no-domain-check, --proxy, --ca, --client-cert, --client-key, --seed, --screen, --theme,
--language, --font-size) hold for what the window opens.`,
  run: `ferry run <folder> [options]

  --page <path[?query]>       entry page; default: the first in app.json
  --all-pages                 open every page of app.json in turn, with the query of the project's own compile mode
  --query <page>?<query>      or with this one; repeatable
  --tap <selector>            tap an element (waits up to 5 s for it; repeatable, in order with --wait and --input)
  --longpress <selector>      the same, held for 0.6 s
  --input <selector>=<text>   type into an input or textarea
  --wait <ms|selector>        wait for a time, or until an element exists
  --choose <file[,file…]>     answer of the next chooseImage, chooseMedia, chooseVideo or chooseMessageFile: the files of
                              one pick, as they are; cancel cancels; repeatable
  --deny <scope>              refuse a permission: writePhotosAlbum, record or camera; others are given; repeatable
  --save-as <file>            answer of the next saveFileToDisk; without one it is cancelled; repeatable
  --lab                       start the lab; its origin is wx.env.FERRY_LAB and in the report
  --profile <device>          devtools (default), ios, android, windows or seed-1.4
  --screen <model>            iphone-se, iphone-8 (default), iphone-8-plus, iphone-x, iphone-14, iphone-15-pro-max,
                              android-360, pixel-7 or ipad
  --theme <light|dark>        shown by what has "darkmode": true in its app.json
  --language <code>           WeChat's language: zh_CN (default), zh_TW, zh_HK, en, ja or ko
  --font-size <px>            WeChat's font size: 15, 16 (default), 17, 18, 20 or 22
  --lib <version>             base library, such as 2.10.4; what came later does not exist for the pages
  --client <version>          WeChat client, such as 6.5.3
  --link <spec>[@<who>]       wifi, 5g, 4g, 3g, slow-3g, 2g, offline, or up=200k,down=1m,rtt=120ms,jitter=10ms,loss=1%
                              (k and m are kbit/s and Mbit/s; 200kB are bytes); @api.example.com or @upload#2 for some
  --fault <who>:<what>        download:reset@50%, upload:stall@65536,5s, request#2:status,503 … (list below)
  --map <from>=<to>           https://api.example.com[/path*]= another origin, a file, text:…, status:404 or lab
  --allow <list>=<origin>     an entry of the legal domains of request, uploadFile, downloadFile, socket, udp or tcp;
                              once there is one, all six lists are enforced
  --no-domain-check           check neither legal domains nor certificates, as urlCheck false in project.config.json
  --proxy system|none|<url>   the proxy of transfers (default: the system's; this computer is always reached directly)
  --ca <file.pem>             trust this certificate authority too; repeatable
  --client-cert, --client-key <file.pem>  (passphrase: FERRY_CLIENT_KEY_PASSPHRASE)
  --background <ms>           send the app to the background for so long; a step like --tap
                              (every step waits until nothing is in flight, but for what --background, --network and
                              a --wait before them are to meet)
  --network <type>            change the phone's network (wifi, 4g, none …); a step like --tap
  --phone <event>             memory-warning (:5, :10, :15), screen-captured, audio-interrupted, audio-resumed; a step
  --seed <n>                  decides jitter and loss (default 1)
  --keep | --fresh            keep (default) or clear the project's files, storage and history of earlier launches
  --timeout <ms>              give up on the whole run (default 60000)
  --json <file>               the report as JSON; - for stdout
  --screenshot <file.png>     the page at the end
  --screenshots <dir>         one picture after each step; with --all-pages, one per page

Who: upload, download, request or any; then #2 for the second alone; then (host/path*) or (page=route*).
Faults: refuse, dns, tls, reset@, close@, stall@[,time], truncate@, corrupt@[,bytes], content-length,<n>,
garbage-header, drip,<bytes/s>, status,<code>, drop-response, duplicate-progress; delay,<time> only waits. A place is bytes or % of the request
body of an upload, else of the response body; request/ or response/ before the fault says which (upload:response/reset@0).

Ferry's own dialogs take taps too: .ferry-modal__confirm, .ferry-modal__cancel, .ferry-action-sheet__item,
.ferry-action-sheet__cancel, .ferry-picker__picture, .ferry-picker__file, .ferry-picker__done,
.ferry-picker__camera, .ferry-camera__shutter, .ferry-preview__close, .ferry-crop__done, .ferry-settings__row,
.ferry-settings__done, and of the sheet of a picker .ferry-wheels__confirm, .ferry-wheels__cancel.

ferry.mock.json beside project.config.json says what wx answers: { "login": { "success": { "code": "x" } },
"scanCode": { "fail": "cancel" }, "cloud": { "functions": { "add": { "success": 3 } } } }.

The run ends when the steps are done and nothing is in flight: no transfer, no page load, no call of wx, no script
at work. For timers of the page and sounds that play, use --wait. It exits 1 when a page threw or the time ran out.`,
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
