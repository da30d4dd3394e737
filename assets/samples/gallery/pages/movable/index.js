Page({
  data: {
    directions: ['all', 'horizontal', 'vertical', 'none'],
    x: 0,
    y: 0,
    scale: 1,
    said: '还没有移动',
  },

  tell(event) {
    const { x, y, source } = event.detail
    this.setData({ said: 'change ' + JSON.stringify({ x, y, source }) })
  },

  move() {
    this.setData({ x: 30, y: 30 })
  },

  zoom(event) {
    this.setData({ scale: event.detail.value })
  },
})
