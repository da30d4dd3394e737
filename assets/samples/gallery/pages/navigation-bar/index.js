Page({
  setTitle() {
    wx.setNavigationBarTitle({ title: '换了标题' })
  },

  setColor() {
    wx.setNavigationBarColor({ frontColor: '#ffffff', backgroundColor: '#0c7f75' })
  },

  load() {
    wx.showNavigationBarLoading()
  },

  stop() {
    wx.hideNavigationBarLoading()
  },
})
