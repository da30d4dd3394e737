import { answerDelay, answerDownload, answerDrop, answerStall } from './byte-routes.ts';
import {
  answerCookies,
  answerEcho,
  answerHeaders,
  answerRedirects,
  answerRedirectTo,
  answerStatus,
} from './echo-routes.ts';
import type { LabExchange } from './exchange.ts';
import { answerKeptUpload, answerSample } from './file-route.ts';
import { answerUpload } from './upload-route.ts';

/** One thing the lab can do, in words. */
export interface LabRoute {
  /** Methods it answers to; empty for any. */
  readonly methods: readonly string[];
  /** `/download?size=&rate=`: what to put together. */
  readonly usage: string;
  readonly summary: string;
}

interface Route extends LabRoute {
  /** The path itself, or with a `/` at its end everything below it. */
  readonly path: string;
  readonly answer: (exchange: LabExchange) => void | Promise<void>;
}

const READ = ['GET', 'HEAD'];

const ROUTES: readonly Route[] = [
  {
    path: '/upload',
    methods: ['POST'],
    usage: '/upload',
    summary: 'Answers what the server parsed: headers, form fields, files with size and SHA-256',
    answer: answerUpload,
  },
  {
    path: '/uploads/',
    methods: READ,
    usage: '/uploads/<sha256>',
    summary: 'Gives back a file that was uploaded; the newest 50 files and 100 MiB are kept',
    answer: answerKeptUpload,
  },
  {
    path: '/download',
    methods: READ,
    usage: '/download?size=&rate=&type=&chunked=&name=',
    summary: 'Sends size bytes (64k, 2m; up to 8g), at rate bytes a second, chunked=1 without Content-Length',
    answer: answerDownload,
  },
  {
    path: '/status/',
    methods: [],
    usage: '/status/<200-599>',
    summary: 'Answers with that status',
    answer: answerStatus,
  },
  {
    path: '/redirect/',
    methods: [],
    usage: '/redirect/<1-50>',
    summary: 'Redirects so many times, then to /headers',
    answer: answerRedirects,
  },
  {
    path: '/redirect-to',
    methods: [],
    usage: '/redirect-to?url=&status=',
    summary: 'Redirects to url with 302, or another redirect status',
    answer: answerRedirectTo,
  },
  {
    path: '/delay',
    methods: [],
    usage: '/delay?ms=',
    summary: 'Answers after ms milliseconds, up to 600000',
    answer: answerDelay,
  },
  {
    path: '/drop',
    methods: ['GET'],
    usage: '/drop?after=&reset=',
    summary: 'Promises more, sends after bytes, closes the connection; reset=1 resets it',
    answer: answerDrop,
  },
  {
    path: '/stall',
    methods: ['GET'],
    usage: '/stall?after=',
    summary: 'Promises more, sends after bytes, then says nothing',
    answer: answerStall,
  },
  {
    path: '/headers',
    methods: [],
    usage: '/headers',
    summary: 'Answers the request headers as received, in their order and case',
    answer: answerHeaders,
  },
  {
    path: '/cookies/set',
    methods: READ,
    usage: '/cookies/set?<name>=<value>',
    summary: 'Sets cookies',
    answer: answerCookies,
  },
  {
    path: '/echo',
    methods: [],
    usage: '/echo',
    summary: 'Answers method, headers and body of any request',
    answer: answerEcho,
  },
  {
    path: '/samples/',
    methods: READ,
    usage: '/samples/<file>',
    summary: 'Pictures, sounds and a PDF; /samples/ lists them',
    answer: answerSample,
  },
];

/** What the lab can do, in the order to show it; the index page and the command's help are made of it. */
export function describeLab(): readonly LabRoute[] {
  return ROUTES.map(({ methods, usage, summary }) => ({ methods, usage, summary }));
}

/** The route for a path; null when there is none. */
export function routeFor(path: string): Route | null {
  return (
    ROUTES.find((route) => (route.path.endsWith('/') ? path.startsWith(route.path) : path === route.path)) ??
    null
  );
}
