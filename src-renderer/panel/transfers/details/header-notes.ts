import type { Locale } from '#contract/panel';

/** What a header is about; the grouped view puts those of one kind together. */
export const HEADER_GROUPS = [
  'content',
  'cache',
  'identity',
  'connection',
  'cors',
  'security',
  'proxy',
  'other',
] as const;

export type HeaderGroup = (typeof HEADER_GROUPS)[number];

interface HeaderNote {
  readonly group: HeaderGroup;
  readonly en: string;
  readonly 'zh-CN': string;
}

const note = (group: HeaderGroup, en: string, zhCn: string): HeaderNote => ({ group, en, 'zh-CN': zhCn });

/** What common headers mean, by their lower-case names. */
export const HEADER_NOTES: Readonly<Record<string, HeaderNote>> = {
  accept: note('content', 'Media types the sender can read.', '发送方能处理的内容类型。'),
  'accept-charset': note(
    'content',
    'Old list of readable character sets; servers ignore it.',
    '旧的字符集列表，服务器一般不理会。',
  ),
  'accept-encoding': note('content', 'Compressions the sender can undo.', '发送方能解开的压缩方式。'),
  'accept-language': note('content', 'Languages the person prefers.', '用户偏好的语言。'),
  'accept-ranges': note(
    'content',
    'Whether parts of the file can be asked for; “bytes” allows resuming.',
    '是否可以只取文件的一部分；“bytes” 表示可以续传。',
  ),
  'content-type': note(
    'content',
    'Media type of the body, with its charset or boundary.',
    '正文的内容类型，附带字符集或边界。',
  ),
  'content-length': note(
    'content',
    'Length of the body in bytes as sent; progress needs it.',
    '正文传输时的字节数，进度靠它计算。',
  ),
  'content-encoding': note(
    'content',
    'How the body was compressed; sizes on the wire are those of the compressed bytes.',
    '正文的压缩方式；线上大小是压缩后的字节数。',
  ),
  'content-language': note('content', 'Language the body is written in.', '正文使用的语言。'),
  'content-disposition': note(
    'content',
    'Whether to show or save the body, and the suggested file name.',
    '正文应显示还是保存，以及建议的文件名。',
  ),
  'content-range': note(
    'content',
    'Which bytes of the whole this answer holds.',
    '本次响应是整个文件的哪一段。',
  ),
  'content-location': note(
    'content',
    'Address of exactly this version of the content.',
    '这一版内容自己的地址。',
  ),
  'content-md5': note(
    'content',
    'MD5 of the body in Base64; some storage services check it.',
    '正文 MD5 的 Base64；部分存储服务会校验。',
  ),
  digest: note(
    'content',
    'Hash of the body, to check that it arrived whole.',
    '正文的摘要，用来检查是否完整。',
  ),
  'repr-digest': note(
    'content',
    'Hash of the content before parts were taken of it.',
    '内容在分段之前的摘要。',
  ),
  'content-digest': note('content', 'Hash of the bytes of this very message.', '本条消息正文字节的摘要。'),
  range: note('content', 'Asks for some bytes only.', '只请求其中一部分字节。'),
  'if-range': note(
    'content',
    'Gives the range only if the file is still the same.',
    '文件没变时才按范围返回。',
  ),
  trailer: note('content', 'Header lines that follow after the body.', '正文之后还会出现的头。'),
  'x-content-duration': note('content', 'Length of a sound or film in seconds.', '音频或视频的时长（秒）。'),
  'cache-control': note(
    'cache',
    'How long, and by whom, the answer may be kept.',
    '响应可以缓存多久、由谁缓存。',
  ),
  expires: note(
    'cache',
    'Until when the answer is fresh; Cache-Control wins.',
    '响应的过期时间；Cache-Control 优先。',
  ),
  etag: note(
    'cache',
    'Name of this version; send it back to ask whether it changed.',
    '这一版本的标识，回传它就能询问是否有变化。',
  ),
  'if-none-match': note('cache', 'Wants the body only if the version is another.', '版本不同才要正文。'),
  'if-match': note('cache', 'Acts only if the version is still this one.', '版本仍是这个时才执行。'),
  'last-modified': note('cache', 'When the file changed last.', '文件最后修改的时间。'),
  'if-modified-since': note(
    'cache',
    'Wants the body only if it changed since then.',
    '在此之后改过才要正文。',
  ),
  'if-unmodified-since': note('cache', 'Acts only if nothing changed since then.', '在此之后没改过才执行。'),
  age: note('cache', 'Seconds this answer has lain in a cache.', '响应在缓存里放了多少秒。'),
  vary: note('cache', 'Request headers that lead to another answer.', '哪些请求头会让响应不同。'),
  pragma: note('cache', 'Old form of Cache-Control: no-cache.', 'Cache-Control: no-cache 的旧写法。'),
  warning: note('cache', 'Old remark of a cache about the answer.', '缓存对响应的旧式说明。'),
  'cdn-cache-control': note('cache', 'Cache rules for content networks alone.', '只给 CDN 看的缓存规则。'),
  'x-cache': note(
    'cache',
    'Whether a content network had the answer (HIT) or fetched it (MISS).',
    'CDN 是命中（HIT）还是回源（MISS）。',
  ),
  'x-cache-lookup': note('cache', 'How a content network looked the answer up.', 'CDN 查找缓存的结果。'),
  'cf-cache-status': note('cache', 'Whether Cloudflare had the answer.', 'Cloudflare 是否命中缓存。'),
  'clear-site-data': note(
    'cache',
    'Asks a browser to forget what it keeps of this site; WeChat ignores it.',
    '要求浏览器清除本站数据，微信不理会。',
  ),
  authorization: note('identity', 'Proof of who is asking, such as a token.', '请求者的凭证，例如令牌。'),
  'www-authenticate': note(
    'identity',
    'How to prove who is asking, with a 401.',
    '随 401 说明应如何提供凭证。',
  ),
  cookie: note(
    'identity',
    'Cookies sent back; WeChat keeps none, so the page wrote them.',
    '带回的 Cookie；微信不保存 Cookie，所以是页面自己写的。',
  ),
  'set-cookie': note(
    'identity',
    'A cookie to keep; WeChat keeps none, read it from res.cookies.',
    '要保存的 Cookie；微信不会保存，请从 res.cookies 读取。',
  ),
  referer: note(
    'identity',
    'WeChat fixes it: servicewechat.com, the appid of project.config.json (touristappid where there is none), and the version, which is devtools in DevTools and 0 in trial builds.',
    '由微信固定：servicewechat.com、project.config.json 的 appid（没有则为 touristappid）和版本（开发者工具中为 devtools，体验版为 0）。',
  ),
  'user-agent': note('identity', 'Program that asks; WeChat fixes it.', '发出请求的程序；由微信固定。'),
  origin: note(
    'identity',
    'Site that a browser asks from; WeChat sends none.',
    '浏览器请求所在的站点；微信不发送。',
  ),
  from: note('identity', 'E-mail address of who runs the asking program.', '运行请求程序者的邮箱。'),
  'x-requested-with': note('identity', 'Usual mark of a call by script.', '脚本发起调用的常见标记。'),
  'x-api-key': note('identity', 'Key of the calling application.', '调用方应用的密钥。'),
  'x-csrf-token': note(
    'identity',
    'Token that proves the call comes from the own site.',
    '证明调用来自本站的令牌。',
  ),
  'x-wx-openid': note(
    'identity',
    'WeChat’s id of the user, set by the cloud gateway.',
    '微信用户标识，由云托管网关写入。',
  ),
  'idempotency-key': note(
    'identity',
    'Lets a server tell a repeat from a new call.',
    '让服务器分辨重试和新调用。',
  ),
  host: note('connection', 'Host that is asked; the connection sets it.', '请求的主机，由连接写入。'),
  connection: note(
    'connection',
    'Whether the connection stays open for the next request.',
    '连接是否保留给下一个请求。',
  ),
  'keep-alive': note('connection', 'How long an idle connection stays open.', '空闲连接保持多久。'),
  'transfer-encoding': note(
    'connection',
    '“chunked” sends the body in pieces of unknown total: no progress.',
    '“chunked” 表示分块传输、总长未知，因此没有进度。',
  ),
  te: note('connection', 'Transfer encodings the sender takes.', '发送方接受的传输编码。'),
  upgrade: note(
    'connection',
    'Wants another protocol on this connection, such as WebSocket.',
    '希望在此连接上换用其他协议，例如 WebSocket。',
  ),
  expect: note(
    'connection',
    '“100-continue” asks before the body is sent.',
    '“100-continue” 表示发送正文前先询问。',
  ),
  'alt-svc': note(
    'connection',
    'Other ways to the same server, such as HTTP/3.',
    '访问同一服务器的其他方式，例如 HTTP/3。',
  ),
  location: note(
    'connection',
    'Where a redirect leads, or what was created.',
    '重定向的去向，或新建资源的地址。',
  ),
  'retry-after': note('connection', 'When to try again.', '多久之后再试。'),
  date: note('connection', 'When the server answered, by its own clock.', '服务器作答的时间（按它的时钟）。'),
  server: note('connection', 'Software that answered.', '作答的服务器软件。'),
  allow: note('connection', 'Methods this address takes.', '该地址支持的方法。'),
  'max-forwards': note('connection', 'Most proxies a TRACE may pass.', 'TRACE 最多经过几个代理。'),
  'sec-websocket-key': note(
    'connection',
    'Random key that begins a WebSocket.',
    '建立 WebSocket 的随机密钥。',
  ),
  'sec-websocket-accept': note('connection', 'Server’s answer to that key.', '服务器对该密钥的应答。'),
  'sec-websocket-protocol': note(
    'connection',
    'Protocol spoken within the WebSocket.',
    'WebSocket 里使用的子协议。',
  ),
  'sec-websocket-version': note('connection', 'Version of WebSocket.', 'WebSocket 的版本。'),
  'sec-websocket-extensions': note(
    'connection',
    'Extensions of the WebSocket, such as compression.',
    'WebSocket 的扩展，例如压缩。',
  ),
  'access-control-allow-origin': note(
    'cors',
    'Sites whose scripts may read the answer; only browsers care.',
    '哪些站点的脚本可读取响应；只对浏览器有意义。',
  ),
  'access-control-allow-methods': note(
    'cors',
    'Methods other sites may use; only browsers care.',
    '其他站点可用的方法；只对浏览器有意义。',
  ),
  'access-control-allow-headers': note(
    'cors',
    'Headers other sites may set; only browsers care.',
    '其他站点可设置的头；只对浏览器有意义。',
  ),
  'access-control-allow-credentials': note(
    'cors',
    'Whether other sites may send cookies; only browsers care.',
    '其他站点能否带 Cookie；只对浏览器有意义。',
  ),
  'access-control-expose-headers': note(
    'cors',
    'Headers scripts may read; WeChat gives all of them.',
    '脚本可读取的头；微信会全部给出。',
  ),
  'access-control-max-age': note(
    'cors',
    'How long the browser may remember these rules.',
    '浏览器可记住这些规则多久。',
  ),
  'access-control-request-method': note('cors', 'Method a browser wants to use.', '浏览器想使用的方法。'),
  'access-control-request-headers': note('cors', 'Headers a browser wants to set.', '浏览器想设置的头。'),
  'timing-allow-origin': note('cors', 'Sites that may see how long the answer took.', '哪些站点可查看耗时。'),
  'cross-origin-resource-policy': note('cors', 'Which sites may embed the answer.', '哪些站点可嵌入该响应。'),
  'cross-origin-opener-policy': note('cors', 'Keeps windows of other sites apart.', '把其他站点的窗口隔开。'),
  'strict-transport-security': note('security', 'Only https from now on.', '以后只用 https。'),
  'content-security-policy': note(
    'security',
    'What a page from here may load; no matter to wx.',
    '该页面允许加载什么；对 wx 没有影响。',
  ),
  'x-content-type-options': note(
    'security',
    '“nosniff”: take the media type as said.',
    '“nosniff”：按声明的类型处理。',
  ),
  'x-frame-options': note('security', 'Whether the page may stand in a frame.', '页面能否放进框架。'),
  'x-xss-protection': note(
    'security',
    'Old browser filter; without effect today.',
    '旧的浏览器过滤器，如今无效。',
  ),
  'referrer-policy': note('security', 'How much of the address is passed on.', '传递多少来源地址。'),
  'permissions-policy': note('security', 'Browser features the page may use.', '页面可用的浏览器功能。'),
  'x-forwarded-for': note('proxy', 'Addresses the request came through.', '请求途经的地址。'),
  'x-forwarded-proto': note('proxy', 'Whether it was https before the proxy.', '到达代理之前是否为 https。'),
  'x-forwarded-host': note('proxy', 'Host that was asked before the proxy.', '到达代理之前请求的主机。'),
  forwarded: note('proxy', 'Way through proxies, in standard form.', '途经代理的标准记录。'),
  'x-real-ip': note('proxy', 'Address of the asking device, as the proxy saw it.', '代理看到的设备地址。'),
  via: note('proxy', 'Proxies the message passed.', '消息经过的代理。'),
  'proxy-authorization': note('proxy', 'Proof for the proxy.', '给代理的凭证。'),
  'proxy-authenticate': note(
    'proxy',
    'How to prove who is asking to the proxy, with a 407.',
    '随 407 说明如何向代理提供凭证。',
  ),
  'cf-ray': note('proxy', 'Cloudflare’s number of this request.', 'Cloudflare 的请求编号。'),
  'x-request-id': note(
    'other',
    'Number of this request; tell it to the back end.',
    '请求编号，可交给后端查询。',
  ),
  'x-trace-id': note('other', 'Number that follows a call through the services.', '贯穿各服务的调用编号。'),
  traceparent: note('other', 'Place of the call in a distributed trace.', '调用在分布式追踪中的位置。'),
  'x-powered-by': note('other', 'Framework of the server.', '服务器使用的框架。'),
  'server-timing': note('other', 'Where the server spent its time.', '服务器各步骤的耗时。'),
  'x-response-time': note('other', 'How long the server took.', '服务器处理用时。'),
  'x-ratelimit-limit': note('other', 'Calls allowed in a span of time.', '一段时间内允许的调用数。'),
  'x-ratelimit-remaining': note('other', 'Calls left in this span.', '本时段剩余的调用数。'),
  'x-ratelimit-reset': note('other', 'When the count begins anew.', '何时重新计数。'),
  'x-cos-request-id': note('other', 'Tencent COS’s number of this request.', '腾讯云 COS 的请求编号。'),
  'x-oss-request-id': note('other', 'Aliyun OSS’s number of this request.', '阿里云 OSS 的请求编号。'),
  'x-amz-request-id': note('other', 'Amazon S3’s number of this request.', 'Amazon S3 的请求编号。'),
  'x-reqid': note('other', 'Qiniu’s number of this request.', '七牛云的请求编号。'),
  link: note('other', 'Related addresses, such as the next page.', '相关地址，例如下一页。'),
  refresh: note('other', 'Asks a browser to load anew; wx ignores it.', '要求浏览器重新加载，wx 不理会。'),
};

/** What a header means in the panel's language; null for one that is not in the table. */
export function headerNote(name: string, locale: Locale): string | null {
  return HEADER_NOTES[name.toLowerCase()]?.[locale] ?? null;
}

export function headerGroup(name: string): HeaderGroup {
  return HEADER_NOTES[name.toLowerCase()]?.group ?? 'other';
}
