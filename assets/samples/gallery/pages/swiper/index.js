Page({
  data: {
    autoplay: false,
    current: 0,
    said: '还没有切换',
  },

  setAutoplay(event) {
    this.setData({ autoplay: event.detail.value })
  },

  tell(event) {
    const { current, source } = event.detail
    this.setData({ current, said: 'change: current ' + current + '，source "' + source + '"' })
  },
})
