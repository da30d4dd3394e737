import type { Locale } from '#contract/panel';

/** Why a rule is there, and what to do about it, each in one sentence. */
export interface WarningLesson {
  readonly why: string;
  readonly change: string;
}

type Lessons = Readonly<Record<Locale, WarningLesson>>;

const lesson = (why: string, change: string, whyZhCn: string, changeZhCn: string): Lessons => ({
  en: { why, change },
  'zh-CN': { why: whyZhCn, change: changeZhCn },
});

/** By rule, for every rule of the table in main. */
export const WARNING_LESSONS: Readonly<Record<string, Lessons>> = {
  'plain-http': lesson(
    'Released mini-programs may use https only.',
    'Serve the address over https, with a certificate that phones trust.',
    '正式版小程序只能使用 https。',
    '给服务器配上手机信任的证书，改用 https。',
  ),
  'private-host': lesson(
    'A phone is not on this machine or its network.',
    'Use a public host name, or map it to this machine by a rule while you develop.',
    '手机不在这台电脑或它的局域网里。',
    '换成公网域名；开发时可用规则把它映射到本机。',
  ),
  'ip-address': lesson(
    'The domain lists take names, no addresses.',
    'Give the server a host name and call that.',
    '合法域名只能填域名，不能填 IP。',
    '给服务器配一个域名并使用它。',
  ),
  'not-listed': lesson(
    'A release reaches only hosts that its lists name; the check is off for this project now.',
    'Add the host in the WeChat console, and in the Device tab to check it here too.',
    '正式版只能访问列表中的域名，而本项目现在没有校验。',
    '在微信后台加上该域名；在“设备”页也加上，就能在这里校验。',
  ),
  'shown-not-listed': lesson(
    'Components are not bound by the domain lists, but the download functions are.',
    'Add the host to the downloadFile list if code is to fetch it.',
    '组件不受合法域名限制，下载接口受限制。',
    '代码要下载它时，把域名加入 downloadFile 列表。',
  ),
  'header-referer': lesson(
    'Servers tell by it which mini-program calls, so no page may forge it.',
    'Remove it from header; put what the server needs into a header of your own.',
    '服务器靠它识别小程序，所以页面不能伪造。',
    '从 header 中移除；服务器需要的信息放进自定义头。',
  ),
  'header-user-agent': lesson(
    'It names WeChat and the device, so no page may forge it.',
    'Remove it from header; put what the server needs into a header of your own.',
    '它说明微信和设备，所以页面不能伪造。',
    '从 header 中移除；服务器需要的信息放进自定义头。',
  ),
  'header-framing': lesson(
    'Only the sender of the bytes knows length, host and connection.',
    'Remove it from header; it is set correctly without you.',
    '长度、主机和连接只有实际发送者才知道。',
    '从 header 中移除，它会被正确写入。',
  ),
  'header-content-type': lesson(
    'The body needs the boundary between its parts named, and only WeChat knows that.',
    'Remove content-type from header.',
    '正文需要写明各部分之间的边界，而边界只有微信知道。',
    '从 header 中移除 content-type。',
  ),
  'header-ignored': lesson(
    'Old WeChat for iOS drops all headers of an upload.',
    'Put what the server needs into the address or formData.',
    '旧版 iOS 微信会丢掉上传的所有请求头。',
    '把服务器需要的内容放进地址或 formData。',
  ),
  'form-data-object': lesson(
    'Only the own properties of a plain object become fields.',
    'Copy what you have into a plain object first.',
    '只有普通对象自身的属性会成为字段。',
    '先把数据复制到普通对象里。',
  ),
  'form-data-text': lesson(
    'A form field is text; an object becomes “[object Object]”.',
    'Turn it into text yourself, say by JSON.stringify.',
    '表单字段只能是文本，对象会变成 “[object Object]”。',
    '自己转成文本，例如 JSON.stringify。',
  ),
  'form-data-key': lesson(
    'Two parts of one name cannot be told apart, and phones refuse them.',
    'Rename the field or the file’s name option.',
    '同名的两部分无法区分，手机会拒绝。',
    '改字段名，或改文件的 name。',
  ),
  'form-data-path': lesson(
    'A local path lives on this device for this launch only.',
    'Upload the file itself, or send the address that the server gave for it.',
    '本地路径只在这台设备、这次启动里有效。',
    '上传文件本身，或发送服务器返回的地址。',
  ),
  'large-upload': lesson(
    'Phones end transfers at their time-out, and servers often refuse large bodies.',
    'Compress it first, or upload in parts.',
    '手机会在超时时中断，服务器也常拒绝大正文。',
    '先压缩，或分片上传。',
  ),
  'large-download': lesson(
    'WeChat writes at most 200 MB into one file.',
    'Split the file on the server and download the pieces.',
    '微信单个文件最多下载 200 MB。',
    '在服务器上拆分，再分段下载。',
  ),
  'error-saved': lesson(
    'For WeChat every answer is a success; it saves whatever body came.',
    'Check res.statusCode before you use the file.',
    '对微信来说有响应就算成功，正文是什么就存什么。',
    '使用文件前先检查 res.statusCode。',
  ),
  'answer-not-json': lesson(
    'wx.uploadFile gives data as text; an error page of a gateway is HTML.',
    'Check res.statusCode first and catch what JSON.parse throws.',
    'wx.uploadFile 的 data 是文本；网关的错误页是 HTML。',
    '先检查 res.statusCode，并捕获 JSON.parse 的异常。',
  ),
  'url-unencoded': lesson(
    'Devices encode such characters differently, or refuse them.',
    'Use encodeURIComponent once on each part you put in.',
    '各平台对这些字符的编码不同，甚至会拒绝。',
    '拼进地址的每一段各用一次 encodeURIComponent。',
  ),
  'url-invisible': lesson(
    'It came along with a copied text, and becomes part of the name.',
    'Type the address anew, or trim it.',
    '它随复制的文本而来，成了地址的一部分。',
    '重新输入地址，或去掉它。',
  ),
  'url-credentials': lesson(
    'WeChat takes no user name and password from an address.',
    'Send them in an Authorization header.',
    '微信不会使用地址里的用户名和密码。',
    '放进 Authorization 头。',
  ),
  'local-path-as-url': lesson(
    'The path names a file on the device; no server knows it.',
    'Use the path as it is in file functions and components.',
    '这个路径是设备上的文件，服务器并不知道。',
    '直接在文件接口和组件中使用该路径。',
  ),
  'path-without-slash': lesson(
    'Without the slash the name becomes part of the folder’s.',
    'Write `${wx.env.USER_DATA_PATH}/name`.',
    '缺少斜杠时，文件名就成了目录名的一部分。',
    '写成 `${wx.env.USER_DATA_PATH}/name`。',
  ),
  'timeout-over-60s': lesson(
    'Some phones cap every time-out at 60 s.',
    'Send less at a time, or resume where it ended.',
    '部分手机把超时上限定为 60 秒。',
    '每次少传一些，或支持续传。',
  ),
  'timeout-capped': lesson(
    'This device caps every time-out at 60 s.',
    'Send less at a time, or resume where it ended.',
    '当前设备把超时上限定为 60 秒。',
    '每次少传一些，或支持续传。',
  ),
  'over-ten': lesson(
    'WeChat runs ten of one kind at once.',
    'Put the calls in a queue of your own and start few at a time.',
    '微信同一类传输最多同时进行十个。',
    '自己排队，每次只发起几个。',
  ),
  'temp-extension': lesson(
    'WeChat names a temp file by the Content-Type, not by the address.',
    'Have the server send the file’s own type.',
    '微信按 Content-Type 而不是地址给临时文件取扩展名。',
    '让服务器返回文件真实的类型。',
  ),
  'length-unknown': lesson(
    'Progress is a share of a total, and the total was not told.',
    'Have the server send Content-Length, without chunked encoding.',
    '进度是占总量的比例，而总量未知。',
    '让服务器返回 Content-Length，不用分块编码。',
  ),
  'stale-connection': lesson(
    'A kept connection may be closed by either end at any time, and the request and that end can cross.',
    'Keep idle connections for longer on the server than its clients do.',
    '任何一端都可以随时关闭保持的连接，请求与关闭可能交错。',
    '让服务器保持空闲连接的时间长于客户端。',
  ),
  'progress-jump': lesson(
    'The system has taken the bytes, but the server does not have them yet.',
    'Take success for the end, not 100 %.',
    '系统已收下字节，但服务器还没收到。',
    '以 success 为准，不要以 100% 为准。',
  ),
  'option-ignored': lesson(
    'The option changes how WeChat’s own network works, which Ferry does not have.',
    'Leave it in if a phone needs it; try that on a phone.',
    '这个选项改变微信自己的网络行为，Ferry 没有这部分。',
    '手机需要就保留，并在手机上验证。',
  ),
  'http2-unavailable': lesson(
    'Client and server agree on HTTP/2 only if both speak it.',
    'Switch it on at the server, or leave the option out.',
    '双方都支持时才会使用 HTTP/2。',
    '在服务器上启用，或去掉该选项。',
  ),
  'worker-lost': lesson(
    'Ferry carries transfers in a process of its own, and that one ended.',
    'Try again; report it if it happens twice.',
    'Ferry 在单独的进程里传输，而该进程退出了。',
    '请重试；若再次发生请反馈。',
  ),
  'disk-full': lesson(
    'What is downloaded goes to this computer’s disk.',
    'Make room on it and try again.',
    '下载内容会写入这台电脑的磁盘。',
    '腾出空间后重试。',
  ),
  quota: lesson(
    'Saved and user files of one mini-program share 200 MB.',
    'Remove files that are not needed, or download without filePath.',
    '一个小程序的本地缓存文件和用户文件共用 200 MB。',
    '删除不需要的文件，或下载时不传 filePath。',
  ),
  background: lesson(
    'WeChat stops the network of a mini-program in the background.',
    'Note what was under way in onHide and go on in onShow.',
    '微信会停止后台小程序的网络。',
    '在 onHide 记下进行中的任务，在 onShow 继续。',
  ),
  'dead-path-expired': lesson(
    'Temp files live for one launch; a path kept in storage outlives them.',
    'Keep the file by wx.saveFile and store the path that it gives.',
    '临时文件只在一次启动内有效，存进 storage 的路径会比它活得久。',
    '用 wx.saveFile 保存文件，并存下它返回的路径。',
  ),
  'dead-path-moved': lesson(
    'A file that was moved or renamed has another path from then on.',
    'Use the new path everywhere, and store that one.',
    '文件移动或改名后，路径就变了。',
    '各处都改用新路径，并保存新路径。',
  ),
  'dead-path-removed': lesson(
    'A file that was removed does not come back under its path.',
    'Forget the path where you remove the file, and ask with access first.',
    '已删除的文件不会再出现在原路径。',
    '删除文件时一并忘掉路径，使用前先用 access 检查。',
  ),
  'dead-path-replaced': lesson(
    'The path was used again for another file, and that one is gone too.',
    'Forget a path where you remove its file, and give each file a name of its own.',
    '这个路径后来又给了另一个文件，而那个文件也已不在。',
    '删除文件时一并忘掉路径，并给每个文件取不同的名字。',
  ),
  'dead-path-saved': lesson(
    'wx.saveFile moves the temp file, so its old path is dead.',
    'Use savedFilePath from success instead of the temp path.',
    'wx.saveFile 会移走临时文件，原路径随即失效。',
    '改用 success 返回的 savedFilePath。',
  ),
  'network-changed': lesson(
    'Another network means other addresses; open connections do not outlive it.',
    'Try again, or listen to wx.onNetworkStatusChange.',
    '换了网络地址也变了，原有连接无法保留。',
    '重试，或监听 wx.onNetworkStatusChange。',
  ),
};

/** The lesson of a rule; null for one of another version of Ferry. */
export function warningLesson(rule: string, locale: Locale): WarningLesson | null {
  return WARNING_LESSONS[rule]?.[locale] ?? null;
}
