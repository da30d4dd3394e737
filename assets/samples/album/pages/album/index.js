const savedPhotos = require('../../services/saved-photos.js')

const { lab } = getApp().globalData

Page({
  data: {
    hasLab: Boolean(lab),
    // 照片标题，随文件一起上传
    title: '',
    // 选好、还没有上传的图片：[{ path, size }]
    picked: [],
    // 正在上传时：{ index, count, percent, sent, total }
    uploading: null,
    // 本次启动中上传成功的照片
    uploads: [],
    // 已保存到本地的照片，重启后仍在
    saved: [],
    error: '',
  },

  onLoad() {
    wx.getSavedFileList({
      success: ({ fileList }) => {
        savedPhotos.keepOnly(fileList.map((file) => file.filePath))
      },
      complete: () => this.showSaved(),
    })
  },

  onUnload() {
    if (this.task) this.task.abort()
  },

  showSaved() {
    const saved = savedPhotos.list()
    this.setData({ saved: saved.map((photo) => ({ ...photo, detailUrl: detailUrl(photo.savedFilePath, photo) })) })
  },

  onTitleInput(event) {
    this.setData({ title: event.detail.value })
  },

  choose() {
    wx.chooseImage({
      count: 9,
      sizeType: ['original', 'compressed'],
      sourceType: ['album', 'camera'],
      // tempFilePath 只在本次启动中有效，要长期保留须用 wx.saveFile
      success: ({ tempFiles }) => this.setData({ picked: tempFiles, error: '' }),
    })
  },

  upload() {
    this.uploadNext(0)
  },

  // 一张接一张地上传，index 是这一张在 picked 中的位置
  uploadNext(index) {
    const { picked } = this.data
    const photo = picked[index]
    if (!photo) {
      this.setData({ uploading: null, picked: [], title: '' })
      wx.showToast({ title: '上传完成' })
      return
    }

    const title = this.titleOf(index)
    const takenAt = Date.now()
    this.setData({
      uploading: { index, count: picked.length, percent: 0, sent: 0, total: photo.size },
      error: '',
    })

    this.task = wx.uploadFile({
      url: lab + '/upload',
      filePath: photo.path,
      name: 'photo',
      // formData 的值请用字符串：对象在各平台上的序列化并不一致
      formData: { title, takenAt: new Date(takenAt).toISOString() },
      success: (res) => {
        // 只要服务器有响应就会进入 success，404、500 也不例外
        if (res.statusCode !== 200) {
          this.stopUpload(index, '服务器返回 ' + res.statusCode)
          return
        }
        // uploadFile 的 data 永远是字符串，需要自己解析
        const { sha256 } = JSON.parse(res.data).files[0]
        this.addUpload({ ...photo, title, takenAt, sha256 })
        this.uploadNext(index + 1)
      },
      fail: ({ errMsg }) => {
        const aborted = errMsg.includes('abort')
        this.stopUpload(index, aborted ? '' : errMsg)
        if (aborted) wx.showToast({ title: '已取消', icon: 'none' })
      },
    })
    this.task.onProgressUpdate(({ progress, totalBytesSent, totalBytesExpectedToSend }) => {
      this.setData({
        'uploading.percent': progress,
        'uploading.sent': totalBytesSent,
        'uploading.total': totalBytesExpectedToSend,
      })
    })
  },

  titleOf(index) {
    const { title, picked, uploads } = this.data
    if (!title) return '照片 ' + (uploads.length + 1)
    return picked.length > 1 ? title + ' ' + (index + 1) : title
  },

  // 停在第 index 张：它和后面的留在待上传里，可以再试
  stopUpload(index, error) {
    this.task = null
    this.setData({ uploading: null, picked: this.data.picked.slice(index), error })
  },

  cancelUpload() {
    this.task.abort()
  },

  addUpload(photo) {
    // 同一张图片可能传两次，所以不拿摘要当 id
    const id = this.data.uploads.length + 1
    const upload = { ...photo, id, keeping: null, kept: false, detailUrl: detailUrl(photo.path, photo) }
    this.setData({ uploads: [upload].concat(this.data.uploads) })
  },

  // 从服务器下载一份，再存到本地
  keep(event) {
    const { id } = event.currentTarget.dataset
    const { sha256 } = this.data.uploads.find((upload) => upload.id === id)
    this.updateUpload(id, { keeping: { percent: 0, done: 0, total: 0 } })

    const failed = (error) => {
      this.updateUpload(id, { keeping: null })
      this.setData({ error })
    }
    const task = wx.downloadFile({
      url: lab + '/uploads/' + sha256,
      success: ({ statusCode, tempFilePath }) => {
        if (statusCode !== 200) {
          failed('服务器返回 ' + statusCode)
          return
        }
        // saveFile 会移动文件：成功后 tempFilePath 不再可用
        wx.saveFile({
          tempFilePath,
          success: ({ savedFilePath }) => this.kept(id, savedFilePath),
          fail: ({ errMsg }) => failed(errMsg),
        })
      },
      fail: ({ errMsg }) => failed(errMsg),
    })
    task.onProgressUpdate(({ progress, totalBytesWritten, totalBytesExpectedToWrite }) => {
      this.updateUpload(id, {
        keeping: { percent: progress, done: totalBytesWritten, total: totalBytesExpectedToWrite },
      })
    })
  },

  kept(id, savedFilePath) {
    const { title, size, takenAt } = this.data.uploads.find((upload) => upload.id === id)
    savedPhotos.add({ savedFilePath, title, size, takenAt, savedAt: Date.now() })
    this.updateUpload(id, { keeping: null, kept: true })
    this.showSaved()
    wx.showToast({ title: '已保存' })
  },

  updateUpload(id, changes) {
    this.setData({
      uploads: this.data.uploads.map((upload) => (upload.id === id ? { ...upload, ...changes } : upload)),
    })
  },

  remove(event) {
    const { path } = event.currentTarget.dataset
    wx.removeSavedFile({
      filePath: path,
      success: () => {
        savedPhotos.remove(path)
        this.showSaved()
      },
      fail: ({ errMsg }) => this.setData({ error: errMsg }),
    })
  },

  previewUpload(event) {
    const urls = this.data.uploads.map((upload) => upload.path)
    wx.previewImage({ urls, current: event.currentTarget.dataset.path })
  },

  previewSaved(event) {
    const urls = this.data.saved.map((photo) => photo.savedFilePath)
    wx.previewImage({ urls, current: event.currentTarget.dataset.path })
  },
})

// 页面参数要先编码，详情页再解码
function detailUrl(path, { title, takenAt }) {
  return (
    '/pages/detail/index?path=' + encodeURIComponent(path) + '&title=' + encodeURIComponent(title) + '&takenAt=' + takenAt
  )
}
