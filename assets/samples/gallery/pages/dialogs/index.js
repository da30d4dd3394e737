Page({
  data: {
    said: '还没有打开过',
  },

  ask() {
    this.modal({ title: '改签船票', content: '改到明天早上的第一班？票价不变，座位重新安排。' })
  },

  notice() {
    this.modal({ content: '大风，今天的船停开。', showCancel: false, confirmText: '知道了' })
  },

  colors() {
    this.modal({
      title: '退票',
      content: '退了就不能再要回来。',
      cancelText: '再想想',
      confirmText: '退票',
      cancelColor: '#07a35a',
      confirmColor: '#c83a35',
    })
  },

  editable() {
    this.modal({ title: '给船长留言', editable: true, placeholderText: '写点什么' })
  },

  modal(options) {
    wx.showModal({
      ...options,
      success: ({ confirm, content }) => {
        this.setData({ said: confirm ? '确定 ' + (content || '') : '取消' })
      },
    })
  },

  choose() {
    this.sheet({ itemList: ['东门码头', '西岸码头', '南屿码头'] })
  },

  titled() {
    this.sheet({ alertText: '从哪个码头上船', itemList: ['东门码头', '西岸码头'], itemColor: '#2f80c8' })
  },

  sheet(options) {
    wx.showActionSheet({
      ...options,
      success: ({ tapIndex }) => this.setData({ said: '第 ' + (tapIndex + 1) + ' 项' }),
      fail: ({ errMsg }) => this.setData({ said: errMsg }),
    })
  },
})
