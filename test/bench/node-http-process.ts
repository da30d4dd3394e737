import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import http, { type IncomingMessage } from 'node:http';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { eachTransfer, urlOf, type Place, type Workload } from './workload.ts';

/** `node:http` with Node's own file streams and their defaults, as anyone would write it. */

const agent = new http.Agent({ keepAlive: true });

async function download(url: string, file: string): Promise<void> {
  const [response] = (await once(http.get(url, { agent }), 'response')) as [IncomingMessage];
  checkStatus(response);
  await pipeline(response, createWriteStream(file));
}

async function upload(url: string, file: string, sizeBytes: number): Promise<void> {
  const boundary = '----NodeFormBoundary';
  const head =
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="file.bin"\r\n` +
    'Content-Type: application/octet-stream\r\n\r\n';
  const tail = `\r\n--${boundary}--\r\n`;
  const request = http.request(url, {
    method: 'POST',
    agent,
    headers: {
      'Content-Type': `multipart/form-data; boundary=${boundary}`,
      'Content-Length': head.length + sizeBytes + tail.length,
    },
  });
  const answered = once(request, 'response') as Promise<[IncomingMessage]>;
  request.write(head);
  await pipeline(createReadStream(file), request, { end: false });
  request.end(tail);
  const [response] = await answered;
  checkStatus(response);
  response.resume();
  await once(response, 'end');
}

function checkStatus(response: IncomingMessage): void {
  if (response.statusCode !== 200) throw new Error(`Status ${String(response.statusCode)}`);
}

process.once('message', (message) => {
  const { workload, place } = message as { workload: Workload; place: Place };
  const url = urlOf(workload, place);
  const startedAt = performance.now();
  void eachTransfer(workload, (number) =>
    workload.direction === 'download'
      ? download(url, path.join(place.outFolder, String(number)))
      : upload(url, place.sourcePath, workload.sizeBytes),
  ).then(() => process.send?.({ wallMs: performance.now() - startedAt }));
});
process.on('disconnect', () => process.exit(0));
process.send?.({ ready: true });
