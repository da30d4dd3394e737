const { lab } = getApp().globalData

// 存储的键：上一次下载得到的临时文件、每个已保存文件的名字
const LAST_TEMP = 'lastTempVoice'
const NAMES = 'voiceNames'

Page({
  data: {
    hasLab: Boolean(lab),
    clips: [
      { file: 'tide.wav', title: '潮汐', note: '马林巴，7 秒' },
      { file: 'lighthouse.mp3', title: '灯塔', note: '八音盒，8 秒' },
    ],
    clipIndex: 0,
    // 正在下载时：{ percent, done, total }
    downloading: null,
    // 收到的响应头：[{ name, value }]
    headers: [],
    // 当前语音：{ path, title, saved }
    voice: null,
    // 正在播放的文件路径，以及是否暂停
    playingPath: '',
    paused: false,
    // 已保存的语音，重启后仍在
    saved: [],
    // 上次启动留下的临时文件是否已失效
    expired: false,
    error: '',
  },

  onLoad() {
    this.playCount = 0
    this.checkLastTemp()
    this.showSaved()
  },

  onUnload() {
    wx.stopVoice()
    if (this.task) this.task.abort()
  },

  // 临时文件只保证在本次启动中可用，所以用之前先问一问它还在不在
  checkLastTemp() {
    const last = wx.getStorageSync(LAST_TEMP)
    if (!last) return
    wx.getFileInfo({
      filePath: last.path,
      success: () => this.setData({ voice: { ...last, saved: false } }),
      fail: () => this.setData({ expired: true }),
    })
  },

  chooseClip(event) {
    this.setData({ clipIndex: event.currentTarget.dataset.index })
  },

  download() {
    const clip = this.data.clips[this.data.clipIndex]
    this.setData({ downloading: { percent: 0, done: 0, total: 0 }, headers: [], error: '' })

    this.task = wx.downloadFile({
      url: lab + '/samples/' + clip.file,
      success: ({ statusCode, tempFilePath }) => {
        // 404 页面也会被下载下来并进入 success，所以要检查状态码
        if (statusCode !== 200) {
          this.setData({ error: '服务器返回 ' + statusCode })
          return
        }
        const voice = { path: tempFilePath, title: clip.title }
        wx.setStorageSync(LAST_TEMP, voice)
        this.setData({ voice: { ...voice, saved: false }, expired: false })
      },
      fail: ({ errMsg }) => {
        if (errMsg.includes('abort')) wx.showToast({ title: '已取消', icon: 'none' })
        else this.setData({ error: errMsg })
      },
      complete: () => {
        this.task = null
        this.setData({ downloading: null })
      },
    })
    this.task.onHeadersReceived(({ header }) => this.setData({ headers: shownHeaders(header) }))
    this.task.onProgressUpdate(({ progress, totalBytesWritten, totalBytesExpectedToWrite }) => {
      this.setData({
        downloading: { percent: progress, done: totalBytesWritten, total: totalBytesExpectedToWrite },
      })
    })
  },

  cancelDownload() {
    this.task.abort()
  },

  play() {
    this.playFile(this.data.voice.path)
  },

  playSaved(event) {
    const { path } = event.currentTarget.dataset
    if (this.data.playingPath === path) this.stop()
    else this.playFile(path)
  },

  // 同一个文件暂停后再调用 playVoice 会接着播放；换一个文件则打断前一个
  playFile(path) {
    this.playCount += 1
    const playNumber = this.playCount
    this.setData({ playingPath: path, paused: false, error: '' })
    wx.playVoice({
      filePath: path,
      fail: ({ errMsg }) => {
        if (playNumber === this.playCount) this.setData({ error: errMsg })
      },
      // 播放结束时回调；被后来的播放打断的那一次不算
      complete: () => {
        if (playNumber === this.playCount) this.setData({ playingPath: '', paused: false })
      },
    })
  },

  pause() {
    // 暂停不是结束：让这一次播放的回调失效
    this.playCount += 1
    wx.pauseVoice()
    this.setData({ paused: true })
  },

  stop() {
    this.playCount += 1
    wx.stopVoice()
    this.setData({ playingPath: '', paused: false })
  },

  save() {
    const { path, title } = this.data.voice
    this.stop()
    // saveFile 会移动文件：之后要用 savedFilePath，原来的临时路径作废
    wx.saveFile({
      tempFilePath: path,
      success: ({ savedFilePath }) => {
        wx.setStorageSync(NAMES, { ...(wx.getStorageSync(NAMES) || {}), [savedFilePath]: title })
        wx.removeStorageSync(LAST_TEMP)
        this.setData({ voice: { path: savedFilePath, title, saved: true } })
        this.showSaved()
        wx.showToast({ title: '已保存' })
      },
      fail: ({ errMsg }) => this.setData({ error: errMsg }),
    })
  },

  showSaved() {
    const names = wx.getStorageSync(NAMES) || {}
    wx.getSavedFileList({
      success: ({ fileList }) => {
        const saved = fileList
          .map((file) => ({ ...file, title: names[file.filePath] || '语音' }))
          .sort((a, b) => b.createTime - a.createTime)
        this.setData({ saved })
      },
    })
  },

  remove(event) {
    const { path } = event.currentTarget.dataset
    if (this.data.playingPath === path) this.stop()
    wx.removeSavedFile({
      filePath: path,
      success: () => {
        const { [path]: removed, ...names } = wx.getStorageSync(NAMES) || {}
        wx.setStorageSync(NAMES, names)
        if (this.data.voice && this.data.voice.path === path) this.setData({ voice: null })
        this.showSaved()
      },
      fail: ({ errMsg }) => this.setData({ error: errMsg }),
    })
  },
})

// 响应头名字的大小写由服务器决定，比较时先转成小写
function shownHeaders(header) {
  const wanted = ['content-type', 'content-length', 'last-modified', 'etag']
  return Object.keys(header)
    .filter((name) => wanted.includes(name.toLowerCase()))
    .map((name) => ({ name, value: header[name] }))
}
