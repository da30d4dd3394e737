// 照片的宽高、格式和拍摄方向来自 getImageInfo，大小和摘要来自 getFileInfo
const ORIENTATIONS = {
  up: '正常',
  'up-mirrored': '左右镜像',
  down: '旋转 180°',
  'down-mirrored': '上下镜像',
  'left-mirrored': '镜像后左转 90°',
  right: '需顺时针转 90°',
  'right-mirrored': '镜像后右转 90°',
  left: '需逆时针转 90°',
}

Page({
  data: {
    path: '',
    title: '',
    // [{ label, value }]
    facts: [],
    error: '',
  },

  // query 里的值没有自动解码
  onLoad(query) {
    const path = decodeURIComponent(query.path)
    const title = decodeURIComponent(query.title)
    this.setData({ path, title })
    wx.setNavigationBarTitle({ title })

    Promise.all([wx.getImageInfo({ src: path }), wx.getFileInfo({ filePath: path })]).then(
      ([image, file]) => this.showFacts(image, file, Number(query.takenAt)),
      ({ errMsg }) => this.setData({ error: errMsg }),
    )
  },

  showFacts(image, file, takenAt) {
    this.setData({
      facts: [
        { label: '宽 × 高', value: image.width + ' × ' + image.height + ' 像素' },
        { label: '格式', value: image.type },
        { label: '拍摄方向', value: image.orientation + '（' + ORIENTATIONS[image.orientation] + '）' },
        { label: '大小', value: file.size + ' 字节' },
        { label: '上传时间', value: new Date(takenAt).toLocaleString('zh-CN', { hour12: false }) },
        { label: 'MD5', value: file.digest, mono: true },
        { label: '路径', value: image.path, mono: true },
      ],
    })
  },

  preview() {
    wx.previewImage({ urls: [this.data.path] })
  },
})
