/** What a server can answer to whoever looks at it, with everything in it that tries to reach `out`. */
export interface HostileBody {
  readonly type: string;
  readonly body: Buffer;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
}

/** Markup, a terminal's escapes, text turned around, a formula and a template, all in one name. */
export const NASTY =
  '<img src=x onerror=escaped=1>"\'`</script>\u001b]0;owned\u0007\u001b[2J\u202egpj.exe\u2066{{escaped}}${escaped}$t(app.name)%00../..';

export function hostileBodies(out: string): Readonly<Record<string, HostileBody>> {
  const text = (type: string, body: string, headers: HostileBody['headers'] = {}): HostileBody => ({
    type,
    body: Buffer.from(body),
    headers,
  });
  const html = htmlPage(out);
  return {
    html: text('text/html; charset=utf-8', html),
    'html without a type': text('', html),
    'html as xml': text('application/xhtml+xml', html),
    'html as an image': text('image/png', html),
    'html as a video': text('video/mp4', html),
    'html as a sound': text('audio/mpeg', html),
    svg: text('image/svg+xml', svgImage(out)),
    xml: text(
      'text/xml',
      `<?xml-stylesheet href="${out}/style.xsl" type="text/xsl"?><!DOCTYPE a [<!ENTITY e SYSTEM "${out}/entity">]><a>&e;</a>`,
    ),
    pdf: text('application/pdf', pdfDocument(out)),
    'a picture that is a script and a page': {
      type: 'image/gif',
      body: Buffer.concat([
        Buffer.from('GIF89a/*\u0001\u0000\u0001\u0000', 'latin1'),
        Buffer.from(`*/=1;escaped=1;/*${html}*/`),
      ]),
    },
    script: text('text/javascript', `globalThis.escaped = 1; fetch('${out}/script');`),
    style: text('text/css', `@import url("${out}/import.css"); * { background: url("${out}/background") }`),
    ...Object.fromEntries(
      [500, 1000, 2000, 4000].map((levels) => [
        `json of ${String(levels)} levels`,
        text('application/json', `${'['.repeat(levels)}${']'.repeat(levels)}`),
      ]),
    ),
    'json of thirty thousand levels': text(
      'application/json',
      `${'{"a":'.repeat(30_000)}1${'}'.repeat(30_000)}`,
    ),
    'json of a hundred thousand items': text('application/json', JSON.stringify(new Array(100_000).fill(0))),
    'json with the keys of a prototype': text(
      'application/json',
      `{"__proto__":{"escaped":1},"constructor":{"prototype":{"escaped":1}},"toString":"${'x'.repeat(100)}"}`,
    ),
    'one line of a megabyte': text('text/plain', 'x'.repeat(1_000_000)),
    'a megabyte of lines': text('text/plain', '\n'.repeat(1_000_000)),
    'a megabyte of marks over one letter': text('text/plain; charset=utf-8', `a${'\u0301'.repeat(500_000)}`),
    'terminal escapes and text turned around': text('text/plain; charset=utf-8', NASTY.repeat(100)),
    'hostile headers': text('text/html', html, {
      'x-markup': '<img src=x onerror=escaped=1>',
      link: [`<${out}/preload>; rel=preload; as=image`, `<${out}>; rel=preconnect`],
      refresh: `0; url=${out}/refresh`,
      'content-security-policy': 'default-src *',
      'content-disposition': 'attachment; filename="../../../escaped.html"',
      'set-cookie': [`a=<script>escaped=1</script>`, 'b=\u00e2\u0080\u00aegpj'],
      'x-turned': '\u00e2\u0080\u00aegpj.exe',
      'x-long': 'x'.repeat(8000),
      ...Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`x-many-${String(index)}`, 'y'])),
    }),
  };
}

function htmlPage(out: string): string {
  return `<!doctype html><title>escaped</title><base href="${out}/">
<meta http-equiv="refresh" content="0; url=${out}/refresh"><link rel="stylesheet" href="${out}/style.css">
<link rel="preload" as="image" href="${out}/preload"><link rel="dns-prefetch" href="${out}">
<script>parent.escaped = top.escaped = escaped = 1; fetch('${out}/fetch'); new Image().src = '${out}/new-image';</script>
<script src="${out}/script.js"></script><img src="${out}/img" onerror="top.escaped = 1"><iframe src="${out}/frame"></iframe>
<object data="${out}/object"></object><embed src="${out}/embed"><video src="${out}/video" poster="${out}/poster" autoplay></video>
<form id="f" action="${out}/form" method="post"><input autofocus onfocus="top.escaped = 1"></form><script>f.submit()</script>
<svg onload="top.escaped = 1"></svg><style>@import "${out}/import.css"; body { background: url("${out}/css") }</style>
<a href="javascript:top.escaped=1" ping="${out}/ping">a</a>`;
}

function svgImage(out: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40" height="40" onload="top.escaped=1">
<script>top.escaped = 1; document.title = 'escaped'; fetch('${out}/svg-fetch')</script><script href="${out}/svg.js"/>
<image href="${out}/svg-image" width="9" height="9"/><use xlink:href="${out}/svg-use#a"/><style>@import url("${out}/svg.css");</style>
<foreignObject width="40" height="40"><body xmlns="http://www.w3.org/1999/xhtml"><img src="${out}/foreign"/><iframe src="${out}/foreign-frame"/></body></foreignObject>
<a href="javascript:top.escaped=1"><rect width="40" height="40" fill="red"/></a><animate onbegin="top.escaped=1" attributeName="x" dur="1s"/></svg>`;
}

/** A document that asks its reader to run a script and to open an address when it is opened. */
function pdfDocument(out: string): string {
  return `%PDF-1.7
1 0 obj <</Type/Catalog/Pages 2 0 R/OpenAction 4 0 R/AA<</WC 4 0 R>>/Names<</JavaScript<</Names[(a) 4 0 R]>>>>>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/AA<</O 5 0 R>>>> endobj
4 0 obj <</S/JavaScript/JS(app.launchURL\\("${out}/pdf-script"\\); app.alert\\("escaped"\\);)>> endobj
5 0 obj <</S/URI/URI(${out}/pdf-uri)>> endobj
trailer <</Root 1 0 R>>
%%EOF`;
}
