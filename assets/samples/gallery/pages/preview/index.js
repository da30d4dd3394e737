Page({
  data: {
    urls: ['/images/board.png', '/images/pinwheel.png'],
  },

  preview(event) {
    wx.previewImage({ urls: this.data.urls, current: event.currentTarget.dataset.url })
  },
})
