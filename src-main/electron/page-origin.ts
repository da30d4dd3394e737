import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { FerryError } from '#contract/errors';
import { PAGE_PATHS } from '#contract/wx';
import { exposedError } from '../lib/exposed-error.ts';
import { mediaTypeOf } from '../lib/media-type.ts';
import type { Program } from '../program/program.ts';
import { PAGE_PERMISSIONS, PAGE_POLICY } from './content-policy.ts';
import { fileResponse, inertType, jsonResponse, notFound, onceResponse } from './file-response.ts';
import type { SchemeHandler } from './scheme.ts';
import { decodePath, staticFile } from './static-files.ts';

export interface PageOriginOptions {
  /** Folder of the bundled page runtime. */
  readonly runtimeFolder: string;
  /** Folder of the sample album's pictures. */
  readonly albumFolder: string;
}

/** Everything a mini-program's page can fetch, by path prefix (`PAGE_PATHS`). */
export function createPageOrigin(program: Program, options: PageOriginOptions): SchemeHandler {
  const routes: readonly (readonly [
    prefix: string,
    serve: (request: Request, rest: string) => Promise<Response>,
  ])[] = [
    [PAGE_PATHS.build, (request, rest) => buildFile(program, request, rest)],
    [PAGE_PATHS.package, (request, rest) => packageFile(program, request, rest)],
    [PAGE_PATHS.file, (request, rest) => virtualFile(program, request, rest)],
    [PAGE_PATHS.body, (request, rest) => body(program, request, rest)],
    [PAGE_PATHS.remote, (request, rest) => remote(program, request, rest)],
    [PAGE_PATHS.album, (request, rest) => staticFile(request, options.albumFolder, rest)],
  ];
  return async (request, urlPath) => {
    const route = routes.find(([prefix]) => urlPath.startsWith(prefix));
    if (route) return route[1](request, urlPath.slice(route[0].length));
    if (urlPath === '/') {
      return staticFile(request, options.runtimeFolder, 'index.html', {
        'content-security-policy': PAGE_POLICY,
        'permissions-policy': PAGE_PERMISSIONS,
      });
    }
    return staticFile(request, options.runtimeFolder, urlPath.slice(1));
  };
}

/** What is compiled on demand is waited for. */
async function buildFile(program: Program, request: Request, rest: string): Promise<Response> {
  await program.buildReady(rest);
  return staticFile(request, program.buildDir, rest);
}

async function packageFile(program: Program, request: Request, rest: string): Promise<Response> {
  const name = decodePath(rest);
  if (name === null) return notFound();
  const found = await program.files.open(`/${name}`).catch(nothing);
  return found ? fileResponse(request, found.realPath, inertType(found.realPath)) : notFound();
}

async function virtualFile(program: Program, request: Request, rest: string): Promise<Response> {
  const name = decodePath(rest);
  if (name === null) return notFound();
  const found = await program.files.open(name).catch(nothing);
  if (found) return fileResponse(request, found.realPath, inertType(found.path));
  program.desk.troubles.missing({
    api: apiOf(name),
    path: name,
    page: program.log.state().route,
    source: null,
    exchangeId: null,
  });
  return notFound();
}

async function body(program: Program, request: Request, rest: string): Promise<Response> {
  if (request.method === 'POST') {
    const source = request.body
      ? Readable.fromWeb(request.body as NodeReadableStream<Uint8Array>)
      : Readable.from([]);
    return jsonResponse({ bodyId: await program.bodies.receive(source) });
  }
  const offered = program.bodies.open(rest);
  if (!offered) return notFound();
  return onceResponse(offered);
}

async function remote(program: Program, request: Request, rest: string): Promise<Response> {
  const url = decodePath(rest);
  if (url === null) return notFound();
  try {
    const file = await program.remote.get(url, 'open');
    return await fileResponse(request, file.realPath, inertType(file.realPath, file.mediaType));
  } catch (error) {
    const ours = exposedError(FerryError.from(error).toWire());
    return new Response(ours.message, { status: ours.code.startsWith('net.') ? 502 : 404 });
  }
}

/** What shows or plays a file: pages name it in an attribute, by which nobody knows where. */
function apiOf(name: string): string {
  const family = mediaTypeOf(name).split('/')[0] ?? '';
  return ['image', 'audio', 'video'].includes(family) ? `${family} src` : 'src';
}

function nothing(): null {
  return null;
}
