Page({
  data: {
    seconds: 3,
  },

  setSeconds(event) {
    this.setData({ seconds: event.detail.value })
  },

  success() {
    this.toast({ title: '已买票', icon: 'success' })
  },

  error() {
    this.toast({ title: '没有余票', icon: 'error' })
  },

  plain() {
    this.toast({ title: '只有文字的提示，长一些的话会换行显示', icon: 'none' })
  },

  picture() {
    this.toast({ title: '自己的图片', image: '/images/pinwheel.png' })
  },

  toast(options) {
    wx.showToast({ ...options, duration: this.data.seconds * 1000 })
  },

  loading() {
    wx.showLoading({ title: '正在查询', mask: false })
  },

  hide() {
    wx.hideLoading()
  },
})
