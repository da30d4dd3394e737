Page({
  data: {
    said: '还没有拖动',
  },

  tell(event) {
    this.setData({ said: event.type + ': ' + event.detail.value })
  },
})
