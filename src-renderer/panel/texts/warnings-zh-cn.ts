/** The warnings about transfers in Chinese, by rule; `{…}` takes a fact. English comes with the record. */
export const WARNINGS_ZH_CN: Readonly<Record<string, string>> = {
  'plain-http': '这个地址使用明文 http，正式版小程序在手机上不能访问，请改用 https。',
  'private-host': '{host} 只有这台电脑或局域网能访问，手机上会失败，请换成有证书的公网域名。',
  'ip-address': '{host} 是 IP 地址，正式版小程序只能访问域名，请给服务器配域名。',
  'not-listed':
    '{host} 不在本项目的 {list} 合法域名里，只是现在没有校验；正式版会报 “url not in domain list”，请加入该列表。',
  'shown-not-listed':
    '组件可以显示任何域名的资源，手机上也会显示；但 {host} 不在本项目的 downloadFile 合法域名列表中，wx.downloadFile 和 wx.getImageInfo 会拒绝它。',
  'header-referer': 'Referer 由微信固定，你写的值没有发送，请从 header 中移除。',
  'header-user-agent': 'User-Agent 由微信固定，你写的值没有发送，请从 header 中移除。',
  'header-framing': '{name} 属于连接本身，你写的值没有发送，请从 header 中移除。',
  'header-content-type':
    '上传的内容类型总是 multipart/form-data，边界由微信生成；你写的 content-type 已被替换，请从 header 中移除。',
  'header-ignored':
    'iOS 微信 6.5.3 及更早版本不发送页面设置的请求头，{name} 没有发出；请放进地址或 formData。',
  'form-data-object': 'formData 是 {type}，里面的字段像在手机上一样悄悄丢失了，请传普通对象。',
  'form-data-text':
    'formData 的字段 {field} 是 {type}，按 String() 转成了文本，各平台并不一致；请自己转成文本，例如 JSON.stringify。',
  'form-data-key': 'formData 的键 {field} 与文件的 name 相同，手机上这样的上传会失败，请改名。',
  'form-data-path':
    '字段 {field} 带的是本地文件路径，对服务器没有意义，下次启动也会失效；请上传文件，或发送服务器返回的地址。',
  'large-upload': '文件超过 10 MB，在手机上常因 60 秒时限或服务器限制而中断，请压缩或分片上传。',
  'large-download': '超过 200 MB，微信单个文件下载到此为止，手机上会报 “exceed max file size”，请拆分文件。',
  'error-saved': '服务器返回 {status}，而微信认为这是成功：存下来的是错误页。使用文件前请检查 statusCode。',
  'answer-not-json':
    '上传的响应看起来是 HTML；data 是原样文本，JSON.parse 会抛错。请检查 statusCode 和服务器。',
  'url-unencoded':
    '地址里有必须编码的字符，各平台处理不同（invalid url、401、404）；请对每一段用一次 encodeURIComponent。',
  'url-invisible': '地址里有看不见的字符（U+{code}），常是从文档里复制带来的，手机会拒绝这个地址，请删除。',
  'url-credentials': '地址里的用户名和密码不会发送，请放进 Authorization 请求头。',
  'local-path-as-url': '这个地址是本地文件路径：{url} 在设备上，不在服务器上。请用文件接口按路径读取。',
  'path-without-slash':
    '{path} 在 USER_DATA_PATH 后少了斜杠；安卓能通过，iOS 会失败。请写成 `${wx.env.USER_DATA_PATH}/文件名`。',
  'timeout-over-60s': '超时设为 {seconds} 秒：有些手机无论如何 60 秒就结束传输，请分片上传或续传。',
  'timeout-capped': '这种设备 60 秒就结束传输，{seconds} 秒的超时已按 60 秒处理。',
  'over-ten': '已有十个同类传输在进行，这一个只能等待，有些设备会直接拒绝；请减少并发。',
  'temp-extension':
    '文件成了 {extension}，因为服务器的 Content-Type 是 {type}；打开文档和保存到相册都会失败，请让服务器返回真实类型。',
  'stale-connection':
    '请求发出时，服务器正好关闭了它答应保持的连接，所以改用另一条连接重新发送；次数：{count}。请让服务器更久地保持空闲连接，或回应 Connection: close。',
  'length-unknown': '服务器没有给 Content-Length，进度会一直是 0 直到结束，请让服务器给出长度。',
  'progress-jump': '安卓在数据进入缓冲区时就报 100%，远早于服务器收到；请以 success 为准，不要以进度为准。',
  'option-ignored': '选项 {name} 在 Ferry 里没有作用。',
  'http2-unavailable': '要求了 enableHttp2，但服务器只支持 HTTP/1.1。',
  'worker-lost':
    'Ferry 自己的传输进程在这次传输中退出了，与项目和服务器无关；下一次传输会启动新进程，请重试。',
  'disk-full': 'Ferry 数据所在的磁盘已满，文件没有写入，也没有留下残余。请腾出空间后重试。',
  quota: '这个小程序保存的文件加起来会超过配额；请删除一些，或下载时不写 filePath。',
  background: '进入后台五秒后，微信会结束仍在进行的传输，回到前台前也不接受新的调用；请在 onShow 里重试。',
  'network-changed': '手机切换网络（例如 Wi-Fi 换到 4G）时，微信会结束全部传输，请重试。',
  'ferry-ended': '这次传输进行时 Ferry 被强行结束，或者电脑断电，请重新运行。',
  'dead-path-expired':
    '{path} 是临时文件，小程序结束时已经失效，那里已没有文件。需要跨启动保留的文件请立即用 saveFile 保存，并记下保存后的路径。',
  'dead-path-saved': '{path} 已被 saveFile 移走，临时路径随之失效，请改用 saveFile 返回的 savedFilePath。',
  'dead-path-moved': '{path} 已被改名，旧路径上没有文件，请使用新路径。',
  'dead-path-removed': '{path} 之前已被删除；删除文件时请同时忘掉它的路径。',
  'dead-path-replaced': '{path} 上原来是另一个文件，现在也已不在；删除文件时请同时忘掉它的路径。',
};
