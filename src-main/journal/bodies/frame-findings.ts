import type { BodyParts, PartProblem } from '#contract/panel-bodies';
import type { Exchange } from '#contract/transfer';

/** The parts of an upload, as Ferry has framed them: known without a look at the bytes. */
export function frameFindings(exchange: Exchange): BodyParts {
  const { parts, requestHeaders, bodies, expectedSendBytes } = exchange;
  const contentType = requestHeaders.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  const boundary = /boundary=("?)([^";]+)\1/i.exec(contentType)?.[2] ?? null;
  const problems: PartProblem[] = [];
  // A page may write a Content-Type of its own over the one that names the boundary.
  if (!/^\s*multipart\//i.test(contentType))
    problems.push({ code: 'not-declared', part: null, atBytes: null });
  else if (boundary === null) problems.push({ code: 'no-boundary-in-header', part: null, atBytes: null });
  for (const [index, { filename, offsetBytes }] of parts.entries()) {
    if (filename === null) continue;
    const at = { part: index, atBytes: offsetBytes };
    if (/[^ -~]/.test(filename)) problems.push({ code: 'filename-not-ascii', ...at });
    if (/["\r\n]/.test(filename)) problems.push({ code: 'filename-escaped', ...at });
  }
  const sizeBytes = bodies.request?.sizeBytes ?? expectedSendBytes;
  return { boundary, parts, problems, readBytes: sizeBytes, sizeBytes };
}
