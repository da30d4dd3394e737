Page({
  data: {
    into: '',
    top: 0,
    refreshing: false,
    said: '还没有滚动',
  },

  toB() {
    this.setData({ into: 'b' })
  },

  toTop() {
    this.setData({ into: '', top: this.data.top === 0 ? 1 : 0 })
  },

  tell(event) {
    this.setData({ said: event.type + ' ' + JSON.stringify(event.detail) })
  },

  // 下拉之后 1.5 秒收起
  refresh() {
    this.setData({ refreshing: true })
    setTimeout(() => this.setData({ refreshing: false }), 1500)
  },
})
